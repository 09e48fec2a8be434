/**
 * The stories in the dialect `recharge` (seed 004): cards are typed on the providers' own pages, a
 * refused card leaves the order open, a part goes back, and a bank takes a payment away.
 */

import type { DemoFile } from '../../src/demo/demo.ts';
import { buildRequest, verifyNotification } from '../../src/dialects/recharge/client.ts';
import { parseOrderNo } from '../../src/dialects/recharge/codec.ts';
import type { OperationName } from '../../src/dialects/recharge/operations.ts';
import type { PlainValue } from '../../src/wire/json-value.ts';
import * as cards from './cards.ts';
import { Operator } from './operator.ts';
import { showOrder } from './others.ts';
import type { Received, Shop } from './shop.ts';
import { check, type Stage } from './stage.ts';

interface Reply {
  readonly code: number;
  readonly msg: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

type PayAt = (page: string, card: cards.Card) => Promise<cards.CardAnswer>;

export async function playRecharge(stage: Stage, demo: DemoFile, shop: Shop): Promise<void> {
  stage.act('Dialect recharge: RSA over sorted JSON, in a header (seed 004)');
  await playAirwallex(stage, demo, shop);
  await playPayerMax(stage, demo, shop);
}

async function playAirwallex(stage: Stage, demo: DemoFile, shop: Shop): Promise<void> {
  const product = { code: 'c1', name: 'coins', desc: '100 coins', quantity: 1, type: 1 };
  const order = await openPage(stage, demo, {
    payType: 'airwallex',
    money: '80.59',
    products: [{ ...product, unit_price: '80.59' }],
  });
  const pages = [cards.payAtAirwallex, cards.REFUSED_AT_80_59, cards.ALWAYS] as const;
  await payOnPage(stage, demo, shop, order, ...pages);

  stage.step('The operator gives 30.59 back, on the console');
  const operator = await Operator.signIn(demo);
  await operator.refund(order.id, '30.59');
  await operator.untilRefunded(order.id);
  await showOrder(stage, order.id);
}

async function playPayerMax(stage: Stage, demo: DemoFile, shop: Shop): Promise<void> {
  const order = await openPage(stage, demo, {
    payType: 'payermax',
    money: '80.05',
    userId: '123456',
    productId: 'coins-100',
  });
  const pages = [cards.payAtPayerMax, cards.VISA, cards.MADA] as const;
  await payOnPage(stage, demo, shop, order, ...pages);

  stage.step('The payer’s bank takes the payment back, and the merchant is notified');
  const notified = shop.next('/recharge', 'ok');
  stage.show('dispute', await cards.chargeBackAtPayerMax(demo.payermax, order.id));
  expectStatus(stage, demo, await notified, order.no, 'REFUSE');
  await showOrder(stage, order.id);
}

interface Opened {
  readonly no: string;
  readonly id: string;
  readonly page: string;
}

/** Makes an order; its page is the provider's. */
export async function openPage(
  stage: Stage,
  demo: DemoFile,
  fields: Readonly<Record<string, PlainValue>>,
): Promise<Opened> {
  const { mchId = '', currency = '' } = demo.apps.recharge ?? {};
  stage.step(`The merchant asks for a page of ${String(fields.payType)} to pay on`);
  const created = await call(stage, demo, 'recharge_create', {
    timestamp: new Date().toISOString(),
    mchId,
    good: '100 coins',
    currency,
    returnUrl: 'https://shop.example/return',
    ...fields,
  });
  const no = String(created.orderNo);
  const id = parseOrderNo(no);
  check(id !== null, `an order number that cannot be read: ${no}`);
  stage.show('page', String(created.url));
  return { no, id: String(id), page: String(created.url) };
}

/**
 * One card is refused, and the order stays open; the next one pays, and the merchant is notified.
 */
async function payOnPage(
  stage: Stage,
  demo: DemoFile,
  shop: Shop,
  order: Opened,
  payAt: PayAt,
  refusedCard: cards.Card,
  goodCard: cards.Card,
): Promise<void> {
  stage.step('The payer types a card into the provider’s page, and its bank refuses it');
  const refused = await payAt(order.page, refusedCard);
  check(!refused.isPaid, 'the card was to be refused');
  stage.show('refused', refused.text);
  const open = await ask(stage, demo, order.no);
  check(open === 'PAYING' || open === 'CREATE', `the order is ${open}`);
  stage.show('order', `${open}: not failed, another card may pay it`);

  stage.step('The payer tries another card, and the signed notification reaches the merchant');
  const notified = shop.next('/recharge', 'ok');
  const paid = await payAt(order.page, goodCard);
  check(paid.isPaid, `the card was to be taken: ${paid.text}`);
  expectStatus(stage, demo, await notified, order.no, 'IN_PROGRESS');
  stage.show('means', 'IN_PROGRESS is this API’s word for paid');
}

function expectStatus(
  stage: Stage,
  demo: DemoFile,
  { body, headers }: Received,
  orderNo: string,
  status: string,
): void {
  stage.show('received', body.toString());
  const keys = [demo.apps.recharge?.platformPublicKey ?? ''];
  const notification = verifyNotification(body, headers.sign ?? '', keys);
  check(notification.ok, 'the notification does not verify');
  check(notification.value.orderNo === orderNo, 'the notification is of another order');
  check(notification.value.status === status, `the status is ${notification.value.status}`);
  stage.show('verified', `${status}; answered with HTTP 200`);
}

async function ask(stage: Stage, demo: DemoFile, orderNo: string): Promise<string> {
  const { mchId = '' } = demo.apps.recharge ?? {};
  const timestamp = new Date().toISOString();
  const info = await call(stage, demo, 'recharge_info', { timestamp, orderNo, mchId });
  return String(info.status);
}

async function call(
  stage: Stage,
  demo: DemoFile,
  operation: OperationName,
  fields: Readonly<Record<string, PlainValue>>,
): Promise<Readonly<Record<string, unknown>>> {
  const privateKey = demo.apps.recharge?.privateKey ?? '';
  const { path, headers, body } = await buildRequest(operation, fields, privateKey);
  stage.show('request', `POST ${path}`);
  stage.show('string to sign', body);
  stage.show('sign', headers.sign);
  const response = await fetch(demo.baseUrl + path, {
    method: 'POST',
    headers: { ...headers },
    body,
  });
  const text = await response.text();
  stage.show('reply', text);
  const reply: Reply = JSON.parse(text);
  check(reply.code === 200 && reply.data !== undefined, `${operation}: ${reply.msg}`);
  return reply.data;
}

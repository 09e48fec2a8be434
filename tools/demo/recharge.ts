/** The story in the dialect `recharge` (seed 004): create, pay, be told, ask. */
import type { DemoFile } from '../../src/demo/demo.ts';
import {
  buildRequest,
  type FieldValue,
  verifyNotification,
} from '../../src/dialects/recharge/client.ts';
import { parseOrderNo } from '../../src/dialects/recharge/codec.ts';
import type { Operation } from '../../src/dialects/recharge/routes.ts';
import { pay, showOrder } from './others.ts';
import type { Shop } from './shop.ts';
import { check, type Stage } from './stage.ts';

interface Reply {
  readonly code: number;
  readonly msg: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

export async function playRecharge(stage: Stage, demo: DemoFile, shop: Shop): Promise<void> {
  const app = demo.apps.recharge ?? {};
  const { mchId = '', platformPublicKey = '', payType = '', currency = '' } = app;
  stage.act('Dialect recharge: RSA over sorted JSON, in a header (seed 004)');

  stage.step('The merchant asks for a page to pay 10.00 on');
  const created = await call(stage, demo, 'recharge_create', {
    timestamp: new Date().toISOString(),
    payType,
    mchId,
    good: '100 coins',
    currency,
    money: '10.00',
    returnUrl: 'https://shop.example/return',
    userId: '123456',
    productId: 'coins-100',
  });
  const orderNo = String(created.orderNo);
  const orderId = parseOrderNo(orderNo);
  check(orderId !== null, `an order number that cannot be read: ${orderNo}`);
  stage.show('page', String(created.url));

  stage.step('The payer pays, and the signed notification reaches the merchant');
  const told = shop.next('/recharge', 'ok');
  stage.show('paid', JSON.stringify(await pay(demo, String(orderId))));
  const { body, headers } = await told;
  stage.show('received', body.toString());
  const notice = verifyNotification(body, headers.sign ?? '', [platformPublicKey]);
  check(notice.ok, 'the notification does not verify');
  check(notice.value.orderNo === orderNo, 'the notification is of another order');
  check(notice.value.status === 'IN_PROGRESS', 'the order was not paid');
  stage.show('verified', 'IN_PROGRESS, which means paid here; answered with HTTP 200');
  await showOrder(stage, String(orderId));

  stage.step('The merchant asks what became of it');
  const timestamp = new Date().toISOString();
  const info = await call(stage, demo, 'recharge_info', { timestamp, orderNo, mchId });
  check(info.status === 'IN_PROGRESS', `the status is ${String(info.status)}`);
}

async function call(
  stage: Stage,
  demo: DemoFile,
  operation: Operation,
  fields: Readonly<Record<string, FieldValue>>,
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

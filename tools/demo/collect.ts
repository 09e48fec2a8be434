/**
 * The story in the dialect `collect` (seed 002): collect, be paid, be notified, pay out, balance.
 */
import type { DemoFile } from '../../src/demo/demo.ts';
import {
  ACKNOWLEDGEMENT,
  buildRequest,
  verifyNotification,
} from '../../src/dialects/collect/client.ts';
import type { OperationName } from '../../src/dialects/collect/operations.ts';
import { pay, showOrder } from './others.ts';
import type { Received, Shop } from './shop.ts';
import { check, type Stage } from './stage.ts';

interface Reply {
  readonly code: number;
  readonly msg: string;
  readonly data: Readonly<Record<string, unknown>> | null;
}

export async function playCollect(stage: Stage, demo: DemoFile, shop: Shop): Promise<void> {
  const { merchant = '', key = '', payCode = '', payoutCode = '' } = demo.apps.collect ?? {};
  const orderId = `DEMO${Date.now()}`;
  stage.act('Dialect collect: MD5 over sorted k=v (seed 002)');

  stage.step('The merchant asks to be paid 100.00');
  const created = await call(stage, demo, key, 'collect_create', {
    merchant,
    payCode,
    amount: '100.00',
    orderId,
    notifyUrl: `${shop.url}/collect`,
    callbackUrl: 'https://shop.example/return',
  });
  const payUrl = String(created.url);
  stage.show('cashier', payUrl);
  const page = await fetch(payUrl);
  check(page.ok, `the cashier answered ${page.status}`);

  stage.step('The payer pays at the simulated provider');
  const notified = shop.next('/collect', ACKNOWLEDGEMENT);
  const paid = await pay(demo, orderId);
  stage.show('paid', JSON.stringify(paid));

  stage.step('The signed notification reaches the merchant');
  showNotification(stage, await notified, key, orderId);

  stage.step('The ledger moved');
  await showOrder(stage, String(created.platOrderId));

  stage.step('The merchant asks what became of it, and for its balance');
  await call(stage, demo, key, 'order_query', { merchant, orderId });
  await call(stage, demo, key, 'order_balance', { merchant });

  stage.step('The merchant pays out 25.00');
  const payoutId = `${orderId}P`;
  const payoutNotified = shop.next('/collect-payout', ACKNOWLEDGEMENT);
  const payout = await call(stage, demo, key, 'pay_create', {
    merchant,
    payCode: payoutCode,
    amount: '25.00',
    orderId: payoutId,
    notifyUrl: `${shop.url}/collect-payout`,
    bankAccount: '1234567890',
    customName: 'Maria Santos',
  });
  showNotification(stage, await payoutNotified, key, payoutId);
  await showOrder(stage, String(payout.platOrderId));
  await call(stage, demo, key, 'order_balance', { merchant });
}

async function call(
  stage: Stage,
  demo: DemoFile,
  key: string,
  operation: OperationName,
  fields: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, unknown>>> {
  const { path, headers, body } = buildRequest(operation, fields, key);
  stage.show('request', `POST ${path} ${body}`);
  const sorted = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
  stage.show('string to sign', `${sorted.map((kv) => kv.join('=')).join('&')}&key=***`);
  const response = await fetch(demo.baseUrl + path, { method: 'POST', headers, body });
  const text = await response.text();
  stage.show('reply', text);
  const reply: Reply = JSON.parse(text);
  check(reply.code === 200 && reply.data !== null, `${operation}: ${reply.msg}`);
  return reply.data;
}

function showNotification(stage: Stage, { body }: Received, key: string, orderId: string): void {
  stage.show('received', body.toString());
  const notification = verifyNotification(body, [key]);
  check(notification.ok, 'the notification does not verify');
  check(notification.value.orderId === orderId, 'the notification is of another order');
  check(notification.value.status === 'success', 'the order was not paid');
  stage.show('verified', `status ${notification.value.status}, answered "${ACKNOWLEDGEMENT}"`);
}

/** The story in the dialect `open-api` (seeds 000 and 001): a code that is paid twice, a payout. */
import { randomBytes } from 'node:crypto';
import type { DemoFile } from '../../src/demo/demo.ts';
import {
  buildRequest,
  type FieldValue,
  type OpenApiNotification,
  verifyNotification,
} from '../../src/dialects/open-api/client.ts';
import { pay } from './others.ts';
import type { Received, Shop } from './shop.ts';
import { check, type Stage } from './stage.ts';

const ACKNOWLEDGEMENT = '{"code":10000,"message":"Success"}';

type Data = Readonly<Record<string, unknown>>;

export async function playOpenApi(stage: Stage, demo: DemoFile, shop: Shop): Promise<void> {
  const suffix = randomBytes(4).toString('hex');
  const code = `SHOP${suffix}`;
  stage.act('Dialect open-api: RSA over a text inside an envelope (seeds 000 and 001)');

  stage.step('The merchant asks for a QR Ph code that hangs in its shop');
  const made = await call(stage, demo, 'ph_code_create', {
    mchOrderId: code,
    customerName: 'Maria Santos',
    channelCode: 'PH_QRPH_STATIC',
    email: 'maria@example.com',
    mobile: '09171234567',
    notifyUrl: `${shop.url}/open-api/code`,
    remark: 'counter 12',
  });
  check(made.status === 'ACTIVE', `the code is ${String(made.status)}`);
  stage.show('QR text', String(made.payData));

  stage.step('Two payers pay it, and each payment is told');
  for (const amount of ['250.00', '1250.50']) {
    const told = shop.next('/open-api/code', ACKNOWLEDGEMENT);
    await pay(demo, code, { amount });
    const { fields } = verified(demo, await told, stage);
    check(fields.eventName === 'static.order.payment.success', 'it is another event');
    check(fields.amount === amount.replace('.', ''), `${fields.amount} was told`);
    check(fields.mchOrderId === code, 'it is of another code');
  }
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const days = { startDate: today, endDate: today };
  const list = await call(stage, demo, 'ph_code_payments', { mchOrderId: code, ...days });
  check(Array.isArray(list) && list.length === 2, 'the list has not both payments');

  stage.step('The merchant pays 100.00 out to a GCash wallet');
  const paidOut = shop.next('/open-api', ACKNOWLEDGEMENT);
  const payout = await call(stage, demo, 'ph_payout_create', {
    mchOrderId: `PO${suffix}`,
    idempotencyId: `idem${suffix}`,
    amount: 10_000,
    accountNo: '09171234567',
    accountName: 'Juan Reyes Cruz',
    payMethodCode: 'EWALLET',
    transferCode: 'GCASH',
  });
  check(payout.transactionStatus === 'PENDING', `the payout is ${payout.transactionStatus}`);
  const { fields } = verified(demo, await paidOut, stage);
  check(fields.eventName === 'disbursement.success', `${fields.eventName} was told`);

  stage.step('What is left');
  const { balance } = await call(stage, demo, 'balance', { countryCode: 'PH' });
  stage.show('balance', `${String(balance)} PHP`);
}

function verified(demo: DemoFile, { body }: Received, stage: Stage): OpenApiNotification {
  const { platformPublicKey = '' } = demo.apps['open-api'] ?? {};
  stage.show('received', body.toString());
  const notice = verifyNotification(body, [platformPublicKey]);
  check(notice.ok, 'the notification does not verify');
  stage.show('verified', `${notice.value.eventName}; answered with ${ACKNOWLEDGEMENT}`);
  return notice.value;
}

async function call(
  stage: Stage,
  demo: DemoFile,
  operation: string,
  fields: Readonly<Record<string, FieldValue>>,
): Promise<Data> {
  const { appId = '', privateKey = '' } = demo.apps['open-api'] ?? {};
  const dated = { ...fields, timestamp: Date.now() };
  const { path, headers, body } = await buildRequest(operation, appId, dated, privateKey);
  stage.show('request', `POST ${path}`);
  stage.show('param', String(JSON.parse(body).param));
  const init = { method: 'POST', headers: { ...headers }, body };
  const text = await (await fetch(demo.baseUrl + path, init)).text();
  stage.show('reply', text);
  const reply = JSON.parse(text) as { code: number; message: string; data: Data };
  check(reply.code === 10_000, `${operation}: ${reply.code} ${reply.message}`);
  return reply.data;
}

/**
 * The stories in the dialect `open-api-ph` (seed 003), one of each section: a payout, bills, a QR
 * code, an account for transfers, a web payment and its refund, a checkout, direct debit, eKYC;
 * then the statements of the day, in which all that was paid must stand.
 */
import type { DemoFile } from '../../src/demo/demo.ts';
import { buildRequest, verifyNotification } from '../../src/dialects/open-api-ph/client.ts';
import { signedText } from '../../src/dialects/open-api-ph/notification.ts';
import { type JsonObject, jsonObject } from '../../src/wire/json-value.ts';
import { readJsonText } from '../../src/wire/raw-json.ts';
import { pay, setApp, tryToPay } from './others.ts';
import { chooseChannel, press, verify } from './pages.ts';
import { drawn } from './picture.ts';
import type { Shop } from './shop.ts';
import { check, type Stage } from './stage.ts';
import { type Data, newId, type Speech, Talk } from './talk.ts';

const APP = { appName: 'Demo Shop' };
const PAYER = { customerName: 'Maria Santos', email: 'maria@example.com' };
const MOBILE = { mobile: '09171234567' };
const BACK = 'https://shop.example/return';

const SPEECH: Speech = {
  dialect: 'open-api-ph',
  successes: [1000, 1],
  acknowledgement: '{"code":1,"msg":"success","data":{}}',
  sign: (operation, fields, { appId = '', privateKey = '' }) =>
    buildRequest(operation, appId, fields, privateKey),
  shown: ({ method, body }) => (method === 'POST' ? { 'string to sign': textOf(body) } : {}),
  verify: (body, { callbackSecret = '' }) => verifyNotification(body, [{ secret: callbackSecret }]),
};

/** What was signed of a body. */
function textOf(body: string): string {
  const json = readJsonText(body);
  check(json.ok && json.value.kind === 'object', 'the body is no JSON object');
  const { members } = json.value as JsonObject;
  return signedText(jsonObject([...members].filter(([name]) => name !== 'sign')));
}

/** What was paid, as it must stand in the statement: pesos. */
interface Paid {
  readonly transactionId: string;
  readonly pesos: number;
  readonly day: string;
}

export async function playOpenApiPh(stage: Stage, demo: DemoFile, shop: Shop): Promise<void> {
  stage.act('Dialect open-api-ph: RSA over sorted k=v, callbacks by SHA-1 (seed 003)');
  const talk = new Talk(stage, demo, shop, SPEECH);
  const web = await payOnWeb(talk);
  await refund(talk, web);
  const paid = [
    web,
    await payBill(talk),
    await payQr(talk),
    await payAccount(talk),
    await payCheckout(talk),
    await debit(talk),
  ];
  await showWhoTheyAre(talk);
  const payout = await payOut(talk);
  await readStatements(talk, paid, payout);
}

function paidOf(notified: Readonly<Record<string, string>>, id: string, minor: number): Paid {
  const { mchOrderId, transactionStatus, amount, transactionId = '', returnTime = '' } = notified;
  check(mchOrderId === id, 'the notification is of another order');
  check(transactionStatus === 'COMPLETE', `the status is ${transactionStatus}`);
  check(amount === String(minor), `the amount is ${amount}`);
  return { transactionId, pesos: minor / 100, day: returnTime.slice(0, 10) };
}

async function payOnWeb(talk: Talk): Promise<Paid> {
  const mchOrderId = newId('WEB');
  talk.stage.step('7 Web payment: 500.10 pesos by GCash');
  await talk.list('payment_channels', {});
  const notified = talk.awaits('h5.payment.success', 'web');
  const { redirectUrl, transactionId } = await talk.call('payment_create', {
    ...{ ...APP, ...PAYER, ...MOBILE, mchOrderId },
    ...{ amount: 50_010, channelCode: 'GCASH_URL', remark: 'order 88' },
    ...{ callbackUrl: talk.notifyUrl('web'), redirectUrl: BACK },
  });
  await press(String(redirectUrl), 'confirm');
  const paid = paidOf(await notified(), mchOrderId, 50_010);
  const found = await talk.call('payment_query', { transactionId: paid.transactionId });
  check(found.transactionStatus === 'COMPLETE', `it is ${String(found.transactionStatus)}`);
  check(paid.transactionId === transactionId, 'the transactionId is another one');
  return paid;
}

async function refund(talk: Talk, { transactionId }: Paid): Promise<void> {
  const mchRefundOrderId = newId('BACK');
  talk.stage.step('8 Refund: 200.10 of it go back');
  const notified = talk.awaits('payment.refund.success', 'refund');
  await talk.call('refund_create', {
    mchRefundOrderId,
    originalTransactionId: transactionId,
    refundAmount: 20_010,
    refundReason: 'item returned',
    refundCallbackUrl: talk.notifyUrl('refund'),
  });
  const { refundStatus, refundAmount } = await notified();
  check(refundStatus === 'COMPLETE' && refundAmount === '20010', 'the refund was not made');
  const found = await talk.call('refund_query', { mchRefundOrderId });
  check(found.refundStatus === 'COMPLETE', `it is ${String(found.refundStatus)}`);
}

async function payBill(talk: Talk): Promise<Paid> {
  const mchOrderId = newId('USER');
  talk.stage.step('4 Bills payment: a number at GCash and one at M Lhuillier, for one payer');
  const { paymentVaList } = await talk.call('bill_batch_create', {
    ...{ ...APP, ...PAYER, mchOrderId },
    ...{ channelCode: 'GCASH_STATIC_VA,MLH_STATIC_VA', minAmount: 2_000, maxAmount: 500_000 },
  });
  const codes = paymentVaList as readonly Data[];
  check(codes.length === 2, `there are ${codes.length} codes`);
  const number = String(codes[0]?.referenceNumber);

  talk.stage.step('The merchant wants to be asked before a bill is paid, and says no to 450.00');
  const verificationUrl = talk.notifyUrl('verify');
  await setApp(talk.stage, talk.app.appId ?? '', `verificationUrl=${verificationUrl}`);
  const refused = talk.awaits(
    'payment.verification',
    'verify',
    '{"code":1002,"msg":"The amount exceed limit"}',
  );
  const tried = await tryToPay(talk.demo, number, { amount: '450.00' });
  await refused();
  check(tried.status === 422, `it was taken all the same: ${tried.status}`);

  talk.stage.step('The payer pays 150.00: the merchant says yes, and is notified');
  const allowed = talk.awaits('payment.verification', 'verify', '{"code":2000,"msg":"Success"}');
  const notified = talk.awaits('payment.success');
  talk.stage.show('paid', JSON.stringify(await pay(talk.demo, number, { amount: '150.00' })));
  await allowed();
  await setApp(talk.stage, talk.app.appId ?? '', 'verificationUrl=');
  const fields = await notified();
  check(fields.referenceNumber === number, `paid at ${fields.referenceNumber}`);
  const paid = paidOf(fields, mchOrderId, 15_000);
  const days = { startDate: paid.day, endDate: paid.day };
  const [listed] = await talk.list('bill_payments', { mchOrderId, ...days });
  check(listed?.transactionId === paid.transactionId, 'the payment is not listed');
  await talk.call('bill_cancel', { mchOrderId });
  return paid;
}

async function payQr(talk: Talk): Promise<Paid> {
  const mchOrderId = newId('QR');
  talk.stage.step('5 QrCode: a QR Ph code for one payment of 100.50');
  const notified = talk.awaits('qrcode.payment.success', 'qr');
  const { qrcodeContent } = await talk.call('qrcode_create', {
    ...{ ...APP, mchOrderId, channelCode: 'QRPH_DYNAMIC_QR' },
    ...{ amount: 10_050, callbackUrl: talk.notifyUrl('qr'), expireSeconds: 600 },
  });
  talk.stage.show('paid', JSON.stringify(await pay(talk.demo, String(qrcodeContent))));
  const paid = paidOf(await notified(), mchOrderId, 10_050);
  const { status } = await talk.call('qrcode_detail', { mchOrderId });
  check(status === 'INACTIVE', `the code is ${String(status)}`);
  return paid;
}

async function payAccount(talk: Talk): Promise<Paid> {
  const mchOrderId = newId('USER');
  talk.stage.step('6 Bank transfer: an InstaPay account, to which 320.00 are sent');
  const { paymentAccountList } = await talk.call('account_batch_create', {
    ...{ ...APP, ...PAYER, mchOrderId, channelCode: 'INSTA_TRANSFER_ACC', description: 'loan 17' },
  });
  const number = String((paymentAccountList as readonly Data[])[0]?.accountNumber);
  const notified = talk.awaits('transfer.payment.success');
  talk.stage.show('paid', JSON.stringify(await pay(talk.demo, number, { amount: '320.00' })));
  const fields = await notified();
  check(fields.paymentAccount === number, `sent to ${fields.paymentAccount}`);
  return paidOf(fields, mchOrderId, 32_000);
}

async function payCheckout(talk: Talk): Promise<Paid> {
  const mchOrderId = newId('CHECKOUT');
  talk.stage.step('9 Checkout: the payer chooses how to pay 99.00, sent as {appId, param, sign}');
  const notified = talk.awaits('checkout.payment.success', 'checkout');
  const { checkoutUrl } = await talk.call('checkout_create', {
    ...{ ...PAYER, ...MOBILE, mchOrderId, timestamp: Date.now(), amount: 9_900 },
    ...{ countryCode: 'PH', currency: 'PHP', settlementCurrency: 'PHP' },
    ...{ channelTypeList: ['EWALLET'], notifyUrl: talk.notifyUrl('checkout'), redirectUrl: BACK },
  });
  await press(await chooseChannel(String(checkoutUrl), 'PHL_PAYMAYA_URL'), 'confirm');
  const fields = await notified();
  check(fields.channelCode === 'PAYMAYA_URL', `paid by ${fields.channelCode}`);
  return paidOf(fields, mchOrderId, 9_900);
}

async function debit(talk: Talk): Promise<Paid> {
  const userId = newId('USER');
  const channelCode = 'GCASH_DIRECT_DEBIT';
  talk.stage.step('10 Direct debit: the payer agrees on a page');
  const agreed = talk.awaits('directdebit.auth.success', 'permission');
  const { authUrl } = await talk.call('mandate_apply', {
    ...{ userId, requestId: newId('MAY'), channelCode, terminalType: 'WEB' },
    ...{ timestamp: Date.now(), notifyUrl: talk.notifyUrl('permission'), redirectUrl: BACK },
  });
  await press(String(authUrl), 'agree');
  const { payToken = '' } = await agreed();

  talk.stage.step('The merchant debits 45.00, and ends the permission');
  const mchOrderId = newId('DEBIT');
  const notified = talk.awaits('directdebit.payment.success', 'debit');
  await talk.call('debit_create', {
    ...{ ...APP, mchOrderId, amount: 4_500, channelCode, payToken },
    ...{ timestamp: Date.now(), callbackUrl: talk.notifyUrl('debit') },
  });
  const paid = paidOf(await notified(), mchOrderId, 4_500);
  const ended = await talk.call('mandate_cancel', { userId, payToken, timestamp: Date.now() });
  check(ended.tokenStatus === 'INACTIVED', `the token is ${String(ended.tokenStatus)}`);
  return paid;
}

async function showWhoTheyAre(talk: Talk): Promise<void> {
  const requestId = newId('KYC');
  talk.stage.step('11 eKYC: the payer shows a document and their face');
  const notified = talk.awaits('ekyc.success', 'ekyc');
  const { ekycUrl, ekycId } = await talk.call('ekyc_init', {
    ...{ requestId, userId: newId('USER'), channelCode: 'EKYC_ID_FACE', timestamp: Date.now() },
    ...{ customerName: PAYER.customerName, terminalType: 'WEB' },
    ...{ notifyUrl: talk.notifyUrl('ekyc'), redirectUrl: BACK },
  });
  const [card, face] = [drawn('card'), drawn('face')];
  await verify(String(ekycUrl), 'PH_DRIVER_LICENSE', { front: card, back: card, selfie: face });
  const { status, requestId: named } = await notified();
  check(status === 'PASSED' && named === requestId, `the notification says ${status}`);
  const found = await talk.call('ekyc_query', { ekycId: String(ekycId), timestamp: Date.now() });
  check(found.status === 'PASSED', `it is ${String(found.status)}`);
  check(/^\d{3}\*{4}\d{3}$/.test(String(found.docNumber)), 'the number is not hidden');
}

async function payOut(talk: Talk): Promise<Paid> {
  const mchOrderId = newId('SALARY');
  talk.stage.step('2 Account, 3 Payout: the balance, and 250.00 out of it to a wallet');
  const before = await talk.call('balance', {});
  const notified = talk.awaits('disbursement.success', 'payout');
  await talk.call('payout_create', {
    ...{ ...APP, mchOrderId, idempotencyId: newId('ONCE'), amount: 25_000 },
    ...{ accountNo: '09171234567', accountName: 'Juan Reyes Cruz', payMethodCode: 'EWALLET' },
    ...{ ewalletCode: 'GCASH', remark: 'salary', callbackUrl: talk.notifyUrl('payout') },
  });
  const paid = paidOf(await notified(), mchOrderId, 25_000);
  const after = await talk.call('balance', {});
  check(after.balance !== before.balance, 'the balance did not move');
  return paid;
}

/** The statements of the last day; what was paid before midnight stands in another. */
async function readStatements(talk: Talk, paid: readonly Paid[], payout: Paid): Promise<void> {
  talk.stage.step(`2 Account: the statements of ${payout.day}`);
  await stand(talk, 'payment_statement', paid);
  await stand(talk, 'payout_statement', [payout]);
}

async function stand(talk: Talk, operation: string, due: readonly Paid[]): Promise<void> {
  const { day = '' } = due.at(-1) ?? {};
  const lines: Data[] = [];
  for (let page = 1; ; page += 1) {
    const asked = { completeDate: day, status: 'COMPLETE', page, timestamp: String(Date.now()) };
    const records = (await talk.call(operation, asked)).records as readonly Data[];
    lines.push(...records);
    if (records.length === 0) break;
  }
  for (const { transactionId, pesos } of due.filter((each) => each.day === day)) {
    const line = lines.find((each) => each.transactionId === transactionId);
    check(line?.amount === pesos, `${transactionId} is not in the statement`);
  }
}

/**
 * The stories in the dialect `open-api` (seeds 000 and 001): a wallet, a virtual account, a QR code
 * for many payments, a payout, a refund, a checkout, direct debit, and the report of the day.
 */
import type { DemoFile } from '../../src/demo/demo.ts';
import { buildRequest, verifyNotification } from '../../src/dialects/open-api/client.ts';
import { parseTransactionId } from '../../src/dialects/open-api/codec.ts';
import { pay, showOrder } from './others.ts';
import { chooseChannel, press } from './pages.ts';
import type { Shop } from './shop.ts';
import { check, type Stage } from './stage.ts';
import { newId, type Speech, Talk } from './talk.ts';

const PAYER = { customerName: 'Maria Santos', email: 'maria@example.com', mobile: '09171234567' };
const PHILIPPINES = { countryCode: 'PH', currency: 'PHP' };
const BACK = 'https://shop.example/return';
/** What the numbers of the demo's BCA accounts begin with, and how long they are. */
const BCA_NUMBER = /^99014[0-9]{11}$/;

export const SPEECH: Speech = {
  dialect: 'open-api',
  successes: [10000],
  acknowledgement: '{"code":10000,"message":"Success"}',
  sign: (operation, fields, { appId = '', privateKey = '' }) =>
    buildRequest(operation, appId, { ...fields, timestamp: Date.now() }, privateKey),
  shown({ body }) {
    const { sign = '', param = '' } = JSON.parse(body) as Readonly<Record<string, string>>;
    return { 'string to sign': param, sign };
  },
  verify: (body, { platformPublicKey = '' }) => verifyNotification(body, [platformPublicKey]),
};

/** A payment of the story, as it must stand in the report. */
interface Paid {
  readonly mchOrderId: string;
  readonly transactionId: string;
  /** The day on which it was paid, by the clock of this API. */
  readonly day: string;
}

export async function playOpenApi(stage: Stage, demo: DemoFile, shop: Shop): Promise<void> {
  stage.act('Dialect open-api: RSA over the text of param (seeds 000 and 001)');
  const talk = new Talk(stage, demo, shop, SPEECH);
  const wallet = await payByWallet(talk);
  await payToAccount(talk);
  const arrivals = await payCodeTwice(talk);
  await payOut(talk);
  await refundPayment(talk, wallet);
  const checkout = await payCheckout(talk);
  const debit = await debitPayer(talk);
  await readReport(talk, [wallet, ...arrivals, checkout, debit]);
}

/** The operator's name for an order. */
function idOf(transactionId: string, kind: 'payin' | 'payout'): string {
  const id = parseTransactionId(transactionId, kind);
  check(id !== null, `a transactionId that cannot be read: ${transactionId}`);
  return String(id);
}

function paidOf(
  notified: Readonly<Record<string, string>>,
  mchOrderId: string,
  amount: string,
): Paid {
  check(notified.mchOrderId === mchOrderId, 'the notification is of another order');
  check(notified.transactionStatus === 'COMPLETED', `the status is ${notified.transactionStatus}`);
  check(notified.amount === amount, `the amount is ${notified.amount}`);
  const { transactionId = '', returnTime = '' } = notified;
  return { mchOrderId, transactionId, day: returnTime.slice(0, 10) };
}

async function payByWallet(talk: Talk): Promise<Paid> {
  const { stage } = talk;
  const mchOrderId = newId('WALLET');
  stage.step('The merchant asks to be paid 500.10 by GCash: amounts are in centavo');
  const notified = talk.awaits('order.payment.success', 'wallet');
  const { payData, transactionId, channelType } = await talk.call('ph_payment_create', {
    ...PAYER,
    mchOrderId,
    amount: 50_010,
    channelCode: 'PH_GCASH_URL',
    notifyUrl: talk.notifyUrl('wallet'),
    redirectUrl: BACK,
    remark: 'order 88',
  });
  check(channelType === 'URL', `payData is a ${String(channelType)}`);

  stage.step('The payer confirms on the wallet’s page, and the merchant is notified');
  await press(String(payData), 'confirm');
  const paid = paidOf(await notified(), mchOrderId, '50010');
  check(paid.transactionId === transactionId, 'the transactionId is another one');
  await showOrder(stage, idOf(paid.transactionId, 'payin'));
  return paid;
}

async function payToAccount(talk: Talk): Promise<void> {
  const mchOrderId = newId('ACCOUNT');
  talk.stage.step('150000 rupiah to a virtual account at BCA: of rupiah there are no parts');
  const notified = talk.awaits('order.payment.success', 'account');
  const { payData, channelType } = await talk.call('id_payment_create', {
    ...PAYER,
    mchOrderId,
    amount: 150_000,
    channelCode: 'ID_BCA_VA',
    notifyUrl: talk.notifyUrl('account'),
  });
  const number = String(payData);
  check(channelType === 'VA' && BCA_NUMBER.test(number), `no number of BCA: ${number}`);

  talk.stage.step('The payer transfers to the number');
  talk.stage.show('paid', JSON.stringify(await pay(talk.demo, number)));
  paidOf(await notified(), mchOrderId, '150000');
  const found = await talk.call('id_payment_query', { mchOrderId });
  check(found.transactionStatus === 'COMPLETED', `it is ${String(found.transactionStatus)}`);
}

/** A QR code to hang up: two payers, two notifications, one list, and an end. */
async function payCodeTwice(talk: Talk): Promise<readonly Paid[]> {
  const mchOrderId = newId('TABLE');
  const channelCode = 'PH_QRPH_STATIC';
  talk.stage.step('A QR Ph code that many payers may scan');
  const { payData, status } = await talk.call('ph_code_create', {
    ...PAYER,
    mchOrderId,
    channelCode,
    notifyUrl: talk.notifyUrl('code'),
    remark: 'table 7',
  });
  check(status === 'ACTIVE', `the code is ${String(status)}`);
  const arrivals: Paid[] = [];
  for (const [amount, minor] of [
    ['120.50', '12050'],
    ['80.00', '8000'],
  ] as const) {
    talk.stage.step(`A payer scans it and pays ${amount}`);
    const notified = talk.awaits('static.order.payment.success', 'code');
    talk.stage.show('paid', JSON.stringify(await pay(talk.demo, String(payData), { amount })));
    arrivals.push(paidOf(await notified(), mchOrderId, minor));
  }

  talk.stage.step('Both stand in the list, and the code is cancelled');
  const [first, last] = arrivals.map(({ day }) => day);
  const days = { startDate: first ?? '', endDate: last ?? '' };
  const listed = await talk.list('ph_code_payments', { mchOrderId, ...days });
  const ids = listed.map(({ transactionId }) => transactionId);
  check(listed.length === 2, `the list has ${listed.length}`);
  for (const each of arrivals) check(ids.includes(each.transactionId), 'a payment is not listed');
  const ended = await talk.call('ph_code_cancel', { mchOrderId, channelCode });
  check(ended.status === 'CANCEL', `the code is ${String(ended.status)}`);
  return arrivals;
}

async function payOut(talk: Talk): Promise<void> {
  const mchOrderId = newId('SALARY');
  talk.stage.step('The merchant looks at its balance, and pays 250.00 out');
  const before = await talk.call('balance', { countryCode: 'PH' });
  check(Number.isFinite(Number(before.balance)), 'there is no balance');
  const notified = talk.awaits('disbursement.success');
  await talk.call('ph_payout_create', {
    mchOrderId,
    idempotencyId: newId('ONCE'),
    amount: 25_000,
    accountNo: '09171234567',
    accountName: 'Juan Reyes Cruz',
    payMethodCode: 'EWALLET',
    transferCode: 'GCASH',
    remark: 'salary',
  });
  const { transactionId } = paidOf(await notified(), mchOrderId, '25000');
  await showOrder(talk.stage, idOf(transactionId, 'payout'));
  const after = await talk.call('balance', { countryCode: 'PH' });
  check(after.balance !== before.balance, 'the balance did not move');
}

async function refundPayment(talk: Talk, paid: Paid): Promise<void> {
  const mchRefundOrderId = newId('BACK');
  const originalTransactionId = paid.transactionId;
  talk.stage.step('The merchant gives 200.10 of the 500.10 back');
  const notified = talk.awaits('payment.refund.success', 'refund');
  await talk.call('refund_create', {
    mchRefundOrderId,
    originalTransactionId,
    refundAmount: 20_010,
    refundReason: 'item returned',
    refundCallbackUrl: talk.notifyUrl('refund'),
  });
  const { refundStatus, refundAmount } = await notified();
  check(refundStatus === 'COMPLETE' && refundAmount === '20010', 'the refund was not made');
  const [refund] = await talk.list('refund_list', { originalTransactionId });
  check(refund?.mchRefundOrderId === mchRefundOrderId, 'the refund is not listed');
}

async function payCheckout(talk: Talk): Promise<Paid> {
  const mchOrderId = newId('CHECKOUT');
  talk.stage.step('v2: a checkout, on whose page the payer chooses how to pay 99.00');
  const notified = talk.awaits('checkout.payment.success', 'checkout');
  const { checkoutUrl } = await talk.call('checkout_create', {
    ...PAYER,
    ...PHILIPPINES,
    mchOrderId,
    settlementCurrency: PHILIPPINES.currency,
    language: 'EN',
    channelTypeList: ['EWALLET'],
    amount: 9_900,
    notifyUrl: talk.notifyUrl('checkout'),
    redirectUrl: BACK,
  });

  talk.stage.step('The payer chooses Maya, and confirms there');
  const wallet = await chooseChannel(String(checkoutUrl), 'PH_PAYMAYA_URL');
  talk.stage.show('page', wallet);
  await press(wallet, 'confirm');
  const fields = await notified();
  check(fields.channelCode === 'PH_PAYMAYA_URL', `paid by ${fields.channelCode}`);
  return paidOf(fields, mchOrderId, '9900');
}

async function debitPayer(talk: Talk): Promise<Paid> {
  const userId = newId('USER');
  const channelCode = 'PH_GCASH_DIRECT_DEBIT';
  talk.stage.step('v2: the merchant asks for the permission to debit a payer');
  const agreed = talk.awaits('directdebit.auth.success', 'permission');
  const { authUrl } = await talk.call('mandate_apply', {
    userId,
    requestId: newId('MAY'),
    channelCode,
    countryCode: 'PH',
    terminalType: 'WEB',
    notifyUrl: talk.notifyUrl('permission'),
    redirectUrl: BACK,
  });

  talk.stage.step('The payer agrees on the wallet’s page');
  await press(String(authUrl), 'agree');
  const { payToken = '' } = await agreed();
  check(payToken !== '', 'the permission has no payToken');

  talk.stage.step('The merchant debits 45.00: nobody has to confirm it');
  const mchOrderId = newId('DEBIT');
  const notified = talk.awaits('directdebit.payment.success', 'debit');
  await talk.call('payment_create', {
    ...PHILIPPINES,
    mchOrderId,
    amount: 4_500,
    channelType: 'DIRECT_DEBIT',
    channelCode,
    payToken,
    notifyUrl: talk.notifyUrl('debit'),
  });
  const paid = paidOf(await notified(), mchOrderId, '4500');
  const ended = await talk.call('mandate_cancel', { userId, payToken });
  check(ended.tokenStatus === 'INACTIVED', `the token is ${String(ended.tokenStatus)}`);
  return paid;
}

/** The report of the last payment's day; what was paid before midnight stands in another. */
async function readReport(talk: Talk, paid: readonly Paid[]): Promise<void> {
  const transDate = paid.at(-1)?.day ?? '';
  talk.stage.step(`The report of ${transDate}`);
  const asked = { countryCode: 'PH', transDate, transType: 2 };
  const { downloadUrl } = await talk.call('report', asked);
  const reply = await fetch(String(downloadUrl));
  check(reply.ok, `the report answered ${reply.status}`);
  const lines = (await reply.text()).split('\r\n').filter((line) => line !== '');
  for (const { transactionId, mchOrderId } of paid.filter(({ day }) => day === transDate)) {
    const start = `${mchOrderId},${transactionId},`;
    check(
      lines.some((line) => line.startsWith(start)),
      `${mchOrderId} is not in the report`,
    );
  }
  const total = lines.find((line) => line.startsWith('TOTAL,'));
  check(total !== undefined, 'the report has no sum');
  talk.stage.text([lines[0] ?? '', ...lines.slice(-4)].join('\n'));
}

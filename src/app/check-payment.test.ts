/** May money be taken? Only a clear yes in time takes it, and the first answer stands. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openShop, orderIn } from '../../tests/support/memory-shop.ts';
import { accepted, paid } from '../../tests/support/sample.ts';
import { codeRequest, SOURCE } from '../../tests/support/shop.ts';
import { referenceOf } from '../domain/dispatch.ts';
import type { Order } from '../domain/order.ts';
import type { CheckAnswer, Inquiry } from '../domain/payment-check.ts';
import type { CheckCall, CheckKey, PaymentChecks } from '../ports/payment-check.ts';
import { createPaymentChecker, OF_APP_MAX } from './check-payment.ts';

const YES: CheckCall = {
  ...{ collect: true, reason: 'answered', detail: 'Success' },
  ...{ tookMs: 1, status: 200 },
};
const NO: CheckCall = { ...YES, collect: false, detail: 'Failed' };

/** The rules of the table: a row an inquiry, and the first answer stands. */
function memoryChecks() {
  const rows = new Map<string, CheckAnswer | null>();
  const keyOf = ({ orderId, source, key }: CheckKey) => `${orderId} ${source} ${key}`;
  const checks: PaymentChecks = {
    async begin(key) {
      const known = rows.get(keyOf(key)) ?? null;
      rows.set(keyOf(key), known);
      return known;
    },
    async finish(key, { collect, reason, detail }) {
      const standing = rows.get(keyOf(key)) ?? { collect, reason, detail };
      rows.set(keyOf(key), standing);
      return standing;
    },
    ofOrder: async () => [],
  };
  return { rows, checks };
}

async function openWith(
  answer: () => Promise<CheckCall> | null,
  changes: Parameters<typeof codeRequest>[1] = {},
) {
  const shop = openShop();
  const code = orderIn(await shop.ask(codeRequest('C', changes)));
  await shop.report(code, accepted);
  const { rows, checks } = memoryChecks();
  const asked: bigint[] = [];
  const check = createPaymentChecker({
    ...shop.deps,
    paymentChecks: checks,
    askMerchant: (_app, { amount }) => {
      asked.push(amount.minor);
      return answer();
    },
  });
  const inquire = (minor: bigint, changed: Partial<Inquiry> = {}, source = SOURCE) =>
    check(source, { ...inquiryOf(code), amount: { asset: 'PHP/2', minor }, ...changed });
  return { shop, code, rows, checks, asked, inquire };
}

function inquiryOf({ id }: Order): Inquiry {
  const reference = referenceOf({ orderId: id, n: 1, operation: 'code' });
  return { key: 'Q1', reference, amount: { asset: 'PHP/2', minor: 1n }, payerPhone: '' };
}

describe('a provider that asks before it takes money', () => {
  test('gets the merchant’s answer', async () => {
    for (const call of [YES, NO]) {
      const { inquire, rows } = await openWith(async () => call);
      const { collect, reason } = await inquire(500n);
      assert.deepEqual([collect, reason], [call.collect, 'answered']);
      assert.equal([...rows.values()][0]?.collect, call.collect);
    }
  });

  test('gets the same answer when it asks again, whatever the merchant would say now', async () => {
    const answers = [NO, YES];
    const { inquire, asked } = await openWith(async () => answers.shift() as CheckCall);
    assert.equal((await inquire(500n)).collect, false);
    assert.equal((await inquire(500n)).collect, false);
    assert.deepEqual(asked, [500n]);
    assert.equal((await inquire(500n, { key: 'Q2' })).collect, true, 'another payment');
  });

  test('of two that ask at once hears one answer', async () => {
    const pending: ((call: CheckCall) => void)[] = [];
    const { inquire } = await openWith(() => new Promise((resolve) => pending.push(resolve)));
    const [one, other] = [inquire(500n), inquire(500n)];
    while (pending.length < 2) await new Promise((resolve) => setImmediate(resolve));
    pending[1]?.(NO);
    assert.equal((await other).collect, false);
    pending[0]?.(YES);
    assert.equal((await one).collect, false);
  });

  test('may collect where the merchant has not switched it on', async () => {
    const { inquire } = await openWith(() => null);
    const { collect, reason } = await inquire(500n);
    assert.deepEqual([collect, reason], [true, 'not_asked']);
  });

  test('is refused what the order does not take, and nobody is asked', async () => {
    const rule = { minMinor: 200n, maxMinor: 900n };
    const { shop, code, inquire, asked } = await openWith(async () => YES, rule);
    const refused = async (minor: bigint, changed: Partial<Inquiry> = {}) => {
      const { collect, reason, detail } = await inquire(minor, { key: `${minor}`, ...changed });
      assert.deepEqual([collect, reason], [false, 'not_payable']);
      return detail;
    };
    assert.match(await refused(199n), /less/);
    assert.match(await refused(901n), /more/);
    assert.match(await refused(1n, { amount: { asset: 'USD/2', minor: 500n } }), /PHP/);
    await shop.ask({
      ...{ kind: 'close_order', kinds: ['code'] },
      key: { kind: 'id', id: code.id },
    });
    assert.match(await refused(500n), /closed/);
    assert.deepEqual(asked, []);
  });

  test('is refused after the time, another amount than the fixed one, and once it is paid', async () => {
    const expiresAt = new Date(Date.UTC(2026, 10, 21));
    const fixed = { amountMinor: 500n, single: true, expiresAt };
    const { shop, code, inquire } = await openWith(async () => YES, fixed);
    assert.equal((await inquire(400n, { key: 'other' })).reason, 'not_payable');
    assert.equal((await inquire(500n)).collect, true);
    await shop.report(code, paid(500n, 'T1'));
    assert.match((await inquire(500n, { key: 'again' })).detail, /paid/);
    const late = await openWith(async () => YES, fixed);
    late.shop.passes(2 * 86_400_000);
    assert.match((await late.inquire(500n)).detail, /time/);
  });

  test('hears of an order that it was not given, or that is none, only that it is unknown', async () => {
    const { inquire, asked } = await openWith(async () => YES);
    const strange = { connector: 'other', account: 'main' };
    assert.equal((await inquire(500n, {}, strange)).reason, 'unknown_order');
    assert.equal((await inquire(500n, { reference: 'C999' })).reason, 'unknown_order');
    assert.equal((await inquire(500n, { reference: '; drop table' })).reason, 'unknown_order');
    assert.deepEqual(asked, []);
  });

  test('is refused while too many questions of the app are under way, and no longer', async () => {
    const pending: ((call: CheckCall) => void)[] = [];
    const { inquire } = await openWith(() => new Promise((resolve) => pending.push(resolve)));
    const open = Array.from({ length: OF_APP_MAX }, (_, n) => inquire(500n, { key: `${n}` }));
    while (pending.length < OF_APP_MAX) await new Promise((resolve) => setImmediate(resolve));
    const over = await inquire(500n, { key: 'over' });
    assert.deepEqual([over.collect, over.reason], [false, 'too_many']);
    for (const answer of pending) answer(YES);
    await Promise.all(open);
    const next = inquire(500n, { key: 'next' });
    while (pending.length === OF_APP_MAX) await new Promise((resolve) => setImmediate(resolve));
    pending.at(-1)?.(YES);
    assert.equal((await next).collect, true);
  });

  test('is refused when it cannot be recorded, before or after the answer', async () => {
    for (const broken of ['begin', 'finish'] as const) {
      const { checks, inquire } = await openWith(async () => YES);
      Object.assign(checks, { [broken]: async () => Promise.reject(new Error('away')) });
      const { collect, reason } = await inquire(500n);
      assert.deepEqual([collect, reason], [false, 'not_recorded']);
    }
  });
});

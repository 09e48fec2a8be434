/** The simulator beside our core, workers and database: codes, mandates, debits, closings. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decideVerification } from '../../src/app/decide-verification.ts';
import type { Order } from '../../src/domain/order.ts';
import type { PaymentQuestion } from '../../src/domain/payment-check.ts';
import type { CheckCall } from '../../src/ports/payment-check.ts';
import { createPaymentChecks } from '../../src/store/queues/payment-checks.ts';
import { BILL_CHANNEL, DEBIT_CHANNEL, open, YES } from './at-simulator.ts';

const ANY = { minMinor: null, maxMinor: null, single: false };

test('a code is made, paid twice into payins of its own, closed upstream, and paid too late', async (t) => {
  const { sent, pay, payments, closed, statusThere } = await open(t);
  const code = await sent({ kind: 'code', amountMinor: 0n, code: ANY });
  assert.deepEqual([code.state, code.instructions?.kind], ['active', 'qr']);
  for (const amountMinor of ['500', '600']) await pay(code, { amountMinor });
  const paid = await payments(code);
  assert.deepEqual(
    paid.map(({ state, paidMinor }) => [state, paidMinor]),
    [
      ['paid', 600n],
      ['paid', 500n],
    ],
  );
  await closed(code);
  assert.equal(await statusThere(code), 'closed');
  await pay(code, { amountMinor: '700', late: true });
  assert.equal((await payments(code)).length, 3);
});

test('other terms of a code are in force here when they are there, and not before', async (t) => {
  const { sent, changed, resolved, fault, termsThere, until } = await open(t);
  const rule = { minMinor: 500n, maxMinor: 90_000n, single: false };
  const code = await sent({ kind: 'code', amountMinor: 0n, code: rule });
  const now = () => until(code, () => true);
  const inForce = async () => (await now()).code?.maxMinor;
  const end = new Date(Date.now() + 86_400_000);
  assert.equal(await changed(code, { maxMinor: 80_000n, expiresAt: end }), 'changed');
  assert.deepEqual(await termsThere(code), ['500', '80000', end.getTime()]);
  const { expiresAt } = await now();
  assert.deepEqual([await inForce(), expiresAt], [80_000n, end]);

  await fault(code, 'decline', 'update', { text: 'not below what is due' });
  const refused = await changed(code, { maxMinor: 70_000n });
  assert.equal(refused, 'HTTP 422 declined: not below what is due');
  assert.deepEqual([await inForce(), (await termsThere(code))[1]], [80_000n, '80000']);

  await fault(code, 'timeout_then_success', 'update', { delayMs: 100 });
  assert.equal(await changed(code, { maxMinor: 60_000n }), 'changed', 'late');

  // Without an answer: heard and done, or never heard. It is sent again, and done once.
  let max = 50_000n;
  for (const [silence, done] of [
    ['drop_connection_after_accept', true],
    ['lost', false],
  ] as const) {
    const before = await inForce();
    await fault(code, silence, 'update', { delayMs: 50 });
    assert.equal(await changed(code, { maxMinor: max }), 'upstream_unreachable', silence);
    assert.equal(await inForce(), before, silence);
    assert.equal((await termsThere(code))[1], `${done ? max : before}`, silence);
    await resolved(code);
    assert.deepEqual([await inForce(), (await termsThere(code))[1]], [max, `${max}`], silence);
    assert.equal(await changed(code, { maxMinor: max }), 'changed', 'as it is already');
    max -= 1_000n;
  }
});

test('a mandate is agreed to, debited, ended upstream, and debits nothing more', async (t) => {
  const { sent, pay, until, closed, statusThere } = await open(t);
  const channel = DEBIT_CHANNEL.code;
  const mandate = await sent({ kind: 'mandate', channel, amountMinor: 0n });
  assert.deepEqual([mandate.state, mandate.instructions?.kind], ['pending', 'redirect']);
  await pay(mandate);
  const active = await until(mandate, ({ state }) => state === 'active');
  assert.ok((active.expiresAt?.getTime() ?? 0) > Date.now());
  const parent = {
    parentId: mandate.id,
    parent: { kind: 'mandate', ref: mandate.merchantRef },
  } as const;
  const debit = await sent({ channel, amountMinor: 900n, ...parent });
  assert.equal((await until(debit, ({ state }) => state === 'paid')).paidMinor, 900n);
  await closed(active);
  assert.equal(await statusThere(mandate), 'revoked');
  const late = await sent({ channel, amountMinor: 800n, ...parent });
  assert.equal((await until(late, ({ state }) => state === 'failed')).paidMinor, 0n);
});

test('a payin that is closed here is closed there', async (t) => {
  const { sent, closed, statusThere } = await open(t);
  const payin = await sent({ amountMinor: 500n });
  assert.equal(payin.state, 'pending');
  await closed(payin);
  assert.equal(await statusThere(payin), 'expired');
});

test('a bill is paid when its merchant says yes, refused when it does not, and both are kept', async (t) => {
  const { sent, pay, payments, fault, world, asked } = await open(t);
  const channel = BILL_CHANNEL.code;
  const rule = { minMinor: 500n, maxMinor: 90_000n, single: false };
  const bill = await sent({ kind: 'code', channel, amountMinor: 0n, code: rule });
  assert.equal(bill.instructions?.kind, 'bill');
  const questions: PaymentQuestion[] = [];
  const answers: CheckCall[] = [
    YES,
    { ...YES, collect: false, detail: 'The amount exceed limit' },
    { ...YES, collect: false, reason: 'no_answer', detail: 'timeout', status: null },
    YES,
  ];
  asked.answer = async (question) => {
    questions.push(question);
    return answers[questions.length - 1] as CheckCall;
  };
  const code = async (amountMinor: string, more: object = {}) => {
    const { error, paid } = await pay(bill, { amountMinor, ...more });
    return paid === true ? 'paid' : (error as { code: string }).code;
  };
  assert.equal(await code('1500', { phone: '09171234567' }), 'paid');
  assert.equal(await code('1600'), 'not_collected');
  assert.equal(await code('1700'), 'not_collected');
  await fault(bill, 'decline_later');
  assert.equal(await code('1800'), 'insufficient_funds', 'a yes is no payment yet');
  assert.equal(await code('100', { force: true }), 'not_collected', 'less than the bill takes');
  assert.deepEqual(
    questions.map(({ order, amount, payerPhone }) => [order.id, amount.minor, payerPhone]),
    [1500n, 1600n, 1700n, 1800n].map((minor, n) => [bill.id, minor, n === 0 ? '09171234567' : '']),
  );
  assert.deepEqual(
    (await payments(bill)).map(({ paidMinor }) => paidMinor),
    [1500n],
  );
  const kept = await createPaymentChecks(world.pool, world.lanes.shardCount).ofOrder(bill.id);
  assert.deepEqual(
    kept.map(({ amount, collect, reason, status }) => [amount.minor, collect, reason, status]),
    [
      [100n, false, 'not_payable', null],
      [1800n, true, 'answered', 200],
      [1700n, false, 'no_answer', null],
      [1600n, false, 'answered', 200],
      [1500n, true, 'answered', 200],
    ],
  );
});

test('a debit fails when its payer has just ended the mandate, and the mandate ends', async (t) => {
  const { sent, pay, until } = await open(t);
  const channel = DEBIT_CHANNEL.code;
  const mandate = await sent({ kind: 'mandate', channel, amountMinor: 0n });
  await pay(mandate);
  await until(mandate, ({ state }) => state === 'active');
  const parent = {
    parentId: mandate.id,
    parent: { kind: 'mandate', ref: mandate.merchantRef },
  } as const;
  // 9,027.00: the amount of the fault `token_revoked`.
  const debit = await sent({ channel, amountMinor: 902_700n, ...parent });
  assert.equal((await until(debit, ({ state }) => state === 'failed')).paidMinor, 0n);
  assert.equal((await until(mandate, ({ state }) => state === 'closed')).failure?.by, 'payer');
});

test('a payer who refuses fails the payin, and a mandate', async (t) => {
  const { sent, pay, until } = await open(t);
  const payin = await sent({ amountMinor: 500n });
  assert.equal((await pay(payin, { refuse: true })).refused, true);
  assert.equal((await until(payin, ({ state }) => state === 'failed')).paidMinor, 0n);
  const mandate = await sent({ kind: 'mandate', channel: DEBIT_CHANNEL.code, amountMinor: 0n });
  await pay(mandate, { refuse: true });
  assert.equal((await until(mandate, ({ state }) => state === 'failed')).kind, 'mandate');
});

const stageOf = (order: Order) => order.verification?.stage;

test('a provider that looks at pictures passes, rejects with a reason, or leaves it to a person', async (t) => {
  const { shown, until, world } = await open(t);
  for (const [name, stage, reason, faceScore] of [
    ['Maria Santos', 'passed', null, [90, 100]],
    ['Maria Mismatch', 'failed', 'face_mismatch', [0, 50]],
    ['Maria Blurred', 'failed', 'document_unreadable', [90, 100]],
    ['Maria Review', 'review', null, [90, 100]],
  ] as const) {
    const order = await shown(name);
    const ended = await until(order, (found) => stageOf(found) === stage);
    assert.equal(ended.verification?.reason, reason, name);
    const reading = await world.verifications.readingOf(order.id);
    assert.equal(reading?.fullName, name.toUpperCase());
    const [least, most] = faceScore;
    assert.ok((reading?.faceScore ?? -1) >= least && (reading?.faceScore ?? -1) <= most, name);
  }
});

test('a provider that says nothing leaves it to a person, and is believed when it reports after all', async (t) => {
  const { shown, until, pay, expires } = await open(t);
  const silent = await shown('Maria Silent');
  assert.deepEqual([silent.state, stageOf(silent)], ['pending', 'submitted']);
  await expires(silent);
  assert.equal(stageOf(await until(silent, () => true)), 'review');
  await pay(silent);
  const late = await until(silent, (found) => stageOf(found) === 'passed');
  assert.equal(late.verification?.decidedBy, 'provider');
});

test('a provider that answers late, against a person’s word, is shown to a person', async (t) => {
  const { shown, until, pay, expires, world } = await open(t);
  const order = await shown('Maria Silent');
  await expires(order);
  const decided = await decideVerification(world, order.id, true, null);
  assert.ok(decided.ok);
  await pay(order, { refuse: true });
  const { rows } = await world.pool.query(
    "select kind from case_file where kind = 'contradiction'",
  );
  assert.equal(rows.length, 1);
  assert.equal(stageOf(await until(order, () => true)), 'passed');
});

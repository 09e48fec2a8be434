/** Withdrawals on a database: from a beneficiary's first day to what a bank sends back. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Id, shardOf } from '../../src/domain/id.ts';
import type { Order } from '../../src/domain/order.ts';
import type { Input, OperatorCommand } from '../../src/operator/command.ts';
import { beneficiaryAdd, beneficiaryBlock } from '../../src/operator/commands/beneficiaries.ts';
import { caseResolve } from '../../src/operator/commands/case-resolve.ts';
import { reconUpload } from '../../src/operator/commands/recon-upload.ts';
import { withdrawalMake, withdrawalTerms } from '../../src/operator/commands/withdrawals.ts';
import { SHARDS } from '../support/lanes.ts';
import { type ConsoleWorld, openConsole } from '../wire/console/world.ts';
import { COMMAND_LINE } from './operator-trials.ts';
import { stateOf } from './row-versions.ts';
import { anAccount, beneficiaryOf, withdrawable } from './withdrawal-trials.ts';

async function run<R>(world: ConsoleWorld, command: OperatorCommand<unknown, R>, input: Input) {
  const outcome = await world.deps.run(command, COMMAND_LINE, input);
  if (!outcome.ok) return [outcome.problem, outcome.field, outcome.why].filter(Boolean).join(' ');
  assert.ok('result' in outcome, `${command.name} waits`);
  return outcome.result;
}

async function made(world: ConsoleWorld, input: Input): Promise<Order> {
  const order = await run(world, withdrawalMake, input);
  assert.ok(typeof order !== 'string', `${order}`);
  return order;
}

async function balanceOf({ pool, app }: ConsoleWorld) {
  const { rows } = await pool.query(
    `select available, reserved, fees, upstream, platform from balance
     where merchant_id = $1 and asset = 'PHP/2'`,
    [app.merchantId],
  );
  return rows[0];
}

async function entriesOf({ pool }: ConsoleWorld, id: Id) {
  const { rows } = await pool.query(
    `select name, available, reserved, fees, upstream, platform, platform_code, connector
     from entry where subject_id = $1 order by seq`,
    [id],
  );
  return rows;
}

/** What is wrong with the books of the merchant's shard. */
async function breaches({ deps, app }: ConsoleWorld): Promise<readonly unknown[]> {
  return (await deps.checkLedger(shardOf(app.merchantId, SHARDS))).faults;
}

const end = (order: Order, finding: string, evidence: string): Input => ({
  ...{ id: String(order.id), finding, evidence },
});

async function open(t: TestContext) {
  const world = await openConsole(t);
  const input = await withdrawable(world);
  await run(world, withdrawalTerms, {
    ...{ merchant: String(world.app.merchantId), asset: 'PHP/2', fee_rate: '1', fee_fixed: '0.60' },
    ...{ min: '100' },
  });
  return { world, input };
}

test('a beneficiary rests before it is paid, its account lies sealed, and a block ends it', async (t) => {
  const { world, input } = await open(t);
  const added = await run(world, beneficiaryAdd, anAccount(world));
  assert.ok(typeof added !== 'string');
  const state = (await stateOf(world.pool)).join();
  assert.doesNotMatch(state, /4417 ?1234 ?5678/);
  assert.deepEqual(await world.deps.beneficiaries.fieldsOf(added.id), {
    ...{ 'beneficiary.name': 'Shop Holdings', 'beneficiary.bankCode': 'BPI' },
    'beneficiary.account': '4417 1234 5678 9113',
  });
  const there = { ...input, beneficiary: String(added.id) };
  assert.equal(await run(world, withdrawalMake, there), 'field beneficiary is resting');
  await world.pool.query('update beneficiary set active_from = now() where id = $1', [added.id]);
  await made(world, there);
  await run(world, beneficiaryBlock, { beneficiary: String(added.id) });
  const again = { ...there, ref: 'AGAIN' };
  assert.equal(await run(world, withdrawalMake, again), 'field beneficiary is blocked');
});

test('our bank pays: held, paid with its reference, and come back', async (t) => {
  const { world, input } = await open(t);
  const before = await balanceOf(world);
  const order = await made(world, input);
  assert.deepEqual(
    { state: order.state, fee: order.feeMinor, bank: order.withdrawal?.bank },
    { state: 'created', fee: 560n, bank: 'bdo1' },
  );
  const held = await balanceOf(world);
  assert.equal(held.available, before.available - 50_560n);
  assert.equal(held.reserved, 50_560n);
  assert.equal((await made(world, input)).id, order.id, 'asked again, it is one');
  assert.match(String(await run(world, withdrawalMake, { ...input, amount: '501' })), /reference/);
  await run(world, caseResolve, end(order, 'paid', 'PESONET 4711'));
  await run(world, caseResolve, end(order, 'paid', 'PESONET 4711'));
  const [, entry] = await entriesOf(world, order.id);
  assert.deepEqual(entry, {
    ...{ name: 'withdrawal.paid', available: 0n, reserved: -50_560n, fees: 560n, upstream: 0n },
    ...{ platform: 50_000n, platform_code: 'bank:bdo1', connector: null },
  });
  assert.deepEqual(await breaches(world), []);
  await run(world, caseResolve, end(order, 'returned', 'account closed'));
  await run(world, caseResolve, end(order, 'returned', 'account closed'));
  assert.deepEqual(await balanceOf(world), before, 'all of it, with the fee');
  const entries = await entriesOf(world, order.id);
  assert.deepEqual(
    entries.map(({ name }) => name),
    ['withdrawal.hold', 'withdrawal.paid', 'withdrawal.reversed'],
  );
  assert.deepEqual(await breaches(world), []);
});

test('what is not carried out is released; what is not covered holds nothing', async (t) => {
  const { world, input } = await open(t);
  const before = await balanceOf(world);
  const much = { ...input, amount: '100000', ref: 'MUCH' };
  assert.equal(await run(world, withdrawalMake, much), 'not_covered too_much');
  assert.equal(await run(world, withdrawalMake, much), 'not_covered too_much');
  assert.match(String(await run(world, withdrawalMake, { ...input, amount: '99.99' })), /amount/);
  assert.deepEqual(await balanceOf(world), before);
  const order = await made(world, input);
  assert.equal(
    await run(world, caseResolve, end(order, 'returned', 'it was not paid yet')),
    'not_resolved unpaid',
  );
  await run(world, caseResolve, end(order, 'failed', 'the bank refused the account'));
  assert.deepEqual(await balanceOf(world), before);
  assert.equal((await world.deps.reader.orderById(order.id))?.state, 'failed');
  assert.deepEqual(await breaches(world), []);
});

test('a day’s limit holds however many ask at once, and what failed does not count', async (t) => {
  const { world, input } = await open(t);
  const terms = { merchant: String(world.app.merchantId), asset: 'PHP/2', day_max: '750' };
  await run(world, withdrawalTerms, terms);
  const before = await balanceOf(world);
  const asked = ['A', 'B', 'C', 'D'].map((ref) =>
    run(world, withdrawalMake, { ...input, amount: '250', ref }),
  );
  const done = await Promise.all(asked);
  const orders = done.flatMap((one) => (typeof one === 'string' ? [] : [one]));
  const refused = done.filter((one) => typeof one === 'string');
  assert.equal(orders.length, 3);
  assert.match(String(refused), /^field amount is above the limit of the day: 0\.00 PHP is left$/);
  assert.equal((await balanceOf(world)).reserved, before.reserved + 75_000n);
  await run(world, caseResolve, end(orders[0] as Order, 'failed', 'the bank refused it'));
  await made(world, { ...input, amount: '250', ref: 'E' });
  assert.equal((await made(world, { ...input, amount: '250', ref: 'E' })).merchantRef, 'E');
  const more = await run(world, withdrawalMake, { ...input, amount: '100', ref: 'F' });
  assert.match(String(more), /limit of the day/);
});

test('a statement of our bank is read as camt.053, in the currency of the account', async (t) => {
  const { world } = await open(t);
  const file = Buffer.from(
    '<Document><BkToCstmrStmt><Stmt><Id>S1</Id><Ntry><Amt Ccy="PHP">200</Amt>' +
      '<CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-30</Dt></BookgDt>' +
      '<AcctSvcrRef>IB-1</AcctSvcrRef></Ntry></Stmt></BkToCstmrStmt></Document>',
  ).toString('base64');
  const input = { source: 'bank:bdo1', report: 'camt053', file, file_name: 'statement.xml' };
  const read = await run(world, reconUpload, input);
  assert.ok(typeof read !== 'string', String(read));
  const preview = await world.deps.recon.preview(read.id);
  assert.deepEqual(
    preview?.first.map(({ type, bankRef, grossMinor }) => [type, bankRef, grossMinor]),
    [['bank', 'IB-1', 20_000n]],
  );
  const others = { ...input, source: 'bank:nobodys', report: 'camt053' };
  assert.match(String(await run(world, reconUpload, others)), /no bank account of the platform/);
});

test('a provider’s payout carries it: to the provider it is a payout with the account', async (t) => {
  const { world, input } = await open(t);
  const beneficiary = await beneficiaryOf(world, 'PH_GCASH_PAYOUT');
  const order = await made(world, { ...input, beneficiary });
  const dispatches = await world.deps.reader.dispatchesOf(order.id);
  assert.deepEqual(
    dispatches.map(({ operation, state }) => [operation, state]),
    [['payout', 'ready']],
  );
  assert.equal(order.fields['beneficiary.account'], '••••4567');
  assert.deepEqual(await breaches(world), []);
});

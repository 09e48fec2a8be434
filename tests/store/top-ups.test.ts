/** Top-ups on a database: from a reference to a bank's line, and to what nobody claims. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { receiveBankLine } from '../../src/app/receive-bank-line.ts';
import type { Receipt } from '../../src/domain/topup.ts';
import type { Input, OperatorCommand } from '../../src/operator/command.ts';
import { bankSave } from '../../src/operator/commands/bank-accounts.ts';
import { caseClose } from '../../src/operator/commands/case-close.ts';
import { bankReceive, receiptDecide, topUpReference } from '../../src/operator/commands/top-ups.ts';
import { createBookCloser } from '../../src/store/books/close.ts';
import { createReceipts } from '../../src/store/queues/receipts.ts';
import { topUpsRound } from '../../src/workers/top-ups.ts';
import { SHARDS } from '../support/lanes.ts';
import { type ConsoleWorld, openConsole } from '../wire/console/world.ts';
import { COMMAND_LINE } from './operator-trials.ts';
import { A_BANK } from './withdrawal-trials.ts';

async function run<R>(world: ConsoleWorld, command: OperatorCommand<unknown, R>, input: Input) {
  const outcome = await world.deps.run(command, COMMAND_LINE, input);
  if (!outcome.ok) return [outcome.problem, outcome.field, outcome.why].filter(Boolean).join(' ');
  assert.ok('result' in outcome, `${command.name} waits`);
  return outcome.result;
}

const LINE: Input = { bank: 'bdo1', bank_ref: 'IB1', amount: '200', day: '2026-11-30' };

async function received(world: ConsoleWorld, input: Input): Promise<Receipt> {
  const receipt = await run(world, bankReceive, { ...LINE, ...input });
  assert.ok(typeof receipt !== 'string', `${receipt}`);
  return receipt;
}

async function available({ pool }: ConsoleWorld) {
  const { rows } = await pool.query<{ available: bigint; debt: bigint; platform: bigint }>(
    "select available, debt, platform from balance where asset = 'PHP/2'",
  );
  return rows[0];
}

async function open(t: TestContext) {
  const world = await openConsole(t);
  await run(world, bankSave, A_BANK);
  const whose = { merchant: String(world.app.merchantId), mode: 'test', asset: 'PHP/2' };
  const made = await run(world, topUpReference, whose);
  assert.ok(typeof made !== 'string');
  const again = await run(world, topUpReference, whose);
  assert.ok(typeof again !== 'string' && again.reference === made.reference, 'for ever the same');
  return { world, reference: made.reference };
}

/** The main book, all its days closed, as it stands with the bank. */
async function bookOf({ pool }: ConsoleWorld) {
  const at = Date.now() + 2 * 86_400_000;
  const openDay = new Date(at).toISOString().slice(0, 10);
  const { breaches } = await createBookCloser(pool, { shardCount: SHARDS, openDay }).close();
  const { rows } = await pool.query<{ account: string; minor: bigint }>(
    `select account, sum(minor)::bigint as minor from journal_leg where of = 'bdo1'
     group by account having sum(minor) <> 0 order by account`,
  );
  return { breaches, accounts: rows };
}

test('a line with a reference is credited once, and fills a debt first', async (t) => {
  const { world, reference } = await open(t);
  await world.pool.query(
    `insert into balance (shard, merchant_id, mode, asset, available, pending, reserved, fees,
       upstream, suspense, debt, platform)
     select $1, $2, 'test', 'PHP/2', 0, 0, 0, 0, 0, 0, -5000, 5000`,
    [Number((world.app.merchantId >> 12n) & 1023n) % SHARDS, world.app.merchantId],
  );
  const text = `TRF/${reference.slice(0, 4)} ${reference.slice(4)}/THANKS`;
  const first = await received(world, { text });
  assert.equal(first.state, 'credited');
  assert.equal((await received(world, { text })).id, first.id);
  assert.deepEqual(await available(world), { available: 15_000n, debt: 0n, platform: -15_000n });
  assert.match(String(await run(world, bankReceive, { ...LINE, text, amount: '201' })), /another/);
});

test('a line without one waits with a case, until two people say whose it is', async (t) => {
  const { world } = await open(t);
  const receipt = await received(world, { text: 'thanks', sender: 'Somebody Inc' });
  assert.equal(receipt.state, 'open');
  const [file] = await world.deps.cases.ofOrder(receipt.id);
  assert.deepEqual([file?.kind, file?.key, file?.state], ['bank_receipt', 'IB1', 'open']);
  const named = { id: String(receipt.id), kind: 'bank_receipt', key: 'IB1' };
  const talked = { ...named, reason: 'somebody will see' };
  assert.equal(await run(world, caseClose, talked), 'holds_money');
  assert.equal(await available(world), undefined);
  const to = { receipt: String(receipt.id), to: 'merchant', evidence: 'mail 7' };
  const decided = await run(world, receiptDecide, {
    ...to,
    merchant: String(world.app.merchantId),
  });
  assert.ok(typeof decided !== 'string' && decided.state === 'credited');
  assert.equal((await available(world))?.available, 20_000n);
  assert.equal((await world.deps.cases.ofOrder(receipt.id))[0]?.state, 'closed');
  const back = await run(world, receiptDecide, { ...to, to: 'sender' });
  assert.equal(back, 'already_closed');
});

test('the main book has the bank beside what nobody has yet, and what went back', async (t) => {
  const { world, reference } = await open(t);
  await received(world, { text: reference });
  const lost = await received(world, { bank_ref: 'IB2', amount: '30' });
  await received(world, { bank_ref: 'IB3', amount: '7' });
  const to = { receipt: String(lost.id), to: 'sender', evidence: 'PESONET 5' };
  await run(world, receiptDecide, to);
  const { breaches, accounts } = await bookOf(world);
  assert.deepEqual(breaches, []);
  assert.deepEqual(accounts, [
    { account: 'bank', minor: -23_700n },
    { account: 'bank_clearing', minor: 3_000n },
    { account: 'unallocated', minor: 700n },
  ]);
});

test('a receipt that the books do not have is found when a day is closed', async (t) => {
  const { world, reference } = await open(t);
  await received(world, { text: reference });
  await received(world, { bank_ref: 'IB2', amount: '30' });
  await world.pool.query("update bank_receipt set amount_minor = 2900 where bank_ref = 'IB2'");
  const { breaches } = await bookOf(world);
  assert.deepEqual(
    breaches.map(({ rule }) => rule),
    ['unallocated_is_receipts'],
  );
});

test('what breaks off between keeping and crediting goes on, and is credited once', async (t) => {
  const { world, reference } = await open(t);
  const parts = { shardCount: SHARDS, nextId: world.deps.ids.next };
  const receipts = createReceipts(world.pool, parts);
  const line = {
    ...{ bank: 'bdo1', bankRef: 'IB9', amountMinor: 20_000n, valueDate: '2026-11-30' },
    ...{ text: reference, sender: '' },
  };
  await receipts.take(line);
  assert.equal(await available(world), undefined);
  const broken = { ...receipts, credited: async () => Promise.reject(new Error('away')) };
  await assert.rejects(topUpsRound({ ...world, events: {}, receipts: broken }), /away/);
  assert.equal((await available(world))?.available, 20_000n);
  await topUpsRound({ ...world, events: {}, receipts });
  const again = await receiveBankLine({ ...world, receipts }, line);
  assert.ok(again.ok && again.receipt.state === 'credited' && !again.isNew);
  assert.equal((await available(world))?.available, 20_000n);
  assert.deepEqual(await receipts.toCredit(10), []);
});

/** Withdrawals by a provider: to it they are payouts, with a payout's doubts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Intent } from '../../src/connectors/contract.ts';
import { createVault } from '../../src/store/secrets/vault.ts';
import {
  createsOf,
  dispatchRow,
  letTimePass,
  openDispatching,
  orderState,
  outgoing,
  reserved,
} from './dispatching.ts';
import type { World } from './world.ts';

const ID = 77n;
const ACCOUNT = { 'beneficiary.name': 'Shop Inc', 'beneficiary.account': '441712345678' };
const WITHDRAWAL = {
  kind: 'withdrawal',
  fields: { 'beneficiary.name': 'Shop Inc', 'beneficiary.account': '••••5678' },
  withdrawal: { beneficiaryId: ID, bank: null },
} as const;

/** A withdrawal that is held and ready to be sent, to a beneficiary that is stored sealed. */
async function withdrawal(world: World) {
  const sealed = createVault(Buffer.alloc(32, 7)).seal(
    JSON.stringify(ACCOUNT),
    `beneficiary:${ID}`,
  );
  await world.query("insert into merchant (id, name, bucket) values (1, 'Shop', 5)");
  await world.query(
    `insert into beneficiary (id, merchant_id, mode, asset, channel, name, account_shown, sealed,
       added_by, active_from)
     values ($1, 1, 'live', 'PHP/2', 'PH_TEST', 'Shop Inc', '••••5678', $2, 'ann', now())`,
    [ID, sealed],
  );
  return await outgoing(world, WITHDRAWAL);
}

test('without an answer it is in doubt, is never sent again, and ends by what is asked', async (t) => {
  const asked: Intent[] = [];
  const options = { idempotentForMs: Infinity, asked: (one: Intent) => asked.push(one) };
  const { world, fake, send, resolve } = await openDispatching(t, options);
  fake.onCreate = 'hang';
  const order = await withdrawal(world);
  await send(order.shard);
  assert.equal((await dispatchRow(world, order.id)).state, 'doubt');
  assert.equal(await orderState(world, order.id), 'created');
  for (let round = 0; round < 3; round += 1) {
    await letTimePass(world);
    await resolve(order.shard);
  }
  assert.equal(await reserved(world, order), 10_000n, 'not found is no failure either');
  fake.states.set(`${order.id}`, 'paid');
  await letTimePass(world);
  await resolve(order.shard);
  assert.equal(await orderState(world, order.id), 'paid');
  assert.equal(await reserved(world, order), 0n);
  assert.equal(createsOf(fake, order), 1);
  const [sent] = asked;
  assert.deepEqual([sent?.operation, sent?.order.kind], ['payout', 'payout']);
  assert.deepEqual(sent?.order.fields, ACCOUNT, 'the account is opened for the call');
  const stored = await world.query('select detail::text as detail from orders');
  assert.doesNotMatch(JSON.stringify(stored), /441712345678/);
  const entries = await world.query<{ name: string; upstream: bigint; purse: string | null }>(
    'select name, upstream, purse from entry order by seq',
  );
  assert.deepEqual(entries, [
    { name: 'withdrawal.hold', upstream: 0n, purse: null },
    { name: 'withdrawal.paid', upstream: 10_000n, purse: 'wallet' },
  ]);
});

test('a beneficiary that is blocked before it is sent gets nothing', async (t) => {
  const { world, fake, send } = await openDispatching(t);
  const order = await withdrawal(world);
  await world.query("update beneficiary set blocked_at = now(), blocked_by = 'ann'");
  await send(order.shard);
  assert.equal(fake.creates.size, 0);
  assert.equal(await orderState(world, order.id), 'failed');
  assert.equal(await reserved(world, order), 0n);
});

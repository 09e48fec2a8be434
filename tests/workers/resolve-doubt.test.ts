import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FOR_EVER } from '../../src/connectors/contract.ts';
import { DOUBT_CASE_AFTER, DOUBT_STEPS_S } from '../../src/domain/dispatch.ts';
import {
  createsOf,
  dispatchRow,
  letTimePass,
  openDispatching,
  orderState,
  payin,
  payout,
  reserved,
} from './dispatching.ts';

describe('doubt', () => {
  test('no answer to a payout moves nothing until a query reports its outcome', async (t) => {
    const { world, fake, send, resolve } = await openDispatching(t);
    fake.onCreate = 'hang';
    const order = await payout(world);
    await send(order.shard);
    assert.equal((await dispatchRow(world, order.id)).state, 'doubt');
    assert.equal(await orderState(world, order.id), 'created');
    assert.equal(await reserved(world, order), 10_000n);
    assert.deepEqual(await world.query('select 1 from notification'), []);
    fake.states.set(`${order.id}`, 'paid');
    await letTimePass(world);
    await resolve(order.shard);
    assert.equal(await orderState(world, order.id), 'paid');
    assert.equal(await reserved(world, order), 0n);
    assert.equal((await dispatchRow(world, order.id)).state, 'done');
    assert.equal(createsOf(fake, order), 1);
  });

  test('a reply that was cut, or in words that are not known, is doubt as well', async (t) => {
    const { world, fake, send } = await openDispatching(t);
    for (const onCreate of ['drop', 'nonsense'] as const) {
      fake.onCreate = onCreate;
      const order = await payout(world);
      await send(order.shard);
      assert.equal((await dispatchRow(world, order.id)).state, 'doubt', onCreate);
      assert.equal(await reserved(world, order), 10_000n, onCreate);
    }
  });

  test('it is asked about on its timetable, and a case is opened', async (t) => {
    const { world, fake, send, resolve } = await openDispatching(t);
    fake.onCreate = 'hang';
    const order = await payout(world);
    await send(order.shard);
    const waits: number[] = [];
    const casesAt: number[] = [];
    for (let queries = 0; queries < 9; queries += 1) {
      const { nextAt, queryCount } = await dispatchRow(world, order.id);
      waits.push(Math.ceil((nextAt.getTime() - Date.now()) / 1_000));
      const cases = await world.query("select 1 from case_file where kind = 'doubt'");
      if (cases.length > 0) casesAt.push(queryCount);
      await letTimePass(world);
      await resolve(order.shard);
    }
    assert.deepEqual(waits, DOUBT_STEPS_S.slice(0, 9));
    assert.equal(casesAt[0], DOUBT_CASE_AFTER);
    assert.equal(fake.queries.length, 9);
    assert.equal(createsOf(fake, order), 1);
    assert.equal(await reserved(world, order), 10_000n);
  });

  test('a payin is sent again only where a repeated create has one effect', async (t) => {
    for (const idempotentForMs of [FOR_EVER, 0]) {
      const { world, fake, send, resolve } = await openDispatching(t, { idempotentForMs });
      fake.onCreate = 'hang';
      const order = await payin(world);
      await send(order.shard);
      fake.onCreate = 'accept';
      await letTimePass(world);
      await resolve(order.shard);
      const mayRepeat = idempotentForMs > 0;
      assert.equal(createsOf(fake, order), mayRepeat ? 2 : 1);
      assert.equal(await orderState(world, order.id), mayRepeat ? 'pending' : 'created');
    }
  });

  test('a create is not repeated once the provider may have forgotten the first', async (t) => {
    const hours = (count: number) => count * 3_600_000;
    for (const [ageMinutes, creates] of [
      [23 * 60 - 2, 2],
      [23 * 60, 1],
      [30 * 60, 1],
    ] as const) {
      for (const state of ['not_found', 'pending']) {
        const options = { idempotentForMs: hours(23) };
        const { world, fake, send, resolve } = await openDispatching(t, options);
        fake.onCreate = 'hang';
        const order = await payin(world);
        await send(order.shard);
        fake.onCreate = 'accept';
        fake.states.set(`${order.id}`, state);
        const age = `${ageMinutes} minutes`;
        await world.query('update dispatch set sent_at = now() - $1::interval', [age]);
        await letTimePass(world);
        await resolve(order.shard);
        assert.equal(createsOf(fake, order), creates, `${age} ${state}`);
      }
    }
  });

  test('instructions that were lost with the reply are fetched by the same create', async (t) => {
    const { world, fake, send, resolve } = await openDispatching(t, { idempotentForMs: FOR_EVER });
    fake.onCreate = 'hang';
    const order = await payin(world);
    await send(order.shard);
    fake.onCreate = 'accept';
    fake.states.set(`${order.id}`, 'pending');
    await letTimePass(world);
    await resolve(order.shard);
    assert.equal((await world.reader.orderById(order.id))?.instructions?.kind, 'redirect');
  });

  test('"pending" ends the doubt: upstream has it', async (t) => {
    const { world, fake, send, resolve } = await openDispatching(t);
    fake.onCreate = 'hang';
    const order = await payout(world);
    await send(order.shard);
    fake.states.set(`${order.id}`, 'pending');
    await letTimePass(world);
    await resolve(order.shard);
    assert.equal(await orderState(world, order.id), 'pending');
    assert.equal((await dispatchRow(world, order.id)).state, 'done');
    assert.equal(await reserved(world, order), 10_000n);
  });

  test('"not found" proves only after the provider`s own time', async (t) => {
    const { world, fake, send, resolve } = await openDispatching(t, { provesAfterMs: 3_600_000 });
    fake.onCreate = 'hang';
    const order = await payout(world);
    await send(order.shard);
    await letTimePass(world);
    await resolve(order.shard);
    assert.equal(await reserved(world, order), 10_000n);
    await world.query("update dispatch set sent_at = now() - interval '1 hour'");
    await letTimePass(world);
    await resolve(order.shard);
    assert.equal(await orderState(world, order.id), 'failed');
    assert.equal(await reserved(world, order), 0n);
    assert.equal(createsOf(fake, order), 1);
  });

  test('a payin that ended meanwhile is not asked about for ever', async (t) => {
    const { world, fake, send, resolve } = await openDispatching(t, { idempotentForMs: FOR_EVER });
    fake.onCreate = 'hang';
    const order = await payin(world);
    await send(order.shard);
    await world.query("update orders set state = 'expired'");
    await letTimePass(world);
    await resolve(order.shard);
    assert.equal((await dispatchRow(world, order.id)).state, 'done');
    assert.equal(createsOf(fake, order), 1);
  });
});

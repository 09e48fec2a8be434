import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { type AccountLimit, DEFAULT_LIMIT } from '../domain/account-limit.ts';
import { AccountGates, type Permit, type Place } from './account-gates.ts';

const A = { connector: 'x', account: 'a' };
const B = { connector: 'x', account: 'b' };
const GOOD = { kind: 'good', retryAfterMs: null } as const;

/** Gates whose clock and timers are moved by hand. */
function open(t: TestContext, limit: Partial<AccountLimit> = {}) {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 0 });
  const set: AccountLimit = { ...DEFAULT_LIMIT, ...limit };
  return new AccountGates({ limitOf: () => set, nowMs: () => Date.now() });
}

/** Lets settled promises call back. */
const turn = async () => {
  for (let i = 0; i < 5; i += 1) await Promise.resolve();
};

/** Takes capacity until there is none, without waiting. */
async function fill(gates: AccountGates, key = A): Promise<Permit[]> {
  const held: Permit[] = [];
  for (;;) {
    const permit = await gates.acquire(key, 0);
    if (permit === null) return held;
    held.push(permit);
  }
}

describe('gates of accounts', () => {
  test('let no more in than may be under way, and serve who has waited longest', async (t) => {
    const gates = open(t, { ceiling: 2 });
    const [first, second] = await fill(gates);
    const order: string[] = [];
    for (const name of ['third', 'fourth']) {
      void gates.acquire(A, 10_000).then(() => order.push(name));
    }
    assert.equal(gates.list()[0]?.underWay, 2);
    first?.release(GOOD);
    await turn();
    assert.deepEqual(order, ['third']);
    second?.release(null);
    await turn();
    assert.deepEqual(order, ['third', 'fourth']);
  });

  test('one account waits for itself alone', async (t) => {
    const gates = open(t, { ceiling: 2 });
    await fill(gates, A);
    assert.equal(gates.capacity(A), 0);
    assert.equal(gates.capacity(B), 2);
    assert.notEqual(await gates.acquire(B, 0), null);
  });

  test('who has waited in vain holds nothing', async (t) => {
    const gates = open(t, { ceiling: 1 });
    const [permit] = await fill(gates);
    const late = gates.acquire(A, 50);
    const noPlace = gates.placeWithin(A, 50);
    t.mock.timers.tick(50);
    assert.equal(await late, null);
    assert.equal(await noPlace, null);
    permit?.release(null);
    assert.deepEqual(gates.list(), [
      { ...A, concurrency: 1, underWay: 0, waiting: 0, pausedMs: 0 },
    ]);
  });

  test('places are had for free permits, and released by who does not use them', (t) => {
    const gates = open(t, { ceiling: 3 });
    const places = gates.places(A, 64);
    assert.equal(places.length, 3);
    assert.equal(gates.placeNow(A), null);
    places[0]?.drop();
    places[0]?.drop();
    assert.equal(gates.capacity(A), 1);
  });

  test('a place is over once its request is under way, and a permit once it is answered', async (t) => {
    const gates = open(t, { ceiling: 1 });
    const place = gates.placeNow(A);
    const permit = await place?.acquire(0);
    assert.deepEqual(gates.list()[0], {
      ...A,
      concurrency: 1,
      underWay: 1,
      waiting: 0,
      pausedMs: 0,
    });
    place?.drop();
    assert.equal(gates.capacity(A), 0);
    permit?.release(null);
    assert.equal(gates.capacity(A), 1);
  });

  test('rows are taken up ahead for permits that will be free within half a second', async (t) => {
    const gates = open(t, { ceiling: 4, floor: 4 });
    const round = async (tookMs: number) => {
      const held = await fill(gates);
      t.mock.timers.tick(tookMs);
      for (const permit of held) permit.release(GOOD);
    };
    for (let i = 0; i < 50; i += 1) await round(10);
    assert.equal(gates.capacity(A), 8);
    for (let i = 0; i < 100; i += 1) await round(1_000);
    assert.equal(gates.capacity(A), 6, 'half of them will be free by then');
    for (let i = 0; i < 100; i += 1) await round(20_000);
    assert.equal(gates.capacity(A), 4, 'none of them will');
  });

  test('a freed permit serves who waits for a place', async (t) => {
    const gates = open(t, { ceiling: 1 });
    const [permit] = await fill(gates);
    const wanting = gates.placeWithin(A, 1_000);
    permit?.release(null);
    assert.notEqual(await wanting, null);
  });

  test('every other place that is freed is the queue’s, while callers wait as well', async (t) => {
    const gates = open(t, { ceiling: 1 });
    const places = gates.places(A, 1);
    const given: string[] = [];
    const drops: (() => void)[] = [() => places[0]?.drop()];
    const take = async (name: string, place: Promise<Place | null>) => {
      const had = await place;
      given.push(name);
      drops.push(() => had?.drop());
    };
    for (let i = 0; i < 4; i += 1) void take('caller', gates.placeWithin(A, 60_000));
    for (let i = 0; i < 2; i += 1) void take('queue', gates.turn(A));
    for (let i = 0; i < 6; i += 1) {
      drops.shift()?.();
      await turn();
    }
    assert.deepEqual(given, ['caller', 'queue', 'caller', 'queue', 'caller', 'caller']);
  });

  test('whoever comes later does not overtake the queue', async (t) => {
    const gates = open(t, { ceiling: 1, perSecond: 1 });
    const permit = await gates.placeNow(A)?.acquire(0);
    const ahead = gates.placeNow(A);
    let isQueues = false;
    void gates.turn(A).then(() => {
      isQueues = true;
    });
    permit?.release(GOOD);
    ahead?.drop();
    await turn();
    assert.equal(isQueues, true);
    assert.equal(gates.placeNow(A), null);
  });

  test('more that may be under way is used at once, whoever asks next', async (t) => {
    const set = { ...DEFAULT_LIMIT, floor: 1, ceiling: 1 };
    t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 0 });
    const gates = new AccountGates({ limitOf: () => set, nowMs: () => Date.now() });
    await fill(gates);
    const waited = gates.acquire(A, 60_000);
    set.ceiling = 3;
    set.floor = 3;
    assert.notEqual(await gates.acquire(A, 60_000), null);
    assert.notEqual(await waited, null);
  });

  test('an account that asks to be left alone is, and is tried when that is over', async (t) => {
    const gates = open(t);
    const permit = await gates.acquire(A, 0);
    permit?.release({ kind: 'refused', retryAfterMs: 5_000 });
    assert.equal(gates.capacity(A), 0);
    assert.equal(gates.list()[0]?.pausedMs, 5_000);
    let started = false;
    let freed = false;
    void gates.turn(A).then(() => {
      freed = true;
    });
    void gates.acquire(A, 60_000).then(() => {
      started = true;
    });
    t.mock.timers.tick(4_999);
    await turn();
    assert.equal(started, false);
    t.mock.timers.tick(1);
    await turn();
    assert.equal(started, true);
    assert.equal(freed, true, 'the queue is woken as well');
  });

  test('no more begin within any second than are allowed, however quick the answers', async (t) => {
    const gates = open(t, { perSecond: 5 });
    const begun: number[] = [];
    const caller = async () => {
      for (;;) {
        const permit = await gates.acquire(A, 60_000);
        if (permit === null) return;
        begun.push(Date.now());
        permit.release(GOOD);
      }
    };
    for (let i = 0; i < 3; i += 1) void caller();
    for (let ms = 0; ms < 4_000; ms += 10) {
      await turn();
      t.mock.timers.tick(10);
    }
    await turn();
    const most = Math.max(
      ...begun.map((at) => begun.filter((b) => b >= at && b < at + 1_000).length),
    );
    assert.equal(most, 5);
    assert.ok(begun.length >= 20, `${begun.length}: none of a second is given away`);
  });
});

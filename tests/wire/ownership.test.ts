/**
 * Every operation of every dialect that can name an order, tried by apps that it does not belong
 * to: under each of the names that the dialect reads, and against each kind of order. What is
 * another's is answered, letter for letter, like what does not exist, and nothing moves.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Dialect, HttpReply } from '../../src/dialects/contract.ts';
import type { DialectHarness } from '../../src/dialects/harness.ts';
import { DIALECTS } from '../../src/dialects/registry.ts';
import type { Order } from '../../src/domain/order.ts';
import type { MemoryRows } from '../support/memory-lanes.ts';
import {
  type Fields,
  type Neighbour,
  type Neighbourhood,
  openNeighbourhood,
} from '../support/neighbours.ts';
import { sampleOrder } from '../support/order.ts';
import {
  isCreating,
  named,
  namesIn,
  PLACES,
  type Sample,
  samplesOf,
  speechOf,
  tongueOf,
  type Way,
  waysOf,
} from './naming.ts';

interface Walk {
  readonly dialect: Dialect;
  readonly harness: DialectHarness;
  readonly world: Neighbourhood;
  readonly samples: readonly Sample[];
  readonly ways: readonly Way[];
  readonly nobodys: Map<string, Answer>;
}

interface Answer {
  readonly reply: HttpReply;
  readonly isDone: boolean;
  /** Whether anything was written. */
  readonly moved: boolean;
}

async function walkOf(dialect: Dialect): Promise<Walk> {
  const tongue = tongueOf(dialect);
  const folder = new URL(`../../src/dialects/${dialect.name}/`, import.meta.url);
  const { harness } = (await import(new URL('fixtures/harness.ts', folder).href)) as {
    harness: DialectHarness;
  };
  const speech = speechOf(dialect, harness, tongue);
  const samples = samplesOf(dialect, harness, tongue);
  const ways = await waysOf(samples, speech, harness, tongue);
  const walk = {
    dialect,
    harness,
    world: openNeighbourhood(speech),
    samples,
    ways,
    nobodys: new Map(),
  };
  for (const who of ['owner', 'sister', 'unrelated'] as const) await settleIn(walk, who);
  return walk;
}

function ownNameOf(who: Neighbour, sample: number, n: number): string {
  return `${who}-${sample}-000${n}`;
}

/** Everything that a dialect can make, in one app's name: paid, waiting, refunded, agreed to. */
async function settleIn(walk: Walk, who: Neighbour): Promise<void> {
  const { world, samples } = walk;
  const creating = samples.filter(({ asked }) => isCreating(asked));
  const wayOf = ({ title }: Sample) => walk.ways.find((way) => way.sample.title === title);
  for (const sample of creating.filter((each) => wayOf(each) === undefined)) {
    for (const n of sample.asked.kind === 'create_payin' && sample.ownNames.length > 0
      ? [1, 2]
      : [1]) {
      const { reply, isDone } = await make(walk, who, sample, {}, n);
      assert.ok(isDone, `${who}: ${sample.title}: ${reply.body}`);
      if (n === 1) await prosper(world, world.ordersOf(who).at(-1) as Order);
    }
  }
  for (const sample of creating) {
    const way = wayOf(sample);
    if (way === undefined) continue;
    const { isDone } = await make(walk, who, sample, await aboutOwn(walk, who, way), 1);
    assert.ok(isDone, `${who}: ${way.title}`);
  }
}

function make(walk: Walk, who: Neighbour, sample: Sample, about: Fields, n: number) {
  const own = ownNameOf(who, walk.samples.indexOf(sample), n);
  const payers = walk.ways.filter(({ place }) => place === 'list_mandates.userId');
  const payer = payers.map(({ field }) => field).filter((field) => field in sample.fields);
  const fields = named(sample.fields, sample.ownNames, own);
  return send(walk, who, sample.operation, { ...named(fields, payer, `${who}-user`), ...about });
}

/** What makes an order of the kind worth touching. */
async function prosper({ lanes, report }: Neighbourhood, made: Order): Promise<void> {
  const order = lanes.rows.orders.get(made.id) as Order;
  const { asset, kind } = order;
  const minor = order.amountMinor > 0n ? order.amountMinor : 150_000n;
  if (kind === 'mandate') {
    await report(order, { kind: 'activated', upstreamId: null, expiresAt: null });
  }
  if (kind !== 'payin' && kind !== 'code') return;
  const [amount, paymentRef] = [{ asset, minor }, `P${order.id}`];
  await report(order, { kind: 'paid', amount, paymentRef, bankRef: null, upstreamId: null });
}

async function send(
  { world, harness }: Walk,
  who: Neighbour,
  operation: string,
  fields: Fields,
): Promise<Answer> {
  const before = world.lanes.rows;
  const reply = await world.send(who, operation, fields);
  const moved = isMoved(before, world.lanes.rows);
  return { reply, moved, isDone: harness.readReply(reply).success };
}

/** Sends a request, and undoes what it moved. */
async function trySending(
  walk: Walk,
  who: Neighbour,
  operation: string,
  fields: Fields,
): Promise<Answer> {
  const before = walk.world.lanes.rows;
  const answer = await send(walk, who, operation, fields);
  walk.world.lanes.rows = before;
  return answer;
}

function isMoved(before: MemoryRows, after: MemoryRows): boolean {
  return (Object.keys(before) as (keyof MemoryRows)[]).some((table) => {
    const [was, is] = [before[table], after[table]] as readonly Map<unknown, unknown>[];
    if (!(was instanceof Map) || !(is instanceof Map)) return false;
    return was.size !== is.size || [...was].some(([name, row]) => is.get(name) !== row);
  });
}

/** Asks by a name of the order, and undoes what it moved. */
function ask(walk: Walk, who: Neighbour, way: Way, order: Order): Promise<Answer> {
  const { operation, fields, ownNames } = way.sample;
  const asked = { ...named(fields, ownNames, 'ASKED-0001'), [way.field]: way.form(order) };
  return trySending(walk, who, operation, asked);
}

/** The field of a creating request that names an order of the app, where it needs to name one. */
async function aboutOwn(walk: Walk, who: Neighbour, way: Way | undefined): Promise<Fields> {
  if (way === undefined) return {};
  for (const order of walk.world.ordersOf(who)) {
    const { isDone } = await ask(walk, who, way, order);
    if (isDone) return { [way.field]: way.form(order) };
  }
  return assert.fail(`${who} has no order for ${way.title}`);
}

const NOBODYS = sampleOrder({
  id: sampleOrder().id + 99n,
  merchantRef: 'NOBODYS-0001',
  fields: { 'payer.userId': 'nobody' },
});

/** What a name is answered of which there is no order; asked once. */
async function askNobodys(walk: Walk, who: Neighbour, way: Way): Promise<Answer> {
  const key = `${who} ${walk.ways.indexOf(way)}`;
  const known = walk.nobodys.get(key) ?? (await ask(walk, who, way, NOBODYS));
  walk.nobodys.set(key, known);
  return known;
}

/** Orders that no operation distinguishes count once. */
function oneOfEach(orders: readonly Order[]): readonly Order[] {
  const looks = orders.map((order) => {
    const { kind, scope, asset, state, channel, choices, parentId } = order;
    const way = kind === 'code' ? channel : [choices !== null, parentId !== null];
    return [[kind, scope, asset, state, way].join(), order] as const;
  });
  return [...new Map(looks).values()];
}

/** The owner's orders that it reaches in this way, with its answers; and one of each other kind. */
async function ownOf(walk: Walk, way: Way) {
  const reached: { readonly order: Order; readonly answer: Answer }[] = [];
  const others = new Map<Order['kind'], Order>();
  const nobodys = await askNobodys(walk, 'owner', way);
  for (const order of oneOfEach(walk.world.ordersOf('owner'))) {
    const answer = await ask(walk, 'owner', way, order);
    if (answer.reply.body === nobodys.reply.body) others.set(order.kind, order);
    else reached.push({ order, answer });
  }
  assert.ok(reached.length > 0, 'its owner finds it by this name');
  return { reached, others: [...others.values()] };
}

/** Whoever it is, an order that is not theirs is to them like one that does not exist. */
async function assertHidden(walk: Walk, who: Neighbour, way: Way, orders: readonly Order[]) {
  const nobodys = await askNobodys(walk, who, way);
  for (const order of orders) {
    const answer = await ask(walk, who, way, order);
    assert.deepEqual(answer, { ...nobodys, moved: false }, `${who}: ${order.kind}`);
  }
}

// All of them before the first test: a test that waits for nothing begins while a module loads.
const WALKS = await Promise.all(DIALECTS.map(walkOf));

test('each place where a request can name an order is tried', () => {
  const tried = WALKS.flatMap(({ ways }) => ways.map(({ place }) => place));
  assert.deepEqual([...new Set(tried)].toSorted(), PLACES.toSorted());
});

for (const walk of WALKS) {
  const { dialect, world, samples, ways } = walk;

  describe(`${dialect.name}: an order of another app`, () => {
    test('is tried by every operation that can name one', () => {
      const served = dialect.operations.map(({ name }) => name);
      const walked = samples.map(({ operation }) => operation);
      assert.deepEqual(new Set(walked), new Set(served));
      for (const { title, operation, asked } of samples) {
        const isTried = ways.some((way) => way.sample.operation === operation);
        assert.ok(isTried || namesIn(asked).length === 0, `${title} is not tried by any field`);
      }
    });

    for (const way of ways) {
      test(`${way.title}: does not exist, or is shared with apps that are alike`, async () => {
        const { reached, others } = await ownOf(walk, way);
        const orders = reached.map(({ order }) => order);
        for (const who of ['sister', 'otherMode', 'unrelated'] as const) {
          await assertHidden(walk, who, way, [...orders, ...others]);
        }
        world.share(true);
        try {
          for (const { order, answer } of reached) {
            const sisters = await ask(walk, 'sister', way, order);
            assert.deepEqual([sisters.isDone, sisters.moved], [answer.isDone, answer.moved]);
          }
          for (const who of ['otherMode', 'unrelated'] as const) {
            await assertHidden(walk, who, way, orders);
          }
        } finally {
          world.share(false);
        }
      });
    }
  });

  describe(`${dialect.name}: a reference that another app has used`, () => {
    for (const [index, sample] of samples.entries()) {
      const { title, operation, ownNames, fields } = sample;
      if (ownNames.length === 0) continue;
      test(`${title}: is refused in the merchant's other apps, which learn nothing else`, async () => {
        const way = ways.find((each) => each.sample.title === title);
        const again = async (who: Neighbour, changes: Fields = {}) => {
          const about = await aboutOwn(walk, who, way);
          const used = named(fields, ownNames, ownNameOf('owner', index, 1));
          return await trySending(walk, who, operation, { ...used, ...about, ...changes });
        };
        const answer = await again('sister');
        assert.deepEqual([answer.isDone, answer.moved], [false, false], answer.reply.body);
        const other = await again('sister', { notifyUrl: 'https://shop.example/other' });
        assert.equal(other.reply.body, answer.reply.body, 'whatever the order was made of');
        const unrelateds = await again('unrelated');
        assert.deepEqual([unrelateds.isDone, unrelateds.moved], [true, true], 'another merchant');
      });
    }
  });

  describe(`${dialect.name}: statements`, () => {
    for (const sample of samples.filter(({ asked }) => asked.kind === 'list_statement')) {
      test(`${sample.title}: lists the orders of the app, or of all that share theirs`, async () => {
        const { id } = world.apps.owner;
        const appsOf = async () => {
          await world.send('owner', sample.operation, sample.fields);
          return world.statements.at(-1);
        };
        assert.deepEqual(await appsOf(), [id]);
        world.share(true);
        try {
          assert.deepEqual(await appsOf(), [id, world.apps.sister.id]);
        } finally {
          world.share(false);
        }
      });
    }
  });

  describe(`${dialect.name}: reports`, () => {
    for (const sample of samples.filter(({ asked }) => asked.kind === 'request_report')) {
      test(`${sample.title}: lists the orders of the app, or of all that share theirs`, async () => {
        const { id } = world.apps.owner;
        const scopeOf = async () => {
          await world.send('owner', sample.operation, sample.fields);
          return world.reports.at(-1)?.scope;
        };
        assert.deepEqual((await scopeOf())?.appIds, [id]);
        world.share(true);
        try {
          assert.deepEqual((await scopeOf())?.appIds, [id, world.apps.sister.id]);
        } finally {
          world.share(false);
        }
      });
    }
  });

  const { returnPage } = dialect;
  if (returnPage === undefined) continue;
  test(`${dialect.name}: the page that payers come back to knows its own orders alone`, async () => {
    const paid = world.ordersOf('owner').find(({ kind }) => kind === 'payin') as Order;
    const visit = async (order: Order) => {
      const url = returnPage.linkOf(order);
      const { statusCode, headers, body } = await world.server.inject({ method: 'GET', url });
      return { statusCode, location: headers.location, body };
    };
    assert.equal((await visit(paid)).location, paid.returnUrl);
    const nobodys = await visit({ ...NOBODYS, returnUrl: paid.returnUrl });
    assert.equal(nobodys.statusCode, 404);
    world.lanes.rows.orders.set(paid.id, { ...paid, appId: world.apps.owner.id + 100n });
    assert.deepEqual(await visit(paid), nobodys);
    world.lanes.rows.orders.set(paid.id, paid);
  });
}

/**
 * Carries dispatches out. A row is `sent` in the database before its socket opens, one row is one
 * HTTP attempt, and what came of it is fenced by the lease number (promise P6).
 */
import { applyVerdict } from '../app/apply-verdict.ts';
import { nextRoute } from '../app/choose-route.ts';
import { wallBetween } from '../app/mode-wall.ts';
import type { Connector } from '../connectors/contract.ts';
import { createNOf, type Dispatch, type Lease, type Verdict } from '../domain/dispatch.ts';
import { isFinal, type Order } from '../domain/order.ts';
import type { DispatchNow, SendingPromise } from '../ports/core.ts';
import type {
  AccountCapacity,
  AccountKey,
  DispatchQueue,
  LeasedDispatch,
  Log,
  WantedDispatch,
  WorkerEvents,
} from '../ports/workers.ts';
import type { Place } from './account-gates.ts';
import { Batcher } from './batcher.ts';
import { type ExecutionDeps, offered, settleVerdict, type Task, taskOf } from './execution.ts';
import { nameOf, Turns } from './turns.ts';
import { unwantedVerdict } from './unwanted.ts';
import type { Upstream } from './upstream.ts';

/** Rows of one account that one lease takes. */
const LEASE_ROWS_MAX = 64;
/**
 * Dispatches of this process that have no verdict in the database yet. Providers may be fast while
 * the database is not: what they answered is kept here until it is written.
 */
const UNDER_WAY_MAX = 8_192;
/** How often a dispatch that another process executes is looked at. */
const LOOK_FIRST_MS = 20;
const LOOK_LAST_MS = 250;

export interface DispatchDeps extends ExecutionDeps {
  readonly queue: DispatchQueue;
  readonly upstream: Upstream;
  readonly log: Log;
  readonly events: WorkerEvents;
}

/** An attempt that is over: by which dispatch its order goes on, and the order as it is. */
interface Ended {
  /** Elsewhere, or a second call; null: the order does not go on. */
  readonly next: Dispatch | null;
  /** Null: it is not known here. */
  readonly order: Order | null;
}

const NOT_KNOWN: Ended = { next: null, order: null };

/** A place at the account's gate, kept while the commit is under way. */
class Promised implements SendingPromise {
  readonly place: Place;
  readonly leaseMs: number;
  readonly version: number | null;
  readonly leasedAtMs: number;
  readonly #dropped: () => void;

  constructor(place: Place, lease: Lease & { leasedAtMs: number }, dropped: () => void) {
    this.place = place;
    this.leaseMs = lease.leaseMs;
    this.version = lease.version;
    this.leasedAtMs = lease.leasedAtMs;
    this.#dropped = dropped;
  }

  drop(): void {
    this.place.drop();
    this.#dropped();
  }
}

const keyOf = ({ orderId, n }: { orderId: bigint; n: number }) => `${orderId} ${n}`;

export class Dispatcher implements DispatchNow {
  readonly #deps: DispatchDeps;
  readonly #underWay = new Map<string, Promise<Ended>>();
  /** What is promised, until it is run or dropped: a process that ends waits for it as well. */
  readonly #promised = new Map<SendingPromise, PromiseWithResolvers<void>>();
  readonly #turns: Turns;
  readonly #wanted: readonly Batcher<WantedDispatch, LeasedDispatch | null>[];
  #wake: (shard: number) => void = () => undefined;
  #stopping = false;

  constructor(deps: DispatchDeps) {
    this.#deps = deps;
    this.#turns = new Turns(deps.upstream.gates);
    this.#wanted = Array.from(
      { length: deps.lanes.shardCount },
      (_, shard) => new Batcher((wanted) => this.#leaseThese(shard, wanted), LEASE_ROWS_MAX),
    );
  }

  /** Says whom to call that a shard which had to wait has capacity again. */
  onCapacity(wake: (shard: number) => void): void {
    this.#wake = wake;
  }

  /** Takes what is due in a shard, as far as its accounts have capacity. True: go on at once. */
  async round(shard: number): Promise<boolean> {
    if (this.#stopping) return false;
    const places = this.#turns.take(shard);
    try {
      const capacities: AccountCapacity[] = [];
      for (const key of await this.#deps.queue.accountsToSend(shard)) {
        const connector = this.#deps.upstream.connector(key.connector);
        if (connector === null || this.#isFull()) continue;
        const had = places.get(nameOf(key)) ?? [];
        had.push(...this.#deps.upstream.gates.places(key, LEASE_ROWS_MAX - had.length));
        places.set(nameOf(key), had);
        if (had.length === 0) this.#turns.waitFor(shard, key, () => this.#wake(shard));
        else capacities.push({ ...key, free: had.length, ...this.#leaseOf(key, connector) });
      }
      if (capacities.length === 0) return false;
      const leasedAtMs = performance.now();
      const leased = await this.#deps.queue.leaseToSend(shard, capacities);
      for (const one of leased) {
        const place = places.get(nameOf(one.dispatch))?.pop() ?? null;
        this.#begin(one.dispatch, place, leasedAtMs);
      }
      return leased.length > 0;
    } finally {
      for (const left of places.values()) for (const place of left) place.drop();
    }
  }

  promise(account: AccountKey): SendingPromise | null {
    const { upstream } = this.#deps;
    const connector = upstream.connector(account.connector);
    if (connector === null || this.#stopping || this.#isFull()) return null;
    const place = upstream.gates.placeNow(account);
    if (place === null) return null;
    const lease = { ...this.#leaseOf(account, connector), leasedAtMs: performance.now() };
    const promised: Promised = new Promised(place, lease, () => this.#isOver(promised));
    this.#promised.set(promised, Promise.withResolvers());
    return promised;
  }

  /**
   * Carries one freshly committed dispatch out now: leases exactly that row first, if it was not
   * born leased. Resolves when its verdict is applied or in doubt, or after `timeoutMs`; the
   * attempt itself goes on then. An order that moves on to another account is followed there within
   * the same time, and so is a create in two calls.
   */
  async run(
    dispatch: Dispatch,
    timeoutMs: number,
    born?: { readonly promise: SendingPromise; readonly order: Order },
  ): Promise<Order | null> {
    const endAtMs = performance.now() + timeoutMs;
    if (born?.promise instanceof Promised) {
      const { place, leasedAtMs } = born.promise;
      this.#begin(dispatch, place, leasedAtMs, born.order);
      this.#isOver(born.promise);
    }
    let ended: Ended = { next: dispatch, order: null };
    while (ended.next !== null) ended = await this.#runOne(ended.next, endAtMs);
    return ended.order;
  }

  async #runOne(dispatch: Dispatch, endAtMs: number): Promise<Ended> {
    const timeoutMs = endAtMs - performance.now();
    if (timeoutMs <= 0) return NOT_KNOWN;
    const begun = this.#underWay.get(keyOf(dispatch));
    if (begun !== undefined) return (await within(begun, timeoutMs)) ?? NOT_KNOWN;
    const connector = this.#deps.upstream.connector(dispatch.connector);
    if (connector === null || this.#stopping) return NOT_KNOWN;
    const place = await this.#deps.upstream.gates.placeWithin(dispatch, timeoutMs);
    if (place === null) return NOT_KNOWN;
    if (this.#underWay.has(keyOf(dispatch))) {
      // A round of the queue came first.
      place.drop();
      return await this.#ended(dispatch, endAtMs);
    }
    const leasedAtMs = performance.now();
    const { orderId, n, shard } = dispatch;
    const want = { orderId, n, ...this.#leaseOf(dispatch, connector) };
    let leased: LeasedDispatch | null = null;
    try {
      const wanted = this.#wanted[shard] as Batcher<WantedDispatch, LeasedDispatch | null>;
      leased = await wanted.add(want);
    } catch (error) {
      this.#deps.log.error({ worker: 'dispatch', err: error }, 'a dispatch is left to the queue');
    }
    if (leased === null) place.drop();
    else this.#begin(leased.dispatch, place, leasedAtMs);
    return await this.#ended(dispatch, endAtMs);
  }

  #isOver(promised: SendingPromise): void {
    this.#promised.get(promised)?.resolve();
    this.#promised.delete(promised);
  }

  /** Lets the attempts under way end and be recorded; begins no other. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#turns.end();
    await Promise.all([...this.#promised.values()].map(({ promise }) => promise));
    await this.idle();
  }

  /** Resolves when no attempt is under way. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay.values());
  }

  #leaseOf(key: AccountKey, connector: Connector) {
    const { upstream } = this.#deps;
    return { leaseMs: upstream.leaseMs(connector), version: upstream.newestVersion(key) };
  }

  #isFull(): boolean {
    return this.#underWay.size >= UNDER_WAY_MAX;
  }

  async #leaseThese(shard: number, wanted: readonly WantedDispatch[]) {
    const leased = await this.#deps.queue.leaseThese(shard, wanted);
    const byKey = new Map(leased.map((one) => [keyOf(one.dispatch), one]));
    return wanted.map((want) => byKey.get(keyOf(want)) ?? null);
  }

  /**
   * Takes over the place. The work ends by itself and never rejects. `known`: the order, if it was
   * committed with its dispatch a moment ago.
   */
  #begin(
    dispatch: Dispatch,
    place: Place | null,
    leasedAtMs: number,
    known: Order | null = null,
  ): void {
    const work = this.#execute(dispatch, place, leasedAtMs, known)
      .catch((error: unknown) => {
        // The lease runs out, and what became of it will be asked.
        this.#deps.log.error({ worker: 'dispatch', err: error }, 'a dispatch is left in doubt');
        return NOT_KNOWN;
      })
      .finally(() => {
        this.#underWay.delete(keyOf(dispatch));
        place?.drop();
      });
    this.#underWay.set(keyOf(dispatch), work);
  }

  async #execute(
    dispatch: Dispatch,
    place: Place | null,
    leasedAtMs: number,
    known: Order | null,
  ): Promise<Ended> {
    let task: Task | null;
    try {
      task = await taskOf(this.#deps, dispatch, known);
    } catch (error) {
      return await this.#unread(dispatch, error as Error);
    }
    if (task === null) throw new Error(`dispatch of an unknown order ${dispatch.orderId}`);
    const verdict = await this.#attempt(dispatch, task, place, leasedAtMs);
    // Where nothing was sent it is still had: the commit that follows is no reason to hold it.
    place?.drop();
    this.#deps.events.sent?.(dispatch, verdict.kind);
    const { applied, order } = await settleVerdict(this.#deps, dispatch, task.order, verdict);
    if (typeof applied === 'string') return { next: null, order };
    if ('continuedBy' in applied) return { next: applied.continuedBy, order };
    this.#deps.events.moved?.(dispatch, applied.movedTo);
    return { next: applied.movedTo, order };
  }

  /** What was not read was not sent: no reason for doubt, of which a payout does not come back. */
  async #unread(dispatch: Dispatch, { message }: Error): Promise<Ended> {
    const verdict: Verdict = { kind: 'not_executed', reason: `it could not be read: ${message}` };
    const { order } = await offered(() => applyVerdict(this.#deps, dispatch, null, verdict));
    return { next: null, order };
  }

  async #attempt(
    dispatch: Dispatch,
    { order, intent }: Task,
    place: Place | null,
    leasedAtMs: number,
  ): Promise<Verdict> {
    const { upstream, routing } = this.#deps;
    const { operation } = dispatch;
    const not = (reason: string): Verdict => ({ kind: 'not_executed', reason });
    if (operation !== 'close' && isFinal(order.state)) return not(`already ${order.state}`);
    if ('missing' in intent) return not(intent.missing);
    const unwanted = await unwantedVerdict(this.#deps, order, intent);
    if (unwanted !== null) return unwanted;
    const unsent = not('the breaker of the account is open');
    if (await this.#canGoOn(dispatch, order, unsent)) return unsent;
    routing.take(dispatch, order.id);
    const wall = wallBetween(this.#deps.snapshot.current(), dispatch, order);
    if (wall !== null) {
      return { kind: 'declined', failure: { code: 'upstream_unavailable', text: wall } };
    }
    const connector = upstream.connector(dispatch.connector);
    if (connector !== null && !connector.capabilities.operations.includes(operation)) {
      const text = `${connector.name} has no such operation: ${operation}`;
      // What is asked of an order that is there cannot be had elsewhere either.
      const code = operation === 'update' ? 'declined' : 'upstream_unavailable';
      return { kind: 'declined', failure: { code, text } };
    }
    const leaseMs = connector === null ? 0 : upstream.leaseMs(connector);
    return await upstream.create(dispatch, intent, leasedAtMs + leaseMs, {
      place,
      endedMeanwhile: async () => {
        if (operation === 'close') return null;
        const now = await this.#deps.reader.orderById(order.id);
        return now !== null && isFinal(now.state) ? `already ${now.state}` : null;
      },
    });
  }

  /**
   * Whoever chose the route may not have known that its account is in trouble: an order that can go
   * elsewhere is not risked. When that cannot be found out, it is sent.
   */
  async #canGoOn(dispatch: Dispatch, order: Order, unsent: Verdict): Promise<boolean> {
    if (this.#deps.routing.admits(dispatch, order.id)) return false;
    const next = await nextRoute(this.#deps, order, dispatch, unsent).catch(() => null);
    return next !== null;
  }

  /** Waits for a dispatch that this process or another one executes. */
  async #ended(dispatch: Dispatch, endAtMs: number): Promise<Ended> {
    for (let lookMs = LOOK_FIRST_MS; ; lookMs = Math.min(lookMs * 2, LOOK_LAST_MS)) {
      const leftMs = endAtMs - performance.now();
      if (leftMs <= 0) return NOT_KNOWN;
      const begun = this.#underWay.get(keyOf(dispatch));
      if (begun !== undefined) return (await within(begun, leftMs)) ?? NOT_KNOWN;
      const all = await this.#deps.reader.dispatchesOf(dispatch.orderId);
      const now = all.find(({ n }) => n === dispatch.n);
      if (now === undefined || now.state === 'done' || now.state === 'doubt') {
        const next = all.find((one) => isAfter(one, dispatch) || isSecondCallOf(one, dispatch));
        const isOpen = next?.state === 'ready' || next?.state === 'sent';
        return { next: isOpen ? next : null, order: null };
      }
      if (now.state === 'ready' && now.leaseNo > dispatch.leaseNo) return NOT_KNOWN;
      await new Promise((resolve) => setTimeout(resolve, Math.min(lookMs, leftMs)));
    }
  }
}

/** Whether an order has gone on by it: changes follow each other and have each its own answer. */
function isAfter(one: Dispatch, { n, operation }: Dispatch): boolean {
  return one.n === n + 1 && operation !== 'update';
}

function isSecondCallOf(one: Dispatch, { n }: Dispatch): boolean {
  return one.operation === 'continue' && createNOf(one) === n;
}

async function within<A>(work: Promise<A>, timeoutMs: number): Promise<A | null> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, null);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * After a restore of an older backup: reads the providers' lists, makes again what the database has
 * forgotten, and asks about all that was made or changed since. The recovery ends when everything
 * is explained; until then no payout and no refund is sent (`money_may_leave`).
 */
import {
  isForgotten,
  type RecoverDeps,
  type Recovered,
  recoverOrder,
} from '../app/recover-order.ts';
import type { Connector, ListedOrder } from '../connectors/contract.ts';
import type { AccountKey } from '../domain/routing.ts';
import type { FoundOrder, Recovery, RecoveryQueue, Unexplained } from '../ports/recovery.ts';
import type { Log } from '../ports/workers.ts';
import type { Asker } from './asker.ts';
import { offered } from './execution.ts';
import type { Upstream } from './upstream.ts';

/** One reading of all lists is over within it, or another process begins anew. */
const LEASE_MS = 900_000;
/** Before what may be forgotten: clocks differ, and a backup is not of one moment everywhere. */
const OVERLAP_MS = 3_600_000;
/** Of a check: nobody was there to make anything, and a busy hour is long to read. */
const CHECK_OVERLAP_MS = 300_000;
const PAGES_MAX = 20_000;
const SAY_EVERY_MS = 60_000;
/** How long one question may wait for capacity. */
const ASK_WITHIN_MS = 60_000;
/** Questions that are under way at once; accounts limit them further. */
const AT_ONCE = 8;

export interface RecoverRoundDeps extends RecoverDeps {
  readonly recoveries: RecoveryQueue;
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly upstream: Pick<Upstream, 'listOrders'>;
  readonly asker: Pick<Asker, 'ask'>;
  readonly log: Log;
}

/** A round for the loop. False: what is left waits for a provider or a person. */
export function recoverRound(deps: RecoverRoundDeps): () => Promise<boolean> {
  const { recoveries, log } = deps;
  let sayAtMs = 0;
  return async () => {
    if ((await recoveries.open()) === null) return false;
    const recovery = await recoveries.lease(LEASE_MS);
    if (recovery === null) return false;
    try {
      await readLists(deps, recovery);
      const left = await recoveries.unexplained(recovery.id);
      if (isExplained(left)) {
        const ended = await recoveries.endExplained(recovery);
        if (ended) log.info({}, 'everything at the providers is known here: payouts are sent');
      } else if (performance.now() >= sayAtMs) {
        sayAtMs = performance.now() + SAY_EVERY_MS;
        const { reason, detail } = recovery;
        log.warn({ reason, detail, ...left }, 'no payout is sent: this may be an older backup');
      }
    } finally {
      await recoveries.release(recovery.id);
    }
    return false;
  };
}

function isExplained({ accounts, unknown, asking, disputeLists }: Unexplained): boolean {
  return accounts.length === 0 && unknown === 0 && asking === 0 && disputeLists === 0;
}

async function readLists(deps: RecoverRoundDeps, recovery: Recovery): Promise<void> {
  const { recoveries, connectors, log } = deps;
  const listing = [...connectors].flatMap(([name, { orders }]) => (orders ? [name] : []));
  await recoveries.addAccounts(recovery, listing);
  const fromMs =
    recovery.forgottenFrom.getTime() - (recovery.isCheck ? CHECK_OVERLAP_MS : OVERLAP_MS);
  const due = (await recoveries.accounts(recovery.id)).filter(({ state }) => state === 'to_list');
  const lists: ReadList[] = [];
  for (const { connector, account } of due) {
    const key = { connector, account };
    const orders = await readList(deps, key, fromMs).catch((error: unknown) => {
      log.warn({ worker: 'recover', err: error }, 'a list of orders is read again later');
      return null;
    });
    if (orders !== null) lists.push({ account: key, orders });
    else await recoveries.failed(recovery.id, key, 'the list could not be read to its end');
  }
  const objection = recovery.isCheck ? await objectionOf(deps, lists) : null;
  if (objection !== null) {
    log.warn({ worker: 'recover' }, objection);
    return await recoveries.objected(recovery, objection);
  }
  const known = recovery.isCheck ? lists.flatMap(allOf) : await recoverAll(deps, recovery, lists);
  for (const { account } of lists) {
    await recoveries.listed(recovery, account, known.filter((one) => one === account).length);
  }
  if (recovery.listedAt === null && lists.length === due.length) {
    await recoveries.allListed(recovery);
  }
}

interface ReadList {
  readonly account: AccountKey;
  readonly orders: readonly ListedOrder[];
}

/** Null: it was not read to its end. */
async function readList(
  { upstream }: RecoverRoundDeps,
  account: AccountKey,
  fromMs: number,
): Promise<readonly ListedOrder[] | null> {
  const orders: ListedOrder[] = [];
  let page: string | null = null;
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const answer = await upstream.listOrders(account, fromMs, page);
    if (answer === null) return null;
    orders.push(...answer.orders);
    page = answer.next;
    if (page === null) return orders;
  }
  return null;
}

/** What others are made from comes first, and is asked about before they are made. */
const STEPS: readonly (readonly ListedOrder['operation'][])[] = [
  ['code', 'mandate', 'verification'],
  ['payin'],
  ['payout'],
  ['refund'],
];

/** The account of each order that was here. */
async function recoverAll(
  deps: RecoverRoundDeps,
  recovery: Recovery,
  lists: readonly ReadList[],
): Promise<readonly AccountKey[]> {
  const { recoveries, asker } = deps;
  const known: AccountKey[] = [];
  for (const step of STEPS) {
    const due = lists.flatMap(({ account, orders }) =>
      orders.filter(({ operation }) => step.includes(operation)).map((one) => ({ account, one })),
    );
    due.sort((a, b) => a.one.madeAtMs - b.one.madeAtMs);
    const waiting = due.values();
    const work = async () => {
      for (const { account, one } of waiting) {
        const result = await offered(() => recoverOrder(deps, account, one));
        const found = foundOf(one, result);
        // Before it is asked about: whoever goes on after a crash takes it for one that was here.
        if (found !== null) await recoveries.keepFound(recovery, account, found);
        if (result.kind === 'known') known.push(account);
        if (result.kind === 'unknown' || result.kind === 'foreign') continue;
        await recoveries.freeEvents(result.orderId);
        await asker.ask(result.dispatch, ASK_WITHIN_MS);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }
  return known;
}

function foundOf({ reference, text }: ListedOrder, result: Recovered): FoundOrder | null {
  if (result.kind === 'rebuilt') return { reference, orderId: result.orderId, detail: text };
  if (result.kind !== 'unknown') return null;
  return { reference, orderId: null, detail: `${text}: ${result.why}` };
}

const allOf = ({ account, orders }: ReadList) => orders.map(() => account);

/** The first that shows that the silence was a restore, as a sentence; null: nothing does. */
async function objectionOf(
  deps: RecoverRoundDeps,
  lists: readonly ReadList[],
): Promise<string | null> {
  for (const { account, orders } of lists) {
    for (const order of orders) {
      if (!(await isForgotten(deps, account, order))) continue;
      return `${account.connector}/${account.account} has what is not here: ${order.text}`;
    }
  }
  return null;
}

import type { TestContext } from 'node:test';
import type { Deps } from '../../src/app/deps.ts';
import { requestReport } from '../../src/app/request-report.ts';
import type { Account } from '../../src/domain/ledger.ts';
import type { App } from '../../src/domain/merchant.ts';
import type { Order } from '../../src/domain/order.ts';
import type { Outcome, RequestReport } from '../../src/domain/request.ts';
import type { ReportFile } from '../../src/ports/report.ts';
import { createReportQueue } from '../../src/store/queues/reports.ts';
import { createReportQueries } from '../../src/store/read/reports.ts';
import { createReportLinks } from '../../src/store/secrets/report-links.ts';
import { ReportBuilder } from '../../src/workers/reports.ts';
import { PLAIN_REPORTS } from '../support/report-tables.ts';
import { plainDialect } from './plain-dialect.ts';
import { addApp, openWorld, orderOf, SHARDS, type World } from './world.ts';

export const DAY = '2026-11-20';
/** Midnight of the day in UTC+8. */
export const FROM = new Date('2026-11-19T16:00:00Z');
export const TO = new Date('2026-11-20T16:00:00Z');
export const NOON = new Date('2026-11-20T04:00:00Z');
const PUBLIC_URL = 'https://pay.example';

/** A world in which reports can be asked for, built and read. */
export interface Reporting {
  readonly world: World;
  readonly app: App;
  readonly shard: number;
  readonly links: ReturnType<typeof createReportLinks>;
  readonly queries: ReturnType<typeof createReportQueries>;
  readonly queue: ReturnType<typeof createReportQueue>;
  readonly builder: ReportBuilder;
  ask(changes?: Partial<RequestReport>, app?: App): Promise<Outcome>;
  /** Asks, and gives the file as it stands then. */
  askFile(changes?: Partial<RequestReport>): Promise<ReportFile>;
  /** Builds all there is to build. */
  build(): Promise<void>;
  /** Everything that a ready file holds. */
  read(file: ReportFile): Promise<Buffer>;
  /** Commits a final order of the app, and books its end on the day of its final time. */
  final(changes?: Partial<Order>): Promise<Order>;
  /** Books one more entry about an order at a time, on the day of that time. */
  book(order: Order, name: string, legs: Legs, at: Date): Promise<void>;
}

export async function openReporting(
  t: TestContext,
  settings: Readonly<Record<string, string>> = {},
): Promise<Reporting> {
  const world = await openWorld(t);
  const app = await addReportingApp(world, 4, settings);
  const queries = createReportQueries(world.pool, SHARDS);
  const links = createReportLinks(PUBLIC_URL, Buffer.alloc(32, 7));
  const queue = createReportQueue(world.pool);
  const dialects = new Map([['plain', { ...plainDialect(), reports: PLAIN_REPORTS }]]);
  const builder = new ReportBuilder({ ...world, dialects, queue, events: {} });
  const deps = {
    ...world,
    clock: { nowMs: () => Date.now() },
    reports: { queries, links, tablesOf: (name: string) => dialects.get(name)?.reports ?? null },
  } as unknown as Deps;
  const shard = orderOf(world, app).shard;
  const ask: Reporting['ask'] = (changes = {}, by = app) =>
    requestReport(deps, { appId: by.id, ip: '192.0.2.1' }, { ...ASKED, ...changes });
  const book: Reporting['book'] = (order, name, legs, at) =>
    insertEntry(world, order, name, legs, at);
  return {
    ...{ world, app, shard, links, queries, queue, builder, ask },
    async askFile(changes) {
      const file = await queries.file(linkedId(links, await ask(changes)));
      if (file === null) throw new Error('the file is not there');
      return file;
    },
    async build() {
      while (await builder.round(shard));
    },
    async read({ id }) {
      const file = (await queries.file(id)) as ReportFile;
      const pieces: Uint8Array[] = [];
      for await (const piece of queries.bytes(file)) pieces.push(piece);
      return Buffer.concat(pieces);
    },
    async final(changes = {}) {
      const order = orderOf(world, app, {
        state: 'paid',
        paidMinor: 10_000n,
        feeMinor: 150n,
        finalAt: NOON,
        ...changes,
      });
      await world.commit(order);
      const [name, legs] = endOf(order);
      if (name !== null) await book(order, name, legs, order.finalAt as Date);
      return order;
    },
    book,
  };
}

type Legs = Readonly<Partial<Record<Account, bigint>>>;

/** The entry of an order's end, as the domain books it; none of a payment that never came. */
function endOf(order: Order): readonly [name: string, legs: Legs] | readonly [null, Legs] {
  const { kind, state, paidMinor, amountMinor, feeMinor, failure } = order;
  const isIn = kind === 'payin';
  if (state !== 'paid') {
    const held = { reserved: -amountMinor, available: amountMinor };
    // What was refused when it was asked for never held anything.
    return isIn || failure?.refusal !== undefined ? [null, {}] : [`${kind}.release`, held];
  }
  const legs: Legs = isIn
    ? { upstream: -paidMinor, available: paidMinor - feeMinor, fees: feeMinor }
    : { upstream: paidMinor, reserved: -paidMinor - feeMinor, fees: feeMinor };
  return [`${kind}.paid`, legs];
}

/** Entries are numbered, and of a day of UTC+8. */
async function insertEntry(
  { query }: World,
  order: Order,
  name: string,
  legs: Legs,
  at: Date,
): Promise<void> {
  const accounts = Object.keys(legs);
  const purse = (legs.upstream ?? 0n) === 0n ? 'null, null, null' : "'fake', 'main', 'collect'";
  const others = ['available', 'pending', 'reserved', 'fees', 'upstream', 'suspense'];
  const zeros = others.filter((account) => !accounts.includes(account));
  await query(
    `insert into entry (shard, subject_id, name, merchant_id, mode, asset, seq, at, book_date,
       connector, account, purse, ${[...accounts, ...zeros].join(', ')})
     select $1, $2, $3, $4, $5, $6, count(*) + 1, $7,
       (($7::timestamptz at time zone 'utc') + interval '8 hours')::date, ${purse},
       ${[...accounts.map((_, n) => `$${n + 8}::bigint`), ...zeros.map(() => '0')].join(', ')}
     from entry`,
    [
      ...[order.shard, order.id, name, order.merchantId, order.mode, order.asset, at],
      ...Object.values(legs),
    ],
  );
}

const ASKED: RequestReport = {
  kind: 'request_report',
  of: 'payin',
  day: DAY,
  from: FROM,
  to: TO,
  country: 'PH',
  asset: null,
  format: null,
};

/** An app in the snapshot and in the database. */
export async function addReportingApp(
  world: World,
  bucket: number,
  settings: Readonly<Record<string, string>> = {},
  changes: Partial<App> = {},
): Promise<App> {
  const app: App = { ...addApp(world, bucket), settings, ...changes };
  world.apps.set(app.id, app);
  await world.query(
    'insert into merchant (id, name, bucket) values ($1, $2, $3) on conflict do nothing',
    [app.merchantId, 'Shop', bucket],
  );
  await world.query(
    'insert into app (id, merchant_id, dialect, public_id, mode) values ($1, $2, $3, $4, $5)',
    [app.id, app.merchantId, app.dialect, `${app.id}`, app.mode],
  );
  return app;
}

/** The report that an outcome leads to. */
export function linkedId(links: Reporting['links'], outcome: Outcome): bigint {
  if (!outcome.ok || outcome.kind !== 'report') throw new Error(JSON.stringify(outcome));
  const { pathname, search } = new URL(outcome.url);
  const link = links.read(pathname.replace('/r/', ''), search.slice(1));
  if (link === null) throw new Error('the link is not ours');
  return link.id;
}

/** The lines of a CSV file, the header first. */
export function linesOf(file: Buffer): string[] {
  return file.toString().replace('\uFEFF', '').trimEnd().split('\r\n');
}

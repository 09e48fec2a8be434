/**
 * Apps that must not see each other's orders, over the whole application in memory: HTTP in, HTTP
 * out. Two apps of one merchant that are alike, one of another mode, and one of another merchant;
 * all of one dialect, and all with one pair of keys.
 */

import Fastify, { type FastifyInstance } from 'fastify';
import { applyProviderEvent } from '../../src/app/apply-provider-event.ts';
import type { Deps } from '../../src/app/deps.ts';
import type { Dialect, HttpReply } from '../../src/dialects/contract.ts';
import type { DialectTools } from '../../src/dialects/tools.ts';
import type { Channel } from '../../src/domain/channel.ts';
import { referenceOf } from '../../src/domain/dispatch.ts';
import { FREE } from '../../src/domain/fee.ts';
import type { Id } from '../../src/domain/id.ts';
import { ZERO_BALANCE } from '../../src/domain/ledger.ts';
import type { App, AppKey, Merchant } from '../../src/domain/merchant.ts';
import type { Instructions, Order } from '../../src/domain/order.ts';
import type { Fact } from '../../src/domain/provider-event.ts';
import { PART_REFUNDS } from '../../src/domain/refund.ts';
import { NO_CALENDARS } from '../../src/domain/settlement-day.ts';
import { createCallerLimits } from '../../src/merchant-api/caller-limits.ts';
import { registerDialect } from '../../src/merchant-api/merchant-api.ts';
import { registerReturnPage } from '../../src/merchant-api/return-page.ts';
import type { Snapshot } from '../../src/ports/core.ts';
import type { ReportDeps, WantedReport } from '../../src/ports/report.ts';
import { createFailureLimiter } from '../../src/web/failure-limiter.ts';
import { balanceKey, MemoryLanes, type MemoryRows } from './memory-lanes.ts';
import { TAKES_ALL } from './payin.ts';
import { merchantOf, NO_REPORTS, SOURCE, shopOf } from './shop.ts';

export const NEIGHBOURS = ['owner', 'sister', 'otherMode', 'unrelated'] as const;
export type Neighbour = (typeof NEIGHBOURS)[number];

/** What a merchant's program needs to speak a dialect as any of the apps. */
export interface Speech {
  readonly dialect: Dialect;
  readonly tools: DialectTools;
  /** The field in which a request names its app. */
  readonly identity: string;
  /** The dialect's sample app: a public id of its form, and its settings. */
  readonly sample: App;
  readonly channels: readonly Channel[];
  /** The platform's keys of an app, and what the merchant signs with. */
  readonly keys: readonly AppKey[];
  readonly signKeys: readonly AppKey[];
}

export type Fields = Readonly<Record<string, unknown>>;

const NOW_MS = Date.UTC(2026, 10, 20, 4);

export function openNeighbourhood(speech: Speech) {
  const { dialect } = speech;
  let reported = 0;
  const merchants = { ours: merchantOf(5), theirs: merchantOf(9) };
  const sharing = { ours: false };
  const apps = appsOf(dialect.name, speech, merchants);
  const channels = speech.channels.map(able);
  const snapshot = snapshotOf(apps, channels, () => [
    { ...merchants.ours, shareOrders: sharing.ours },
    merchants.theirs,
  ]);
  const lanes = new MemoryLanes(4, () => new Date(NOW_MS));
  const reports: WantedReport[] = [];
  const statements: (readonly Id[])[] = [];
  const report = (order: Order, fact: Fact, n = 1) => {
    const reference = referenceOf({ orderId: order.id, n, operation: order.kind });
    reported += 1;
    return applyProviderEvent(deps, SOURCE, { reference, eventKey: `E${reported}`, fact });
  };
  const deps: Deps = {
    ...shopOf({
      lanes,
      reader: {
        ...lanes.reader,
        statement(merchantId, appIds, ...rest) {
          statements.push(appIds);
          return lanes.reader.statement(merchantId, appIds, ...rest);
        },
      },
      merchants: [],
      nowMs: () => NOW_MS,
      reports: askedInto(reports, dialect),
      dispatchNow: async ({ orderId, n }) => {
        const order = lanes.rows.orders.get(orderId) as Order;
        const instructions = toDo(order, channels);
        await report(order, { kind: 'accepted', upstreamId: null, instructions }, n);
      },
    }),
    snapshot: { current: () => snapshot },
  };
  for (const merchant of Object.values(merchants)) enrich(lanes.rows, merchant, channels);
  const server = serverOf(dialect, deps);
  return {
    lanes,
    apps,
    reports,
    /** Whose orders each statement was asked to list. */
    statements,
    server,
    report,
    ordersOf: (who: Neighbour) => ordersOf(lanes.rows, apps[who]),
    /** Whether the merchant of the owner shares its orders among its apps. */
    share: (isShared: boolean) => {
      sharing.ours = isShared;
    },
    /** Signs the fields as the app's merchant does, and sends them. */
    send: (who: Neighbour, operation: string, fields: Fields) =>
      send(server, speech, apps[who], operation, fields),
  };
}

function serverOf(dialect: Dialect, deps: Deps): FastifyInstance {
  const server = Fastify();
  const failures = createFailureLimiter();
  registerDialect(server, dialect, {
    ...deps,
    failures,
    callers: createCallerLimits(),
    onRequest: () => undefined,
  });
  registerReturnPage(server, dialect, deps);
  return server;
}

async function send(
  server: FastifyInstance,
  { tools, signKeys, identity }: Speech,
  { publicId }: App,
  operation: string,
  fields: Fields,
): Promise<HttpReply> {
  const own = /^[0-9]+$/.test(publicId) ? Number(publicId) : publicId;
  const body = Buffer.from(JSON.stringify({ ...fields, [identity]: own }));
  const signed = await tools.sign(operation, body, signKeys, { encoding: 'json', nowMs: NOW_MS });
  if (!signed.ok) throw new Error(`${operation}: ${JSON.stringify(signed.refusal)}`);
  const { method, path, headers, body: payload } = signed.value;
  const reply = await server.inject({ method, url: path, headers: { ...headers }, payload });
  const contentType = `${reply.headers['content-type']}`;
  return { status: reply.statusCode, headers: { 'content-type': contentType }, body: reply.body };
}

/** Reports that are written down instead of made. */
function askedInto(asked: WantedReport[], { reports }: Dialect): ReportDeps {
  const ask: ReportDeps['queries']['ask'] = async (wanted) => {
    asked.push(wanted);
    return { kind: 'empty' };
  };
  const queries = { ...NO_REPORTS.queries, ask };
  return { ...NO_REPORTS, queries, tablesOf: () => reports ?? null };
}

/** Money in each currency, for whatever is to be paid out or refunded. */
function enrich(rows: MemoryRows, { id: merchantId }: Merchant, channels: readonly Channel[]) {
  for (const asset of new Set(channels.map((channel) => channel.asset))) {
    for (const mode of ['test', 'live'] as const) {
      const key = { merchantId, mode, asset };
      rows.balances.set(balanceKey(key), { ...key, balance: RICH });
    }
  }
}

export type Neighbourhood = ReturnType<typeof openNeighbourhood>;

function appsOf(
  dialect: string,
  { sample, keys }: Pick<Speech, 'sample' | 'keys'>,
  { ours, theirs }: Readonly<Record<'ours' | 'theirs', Merchant>>,
): Readonly<Record<Neighbour, App>> {
  const app = (n: number, merchant: Merchant, mode: App['mode'] = 'test'): App => ({
    ...sample,
    ...{ id: merchant.id + BigInt(n), merchantId: merchant.id, dialect, mode, keys },
    publicId: `${sample.publicId.slice(0, -1)}${n}`,
  });
  return {
    owner: app(1, ours),
    sister: app(2, ours),
    otherMode: app(3, ours, 'live'),
    unrelated: app(4, theirs),
  };
}

function ordersOf(rows: MemoryRows, { id }: App): readonly Order[] {
  return [...rows.orders.values()].filter(({ appId }) => appId === id);
}

const RICH = {
  ...ZERO_BALANCE,
  available: 10n ** 12n,
  pending: 10n ** 12n,
  upstream: -2n * 10n ** 12n,
};

/** What a provider would ask of the payer. */
function toDo({ channel }: Order, channels: readonly Channel[]): Instructions {
  const method = channels.find(({ code }) => code === channel)?.method;
  if (method === 'qr') return { kind: 'qr', payload: '000201' };
  if (method === 'va') return { kind: 'va', bank: 'BCA', number: '3935001', name: 'Shop' };
  return { kind: 'redirect', url: 'https://bank.example/p' };
}

/** The channel as it can do what any operation may ask of it. */
function able(channel: Channel): Channel {
  const abilities = { ...channel.abilities, refund: PART_REFUNDS, close: true, void: true };
  return { ...channel, abilities };
}

function snapshotOf(
  apps: Readonly<Record<Neighbour, App>>,
  channels: readonly Channel[],
  merchants: () => readonly Merchant[],
): Snapshot {
  const all = Object.values(apps);
  const byCode = new Map(channels.map((channel) => [channel.code, channel]));
  return {
    merchant: (id) => merchants().find((merchant) => merchant.id === id) ?? null,
    app: (id) => all.find((app) => app.id === id) ?? null,
    appsOf: (merchantId) => all.filter((app) => app.merchantId === merchantId),
    appByPublicId: (_dialect, publicId) => all.find((app) => app.publicId === publicId) ?? null,
    channel: (code) => byCode.get(code) ?? null,
    channelByAlias: (dialect, alias, kind) =>
      channels.find((each) => each.aliases[dialect] === alias && each.kind === kind) ?? null,
    channels: () => channels,
    calendars: () => NO_CALENDARS,
    reserveRule: () => null,
    amountRules: () => TAKES_ALL,
    terms: () => ({ fee: FREE, settle: 1 }),
    accountMode: () => null,
    routes: (channelCode) => [
      {
        ...SOURCE,
        channelCode,
        priority: 0,
        weight: 1,
        enabled: true,
        merchantIds: null,
        minMinor: null,
        maxMinor: null,
      },
    ],
  };
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import type pg from 'pg';
import type { AmountRules } from '../../src/domain/amount-rules.ts';
import type { Channel, Route } from '../../src/domain/channel.ts';
import type { Command } from '../../src/domain/decision.ts';
import type { Dispatch } from '../../src/domain/dispatch.ts';
import { createOperationOf } from '../../src/domain/dispatch.ts';
import { type Id, idGenerator, shardOf } from '../../src/domain/id.ts';
import type { App, Merchant } from '../../src/domain/merchant.ts';
import type { Order } from '../../src/domain/order.ts';
import type { OrderEvent } from '../../src/domain/order-event.ts';
import { PART_REFUNDS } from '../../src/domain/refund.ts';
import type { ReserveRule } from '../../src/domain/reserve.ts';
import { NO_CALENDARS } from '../../src/domain/settlement-day.ts';
import { DEFAULT_POLICY } from '../../src/egress/address-guard.ts';
import { createEgress } from '../../src/egress/client.ts';
import type { Egress } from '../../src/egress/contract.ts';
import type {
  Ids,
  Lanes,
  Reader,
  Routing,
  Snapshot,
  SnapshotSource,
} from '../../src/ports/core.ts';
import type { VerificationFiles } from '../../src/ports/verification.ts';
import type { BeneficiaryAccounts } from '../../src/ports/withdrawal.ts';
import type { Log } from '../../src/ports/workers.ts';
import { type Connection, createQueuePool } from '../../src/store/database/pool.ts';
import { createVerificationFiles } from '../../src/store/queues/verifications.ts';
import { createReader } from '../../src/store/read/reader.ts';
import { createBeneficiaryAccounts } from '../../src/store/read/withdrawals.ts';
import { createVault } from '../../src/store/secrets/vault.ts';
import { createLanes } from '../../src/store/write/lanes.ts';
import { migratedDatabase } from '../support/migrated.ts';
import { sampleOrder } from '../support/order.ts';
import { TAKES_ALL } from '../support/payin.ts';
import { ALL_WELL } from '../support/routing.ts';

export const SHARDS = 4;

/** A migrated database with lanes, a reader and a snapshot that tests fill by hand. */
export interface World {
  readonly connection: Connection;
  readonly pool: pg.Pool;
  readonly lanes: Lanes;
  readonly reader: Reader;
  readonly verifications: VerificationFiles;
  readonly beneficiaries: BeneficiaryAccounts;
  readonly snapshot: SnapshotSource;
  readonly apps: Map<Id, App>;
  readonly merchants: Map<Id, TestMerchant>;
  readonly channels: Map<string, Channel>;
  /** Of all channels and merchants. */
  readonly routes: Route[];
  readonly routing: Routing;
  /** What the workers logged as warnings and errors. */
  readonly logged: string[];
  readonly log: Log;
  readonly ids: Ids;
  /** Commits an order together with what a test wants beside it. */
  commit(order: Order, beside?: { events?: OrderEvent[]; dispatches?: Dispatch[] }): Promise<void>;
  query<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
}

/** A merchant, and what it agreed to where a test is about that. */
type TestMerchant = Merchant & Partial<AmountRules> & { readonly reserve?: ReserveRule };

/** Called by `committed` events of the lanes; tests wire workers to it. */
export type OnCommitted = (
  shard: number,
  left: { readonly dispatches: boolean; readonly events: boolean },
) => void;

export async function openWorld(t: TestContext, onCommitted?: OnCommitted): Promise<World> {
  const { connection } = await migratedDatabase(t);
  const pool = createQueuePool(connection, 12);
  const events = {
    committed: onCommitted ?? (() => undefined),
    trouble: (_shard: number, error: unknown) => logged.push(`lane: ${(error as Error).message}`),
    grown: () => undefined,
  };
  const apps = new Map<Id, App>();
  const subscriptionsOf = (appId: Id) => apps.get(appId)?.subscriptions ?? [];
  const lanes = createLanes(connection, SHARDS, events, null, subscriptionsOf);
  const generate = idGenerator(1);
  const logged: string[] = [];
  const say = (fields: object, message: string) => {
    const { err } = fields as { err?: Error };
    logged.push(err === undefined ? message : `${message}: ${err.message}`);
  };
  t.after(async () => {
    await lanes.close();
    await pool.end();
  });
  const merchants = new Map<Id, TestMerchant>();
  const channels = new Map<string, Channel>([[CHANNEL.code, CHANNEL]]);
  const routes: Route[] = [];
  return {
    connection,
    pool,
    lanes,
    reader: createReader(pool, SHARDS),
    verifications: createVerificationFiles(pool, createVault(Buffer.alloc(32, 7)), SHARDS),
    beneficiaries: createBeneficiaryAccounts(pool, createVault(Buffer.alloc(32, 7)), SHARDS),
    snapshot: { current: () => snapshotOf(apps, merchants, channels, routes) },
    apps,
    merchants,
    channels,
    routes,
    routing: ALL_WELL,
    logged,
    log: { info: () => undefined, warn: say, error: say },
    ids: { next: (bucket) => generate(bucket, Date.now()) },
    async commit(order, beside = {}) {
      const command: Command<boolean> = {
        shard: order.shard,
        claim: order,
        balanceKeys: () => [],
        decide: (rows) => ({
          changes: { orders: [order], ...beside },
          answer: rows.claim?.won ?? false,
        }),
      };
      await lanes.submit(command);
    },
    query: async (sql, values = []) => (await pool.query(sql, values)).rows,
  };
}

function snapshotOf(
  apps: Map<Id, App>,
  merchants: Map<Id, TestMerchant>,
  channels: Map<string, Channel>,
  routes: readonly Route[],
): Snapshot {
  return {
    merchant: (id) => merchants.get(id) ?? null,
    app: (id) => apps.get(id) ?? null,
    appsOf: (merchantId) => [...apps.values()].filter((app) => app.merchantId === merchantId),
    appByPublicId: () => null,
    channel: (code) => channels.get(code) ?? null,
    channelByAlias: () => null,
    channels: () => [...channels.values()],
    calendars: () => NO_CALENDARS,
    reserveRule: (merchantId) => merchants.get(merchantId)?.reserve ?? null,
    amountRules: ({ merchantId }) => merchants.get(merchantId) ?? TAKES_ALL,
    terms: () => null,
    accountMode: () => null,
    routes: () => routes,
  };
}

export const CHANNEL: Channel = {
  code: 'PH_TEST_QR',
  aliases: {},
  kind: 'payin',
  method: 'qr',
  country: 'PH',
  asset: 'PHP/2',
  name: 'Test QR',
  limits: { minMinor: 1n, maxMinor: 1_000_000n },
  fields: [],
  decimalsAllowed: true,
  expiryMinutes: 30,
  abilities: { refund: PART_REFUNDS, static: false, close: true, void: false },
  enabled: true,
};

/** A merchant with one app, known to the world's snapshot. */
export function addApp(world: World, bucket: number, dialect = 'plain'): App {
  const merchantId = world.ids.next(bucket);
  const app: App = {
    id: world.ids.next(bucket),
    merchantId,
    dialect,
    publicId: `${merchantId}`,
    mode: 'live',
    status: 'active',
    keys: [],
    notifyUrl: null,
    payoutNotifyUrl: null,
    ipAllow: [],
    settings: {},
  };
  world.apps.set(app.id, app);
  world.merchants.set(merchantId, {
    id: merchantId,
    name: 'Shop',
    bucket,
    status: 'active',
    amountPolicy: 'accept',
    latePolicy: 'accept',
    shareOrders: false,
  });
  return app;
}

/** An order of the app's merchant, in its shard. */
export function orderOf(world: World, app: App, changes: Partial<Order> = {}): Order {
  const { bucket } = world.merchants.get(app.merchantId) as Merchant;
  const id = world.ids.next(bucket);
  return sampleOrder({
    id,
    shard: shardOf(id, SHARDS),
    merchantId: app.merchantId,
    appId: app.id,
    merchantRef: `ref-${id}`,
    channel: CHANNEL.code,
    notifyUrl: null,
    createdAt: new Date(),
    ...changes,
  });
}

/** The first notification of an order, to be sent to `url`. */
export function eventOf(order: Order, url: string, at = new Date()): OrderEvent {
  return { type: 'payin.paid', order: { ...order, eventCount: 1 }, n: 1, url, at };
}

/** A ready dispatch of an order. */
export function dispatchOf(order: Order, changes: Partial<Dispatch> = {}): Dispatch {
  return {
    shard: order.shard,
    orderId: order.id,
    n: 1,
    operation: createOperationOf(order.kind),
    connector: 'fake',
    account: 'main',
    state: 'ready',
    leaseNo: 0,
    queryCount: 0,
    nextAt: new Date(Date.now() - 1_000),
    version: null,
    ...changes,
  };
}

export interface Call {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Receiver {
  readonly url: string;
  readonly calls: Call[];
  /** Ends replies that hang. */
  release(): void;
}

/**
 * A receiver on a loopback port. `answer` gives status and body; null leaves the sender waiting
 * until `release`.
 */
export async function openReceiver(
  t: TestContext,
  answer: (call: Call) => readonly [status: number, body: string] | null,
): Promise<Receiver> {
  const calls: Call[] = [];
  const hanging = new Set<ServerResponse>();
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const call = { path: request.url ?? '', headers: request.headers, body };
      calls.push(call);
      const reply = answer(call);
      if (reply === null) hanging.add(response);
      else response.writeHead(reply[0]).end(reply[1]);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    release() {
      for (const response of hanging) response.destroy();
      hanging.clear();
    },
  };
}

/** The real way out, opened for loopback. */
export function openEgress(t: TestContext): Egress {
  const policy = { ...DEFAULT_POLICY, allowLoopback: true };
  const egress = createEgress({ policy, userAgent: 'causeway-test' });
  t.after(() => egress.close());
  return egress;
}

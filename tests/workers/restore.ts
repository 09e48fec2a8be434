/** A platform that can be killed, and started again on an older copy of its database. */

import type { TestContext } from 'node:test';
import fastify from 'fastify';
import { createPayin } from '../../src/app/create-payin.ts';
import { createPayout } from '../../src/app/create-payout.ts';
import { createRefund } from '../../src/app/create-refund.ts';
import type { Deps } from '../../src/app/deps.ts';
import type { Credentials } from '../../src/connectors/contract.ts';
import { simulator } from '../../src/connectors/simulator/connector.ts';
import type { Channel } from '../../src/domain/channel.ts';
import { FREE } from '../../src/domain/fee.ts';
import type { Outcome } from '../../src/domain/request.ts';
import { registerHooks } from '../../src/merchant-api/callbacks.ts';
import type { Witness } from '../../src/ports/recovery.ts';
import { type Connection, createPool } from '../../src/store/database/pool.ts';
import { createDispatchQueue } from '../../src/store/queues/dispatches.ts';
import { createDisputeLists } from '../../src/store/queues/dispute-lists.ts';
import { createProviderReports } from '../../src/store/queues/provider-reports.ts';
import { createQuestions } from '../../src/store/queues/questions.ts';
import { createReader } from '../../src/store/read/reader.ts';
import { lookAtContinuity, SILENCE_MS } from '../../src/store/recovery/continuity.ts';
import { createRecoveries } from '../../src/store/recovery/recoveries.ts';
import { createOrderSeal } from '../../src/store/secrets/order-seal.ts';
import { createLanes } from '../../src/store/write/lanes.ts';
import { openWitness } from '../../src/witness.ts';
import { Asker } from '../../src/workers/asker.ts';
import { Dispatcher } from '../../src/workers/dispatch.ts';
import { disputeListsRound } from '../../src/workers/dispute-lists.ts';
import { recoverRound } from '../../src/workers/recover.ts';
import { Resolver } from '../../src/workers/resolve-doubt.ts';
import { Upstream } from '../../src/workers/upstream.ts';
import { gatesOf } from '../support/gates.ts';
import { SHARDS } from '../support/lanes.ts';
import {
  CALLER_IP,
  merchantOf,
  NO_CHECKS,
  payinRequest,
  payoutRequest,
  refundRequest,
  SOURCE,
  shopOf,
} from '../support/shop.ts';
import { openEgress } from './world.ts';

export const MERCHANT = merchantOf(5);
const CALLER = { appId: MERCHANT.id, ip: CALLER_IP };
/** The platform's key is no part of a backup. */
const SEAL = createOrderSeal(Buffer.alloc(32, 9));
const TERMS = { PAY: { fee: { ...FREE, fixedMinor: 100n }, settle: 0 } };

/** Somebody must be paid. */
const OUT: Channel = {
  ...payoutRequest('').channel,
  fields: [{ name: 'beneficiary.name', required: true, check: 'name' }],
};

const nothing = () => undefined;

export type Site = Awaited<ReturnType<typeof openSite>>;

interface SiteOptions {
  readonly connection: Connection;
  readonly account: Credentials;
  /** Where the provider reports to: the same address after each start. */
  readonly port: number;
  /** Each start of a process has another one. */
  readonly node: number;
  /** What a data folder outside of the database has counted; left out: there is none. */
  readonly witness?: Witness;
}

const CONNECTORS = new Map([[SOURCE.connector, { ...simulator, name: SOURCE.connector }]]);

function upstreamTo(t: TestContext, account: Credentials): Upstream {
  return new Upstream({
    connectors: CONNECTORS,
    accounts: { credentials: () => [account] },
    egress: openEgress(t),
    gates: gatesOf({ ceiling: 8 }),
    nowMs: Date.now,
    recordOutcome: () => undefined,
  });
}

/** What the provider reports to. */
function hooksOf(deps: Deps, pool: ReturnType<typeof createPool>, account: Credentials) {
  const server = fastify({ forceCloseConnections: true });
  registerHooks(server, {
    ...deps,
    questions: createQuestions(pool, SHARDS),
    checkPayment: NO_CHECKS,
    providerReports: createProviderReports(pool, SHARDS, deps.ids),
    connector: (name) => CONNECTORS.get(name) ?? null,
    credentials: () => [account],
    onCallback: () => undefined,
  });
  return server;
}

/** What the merchant asks for. */
function requestsOf(deps: Deps) {
  return {
    payin: (ref: string, amountMinor: bigint): Promise<Outcome> =>
      createPayin(deps, CALLER, payinRequest(ref, { amountMinor })),
    payout: (ref: string, amountMinor: bigint): Promise<Outcome> => {
      const fields = { 'beneficiary.name': 'Ann Lee' };
      const request = payoutRequest(ref, { amountMinor, fields, channel: OUT });
      return createPayout(deps, CALLER, request);
    },
    refund: (ref: string, ofRef: string, amountMinor: bigint): Promise<Outcome> => {
      const payin = { kind: 'merchantRef', scope: 'order', merchantRef: ofRef } as const;
      return createRefund(deps, CALLER, refundRequest(ref, payin, { amountMinor }));
    },
  };
}

/** Starts it. `stop` ends it at once, whatever is under way in the database. */
export async function openSite(
  t: TestContext,
  { connection, account, port, node, ...options }: SiteOptions,
) {
  const witness = options.witness ?? (await openWitness(null, nothing));
  const pool = createPool(connection, 'test', 8);
  const events = { committed: nothing, trouble: nothing, grown: nothing };
  const lanes = createLanes(connection, SHARDS, events);
  const reader = createReader(pool, SHARDS);
  const continuity = await lookAtContinuity(pool, SILENCE_MS, witness);
  const made = { merchants: [MERCHANT], terms: TERMS, channels: [OUT] };
  const shop = shopOf({ ...made, lanes, reader, nowMs: Date.now, node });
  const connectors = CONNECTORS;
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const upstream = upstreamTo(t, account);
  let isListing = continuity.isListing;
  const shared: Deps = {
    ...{ ...shop, publicUrl: `http://127.0.0.1:${port}`, sealOf: SEAL.seal },
    isListing: () => isListing,
  };
  const deps = { ...shared, queue: createDispatchQueue(pool), upstream, log, events: {} };
  const dispatcher = new Dispatcher(deps);
  const calls: Deps = { ...shared, dispatchNow: dispatcher };
  const resolver = new Resolver(deps, () => undefined);
  const recoveries = createRecoveries(pool, SHARDS);
  const asker = new Asker(deps);
  const recover = recoverRound({ ...deps, connectors, recoveries, asker, openSeal: SEAL.open });
  const server = hooksOf(deps, pool, account);
  await server.listen({ host: '127.0.0.1', port });
  const shards = Array.from({ length: SHARDS }, (_, shard) => shard);
  let stopped = false;
  const site = {
    ...{ pool, recoveries, reader, recover },
    isRecovering: continuity.isRecovering,
    /** One round of everything that matters here. */
    async work(): Promise<void> {
      await recover();
      isListing = (await lookAtContinuity(pool, SILENCE_MS, witness)).isListing;
      await disputeListsRound({
        ...deps,
        connectors,
        disputeLists: createDisputeLists(pool),
        nowMs: Date.now,
      });
      await pool.query(`update dispatch set next_at = now() where state in ('sent', 'doubt')
        and next_at < now() + interval '1 hour'`);
      for (const shard of shards) {
        while (await dispatcher.round(shard)) await dispatcher.idle();
        await dispatcher.idle();
        await resolver.round(shard);
        await resolver.idle();
      }
    },
    async stop(): Promise<void> {
      if (stopped) return;
      stopped = true;
      await server.close();
      await Promise.all([dispatcher.stop(), resolver.stop()]);
      await lanes.close();
      await pool.end();
    },
    ...requestsOf(calls),
    async state(ref: string): Promise<string | null> {
      const { rows } = await pool.query('select state from orders where merchant_ref = $1', [ref]);
      return rows[0]?.state ?? null;
    },
  };
  t.after(() => site.stop());
  return site;
}

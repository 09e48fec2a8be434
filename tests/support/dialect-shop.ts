/** A dialect over the whole application in memory: HTTP in, HTTP out, the real catalogue. */

import Fastify from 'fastify';
import { applyProviderEvent } from '../../src/app/apply-provider-event.ts';
import { applyVerdict } from '../../src/app/apply-verdict.ts';
import type { Deps } from '../../src/app/deps.ts';
import { CHANNELS } from '../../src/catalogue/catalogue.ts';
import type { Dialect, RawRequest } from '../../src/dialects/contract.ts';
import type { Channel, FeeRule } from '../../src/domain/channel.ts';
import { type Dispatch, referenceOf } from '../../src/domain/dispatch.ts';
import { FREE } from '../../src/domain/fee.ts';
import type { App, Merchant } from '../../src/domain/merchant.ts';
import type { Order } from '../../src/domain/order.ts';
import type { OrderEvent } from '../../src/domain/order-event.ts';
import type { Fact } from '../../src/domain/provider-event.ts';
import { NO_CALENDARS } from '../../src/domain/settlement-day.ts';
import { createCallerLimits } from '../../src/merchant-api/caller-limits.ts';
import { registerDialect } from '../../src/merchant-api/merchant-api.ts';
import type { Snapshot } from '../../src/ports/core.ts';
import { createFailureLimiter } from '../../src/web/failure-limiter.ts';
import { MemoryLanes } from './memory-lanes.ts';
import { TAKES_ALL } from './payin.ts';
import { merchantOf, type ShopOptions, SOURCE, shopOf } from './shop.ts';

export interface Answer {
  readonly code: number;
  readonly message: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was answered.
  readonly data: any;
}

export interface DialectShopOptions extends Pick<ShopOptions, 'dispatchNow' | 'signedTexts'> {
  readonly app?: Partial<App>;
  readonly merchant?: Partial<Merchant>;
  /** Changes to channels by their code. */
  readonly channels?: Readonly<Record<string, Partial<Channel>>>;
  /** Days until a payment is settled; 0 when left out: at once. */
  readonly settle?: number;
  /** What every order costs the merchant; nothing when left out. */
  readonly fee?: FeeRule;
  /** Wrong signatures until an address is refused. */
  readonly failuresMax?: number;
}

/** A dialect, and the app that its fixtures invent. */
export interface Spoken {
  readonly dialect: Dialect;
  readonly app: App;
}

/** One merchant with one app, at a time that the test moves. */
export function openDialectShop(spoken: Spoken, options: DialectShopOptions = {}) {
  let nowMs = Date.UTC(2026, 10, 20, 4);
  let reported = 0;
  const merchant = merchantOf(5, options.merchant);
  const app = { ...spoken.app, merchantId: merchant.id, ...options.app };
  const lanes = new MemoryLanes(4, () => new Date(nowMs));
  const deps: Deps = {
    ...shopOf({
      ...(options.dispatchNow === undefined ? {} : { dispatchNow: options.dispatchNow }),
      ...(options.signedTexts === undefined ? {} : { signedTexts: options.signedTexts }),
      lanes,
      reader: lanes.reader,
      merchants: [merchant],
      nowMs: () => nowMs,
      app: {},
    }),
    snapshot: { current: () => snapshotOf(app, merchant, options) },
  };
  const server = Fastify();
  const failures = createFailureLimiter(options.failuresMax);
  registerDialect(server, spoken.dialect, {
    ...deps,
    failures,
    callers: createCallerLimits(),
    onRequest: () => undefined,
  });

  async function send(raw: RawRequest, ip = '192.0.2.1'): Promise<Answer> {
    const { method, path, query, headers, body } = raw;
    const reply = await server.inject({
      method: method as 'GET' | 'POST',
      url: query === '' ? path : `${path}?${query}`,
      headers: { ...headers },
      ...(method === 'GET' ? {} : { payload: Buffer.from(body) }),
      remoteAddress: ip,
    });
    if (reply.statusCode !== 200) throw new Error(`HTTP ${reply.statusCode}: ${reply.body}`);
    return JSON.parse(reply.body) as Answer;
  }

  const report = (order: Order, fact: Fact, n = 1) => {
    const operation = order.kind;
    const reference = referenceOf({ orderId: order.id, n, operation });
    return applyProviderEvent(deps, SOURCE, { reference, eventKey: `E${++reported}`, fact });
  };

  return {
    lanes,
    deps,
    app,
    merchant,
    send,
    report,
    nowMs: () => nowMs,
    passes: (ms: number) => {
      nowMs += ms;
    },
    /** All orders, oldest first. */
    orders: () => [...lanes.rows.orders.values()],
    orderBy: (ref: string) =>
      [...lanes.rows.orders.values()].findLast((order) => order.merchantRef === ref) as Order,
    events: (): readonly OrderEvent[] => [...lanes.rows.events.values()],
    /** The body of the newest notification; '' if it is not sent. */
    async lastBody(): Promise<string> {
      const event = [...lanes.rows.events.values()].at(-1) as OrderEvent;
      const signed = await spoken.dialect.notification(event, app, app.keys);
      return signed?.body ?? '';
    },
  };
}

export type DialectShop = ReturnType<typeof openDialectShop>;

/** A provider that answers at once, with the same word for every order. */
export function answering(
  shop: () => Pick<DialectShop, 'deps' | 'lanes' | 'report'>,
  fact: Fact,
): (dispatch: Dispatch) => Promise<void> {
  return async (dispatch) => {
    const { orderId, n, operation } = dispatch;
    if (operation === 'update') {
      await applyVerdict(shop().deps, dispatch, null, fact);
      return;
    }
    const order = shop().lanes.rows.orders.get(orderId) as Order;
    await shop().report(order, fact, n);
  };
}

function snapshotOf(
  app: App,
  merchant: Merchant,
  { channels: changes = {}, settle = 0, fee = FREE }: DialectShopOptions,
): Snapshot {
  const channels = CHANNELS.map((channel) => ({ ...channel, ...changes[channel.code] }));
  const byCode = new Map(channels.map((channel) => [channel.code, channel]));
  return {
    merchant: (id) => (id === merchant.id ? merchant : null),
    app: (id) => (id === app.id ? app : null),
    appsOf: () => [app],
    appByPublicId: (_dialect, publicId) => (publicId === app.publicId ? app : null),
    channel: (code) => byCode.get(code) ?? null,
    channelByAlias: (dialect, alias, kind) =>
      channels.find((each) => each.aliases[dialect] === alias && each.kind === kind) ?? null,
    channels: () => channels,
    calendars: () => NO_CALENDARS,
    reserveRule: () => null,
    amountRules: () => TAKES_ALL,
    terms: () => ({ fee, settle }),
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

export const QR: Fact = {
  kind: 'accepted',
  upstreamId: 'U1',
  instructions: { kind: 'qr', payload: '000201' },
};
export const PAGE: Fact = {
  kind: 'accepted',
  upstreamId: 'U2',
  instructions: { kind: 'redirect', url: 'https://bank.example/p' },
};

/** A report that this much was paid. */
export function paid(minor: bigint, paymentRef = 'P1', asset = 'PHP/2'): Fact {
  return {
    kind: 'paid',
    amount: { asset, minor },
    paymentRef,
    bankRef: 'RRN1',
    upstreamId: null,
  };
}

/** A report that nothing will be paid. */
export function declined(code: 'declined' | 'insufficient_balance' | 'upstream_unavailable'): Fact {
  return { kind: 'declined', failure: { code, text: 'no' } };
}

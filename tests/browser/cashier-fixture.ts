/**
 * A merchant, a channel for each way to pay, and a cashier on a bare server with fakes behind it.
 */

import Fastify, { type FastifyInstance } from 'fastify';
import type { Verifying } from '../../src/cashier/deps.ts';
import { registerCashier } from '../../src/cashier/routes.ts';
import type { Channel, PayMethod } from '../../src/domain/channel.ts';
import type { App, Merchant } from '../../src/domain/merchant.ts';
import type { Instructions, Order } from '../../src/domain/order.ts';
import { NO_REFUNDS } from '../../src/domain/refund.ts';
import { refuse } from '../../src/domain/refusal.ts';
import { NO_CALENDARS } from '../../src/domain/settlement-day.ts';
import type { GroupLinks, PayLinks, Reader, Snapshot } from '../../src/ports/core.ts';
import { sampleOrder } from '../support/order.ts';
import { TAKES_ALL } from '../support/payin.ts';

/** The clock of the fakes, until a test moves it. */
export const NOW_MS = Date.UTC(2026, 10, 20, 9, 0, 0);
export const TOKEN = 'b3JkZXI';

/** EMV merchant-presented codes are near this length: PIX, QRIS, QR Ph. */
const QR_PAYLOAD =
  '00020101021226730014BR.GOV.BCB.PIX2551pix.example.com/v2/9d36b84fc70b478fb95c12729b90ca25' +
  '520400005303986540510.505802BR5910LOJA TESTE6009SAO PAULO62070503***63045F18';

export interface Way {
  readonly channel: Channel;
  readonly instructions: Instructions;
  readonly amountMinor: bigint;
}

export const WAYS = {
  redirect: way('PH_GCASH_URL', 'GCash', 'wallet', 'PH', 'PHP/2', 125_050n, {
    kind: 'redirect',
    url: 'https://wallet.example.com/pay?session=8f3a',
  }),
  card: way('PH_CARD', 'Visa / Mastercard', 'card', 'PH', 'PHP/2', 1_999_900n, {
    kind: 'redirect',
    url: 'https://cards.example.com/hosted/8f3a',
  }),
  qr: way('BR_PIX_QR', 'PIX', 'qr', 'BR', 'BRL/2', 12_990n, {
    kind: 'qr',
    payload: QR_PAYLOAD,
    url: 'http://127.0.0.1:4000/wallet/8f3a',
  }),
  va: way('ID_BCA_VA', 'BCA Virtual Account', 'va', 'ID', 'IDR/0', 1_250_000n, {
    kind: 'va',
    bank: 'Bank Central Asia (BCA)',
    number: '8808123456789012',
    name: 'KOPI KITA NUSANTARA',
    url: 'http://127.0.0.1:4000/bank/8f3a',
  }),
  bankTransfer: way('TH_BANK', 'โอนเงินผ่านธนาคาร', 'bank_transfer', 'TH', 'THB/2', 349_000n, {
    kind: 'bank_transfer',
    bank: 'Kasikornbank',
    account: '0123456789',
    name: 'Kopi Kita (Thailand) Co., Ltd.',
  }),
  bill: way('PH_7ELEVEN_BILL', '7-Eleven', 'bill', 'PH', 'PHP/2', 150_000n, {
    kind: 'bill',
    biller: 'KOPI KITA LENDING',
    number: 'PC0000710000067',
    url: 'http://127.0.0.1:4000/counter/8f3a',
  }),
} as const;

function way(
  code: string,
  name: string,
  method: PayMethod,
  country: string,
  asset: string,
  amountMinor: bigint,
  instructions: Instructions,
): Way {
  const channel: Channel = {
    code,
    aliases: {},
    kind: 'payin',
    method,
    country,
    asset,
    name,
    limits: { minMinor: 1n, maxMinor: 10n ** 12n },
    fields: [],
    decimalsAllowed: true,
    expiryMinutes: 15,
    abilities: { refund: NO_REFUNDS, static: false, close: false, void: false },
    enabled: true,
  };
  return { channel, instructions, amountMinor };
}

/** A payin that waits for its payer, 14:59 before it expires. */
export function orderFor(from: Way, changes: Partial<Order> = {}): Order {
  return sampleOrder({
    id: 236_130_395_249_311_744n,
    shard: 0,
    merchantId: 1n,
    appId: 2n,
    merchantRef: 'KK-2026-004711',
    digest: '',
    channel: from.channel.code,
    asset: from.channel.asset,
    amountMinor: from.amountMinor,
    state: 'pending',
    connector: null,
    account: null,
    instructions: from.instructions,
    notifyUrl: null,
    returnUrl: 'https://shop.example.com/orders/4711?from=cashier',
    createdAt: new Date(NOW_MS - 1000),
    expiresAt: new Date(NOW_MS + 899_000),
    ...changes,
  });
}

export function merchantNamed(name: string): Merchant {
  return {
    id: 1n,
    name,
    bucket: 0,
    status: 'active',
    amountPolicy: 'accept',
    latePolicy: 'accept',
    shareOrders: false,
  };
}

/** What the fakes hold; a test changes it while the page is open. */
export interface World {
  order: Order | null;
  /** The codes of the group that its link leads to. */
  group: readonly Order[];
  merchant: Merchant;
  mode: App['mode'];
  /** The clock runs from here on. */
  nowMs: () => number;
  /** Thrown by the reader, when set. */
  trouble: Error | null;
  reads: number;
}

export interface FakeCashier {
  readonly server: FastifyInstance;
  readonly world: World;
}

/** A server that is not listening yet; close it when done. */
export async function fakeCashier(order: Order | null): Promise<FakeCashier> {
  const startedMs = performance.now();
  const world: World = {
    order,
    group: [],
    merchant: merchantNamed('Kopi Kita'),
    mode: 'test',
    nowMs: () => NOW_MS + Math.round(performance.now() - startedMs),
    trouble: null,
    reads: 0,
  };
  const server = Fastify({ logger: false, forceCloseConnections: true });
  await registerCashier(server, {
    reader: readerOf(world),
    snapshot: { current: () => snapshotOf(world) },
    payLinks: PAY_LINKS,
    groupLinks: GROUP_LINKS,
    groupOf: async () => world.group,
    clock: { nowMs: () => world.nowMs() },
    checkout: {
      choicesOf: (of) => Object.values(WAYS).flatMap(({ channel }) => chosenIn(of, channel)),
      choose: async (of, code) => {
        const way = Object.values(WAYS).find(({ channel }) => channel.code === code);
        if (way === undefined) return refuse('channel_unavailable');
        world.order = { ...of, channel: code, instructions: way.instructions };
        return { ok: true };
      },
    },
    verifying: NOBODY_IS_VERIFIED,
  });
  return { server, world };
}

const NOBODY_IS_VERIFIED: Verifying = {
  planOf: () => null,
  chooseDocument: async () => 'refused',
  addPhoto: async () => 'refused',
  submit: async () => 'refused',
};

function chosenIn({ choices }: Order, channel: Channel): readonly Channel[] {
  return choices?.includes(channel.code) ? [channel] : [];
}

const GROUP_LINKS: GroupLinks = {
  urlOf: () => `/b/${TOKEN}`,
  read: (token) => (token === TOKEN ? 236_130_395_249_311_744n : null),
};

const PAY_LINKS: PayLinks = {
  urlOf: () => `/pay/${TOKEN}`,
  read: (token) => (token === TOKEN ? 236_130_395_249_311_744n : null),
};

function readerOf(world: World): Pick<Reader, 'orderById'> {
  return {
    orderById: async () => {
      world.reads += 1;
      if (world.trouble !== null) throw world.trouble;
      return world.order;
    },
  };
}

function snapshotOf(world: World): Snapshot {
  const channels = Object.values(WAYS).map((each) => each.channel);
  return {
    merchant: () => world.merchant,
    appsOf: () => [],
    app: () => ({
      id: 2n,
      merchantId: 1n,
      dialect: 'collect',
      publicId: 'm1',
      mode: world.mode,
      status: 'active',
      keys: [],
      notifyUrl: null,
      payoutNotifyUrl: null,
      ipAllow: [],
      settings: {},
    }),
    appByPublicId: () => null,
    channel: (code) => channels.find((channel) => channel.code === code) ?? null,
    channelByAlias: () => null,
    channels: () => channels,
    calendars: () => NO_CALENDARS,
    amountRules: () => TAKES_ALL,
    reserveRule: () => null,
    terms: () => null,
    accountMode: () => null,
    routes: () => [],
  };
}

import type { PaymentChecker } from '../../src/app/check-payment.ts';
import type { Deps } from '../../src/app/deps.ts';
import type { AmountRules } from '../../src/domain/amount-rules.ts';
import type { Channel, Route, Terms } from '../../src/domain/channel.ts';
import type { Dispatch } from '../../src/domain/dispatch.ts';
import { FREE } from '../../src/domain/fee.ts';
import { idGenerator } from '../../src/domain/id.ts';
import type { App, Merchant } from '../../src/domain/merchant.ts';
import { refuseToCollect } from '../../src/domain/payment-check.ts';
import { PART_REFUNDS } from '../../src/domain/refund.ts';
import type {
  CreateCheckout,
  CreateCode,
  CreateMandate,
  CreatePayin,
  CreatePayout,
  CreateRefund,
} from '../../src/domain/request.ts';
import type { ReserveRule } from '../../src/domain/reserve.ts';
import { NO_CALENDARS } from '../../src/domain/settlement-day.ts';
import { mayServe, type SignedOnce } from '../../src/domain/signed-once.ts';
import type { GroupLinks, Lanes, Reader, Snapshot } from '../../src/ports/core.ts';
import type { ReportDeps } from '../../src/ports/report.ts';
import type { SignedTexts } from '../../src/ports/signed-texts.ts';
import { TAKES_ALL } from './payin.ts';
import { ALL_WELL } from './routing.ts';
import { memoryFiles } from './verification-files.ts';

/** The provider's account over which the shop's channels run. */
export const SOURCE = { connector: 'fake', account: 'main' };

export const CALLER_IP = '192.0.2.1';

export const PAYIN_CHANNEL: Channel = {
  code: 'PAY',
  aliases: { plain: 'any' },
  kind: 'payin',
  method: 'redirect',
  country: 'PH',
  asset: 'PHP/2',
  name: 'Pay',
  limits: { minMinor: 1n, maxMinor: 1_000_000_000n },
  fields: [],
  decimalsAllowed: true,
  expiryMinutes: 30,
  abilities: { refund: PART_REFUNDS, static: false, close: true, void: true },
  enabled: true,
};
export const USD_CHANNEL: Channel = { ...PAYIN_CHANNEL, code: 'PAY_USD', asset: 'USD/2' };
const PAYOUT_CHANNEL: Channel = {
  ...PAYIN_CHANNEL,
  code: 'OUT',
  kind: 'payout',
  method: 'payout',
  expiryMinutes: 0,
};
export const CODE_CHANNEL: Channel = {
  ...PAYIN_CHANNEL,
  code: 'CODE',
  method: 'va',
  limits: { minMinor: 100n, maxMinor: 1_000_000n },
  expiryMinutes: 0,
  abilities: { ...PAYIN_CHANNEL.abilities, static: true },
};
export const DEBIT_CHANNEL: Channel = { ...PAYIN_CHANNEL, code: 'DEBIT', method: 'direct_debit' };
const QR_CHANNEL: Channel = { ...PAYIN_CHANNEL, code: 'QR', method: 'qr' };
const CHANNELS = [
  PAYIN_CHANNEL,
  USD_CHANNEL,
  QR_CHANNEL,
  CODE_CHANNEL,
  DEBIT_CHANNEL,
  PAYOUT_CHANNEL,
];

/** What a test may want otherwise. */
export interface ShopOptions {
  readonly lanes: Lanes;
  readonly reader: Reader;
  readonly merchants: readonly Merchant[];
  readonly nowMs: () => number;
  readonly node?: number;
  readonly terms?: Readonly<Record<string, Terms>>;
  /** Beside what each merchant was made with. */
  readonly amountRules?: Partial<AmountRules>;
  /** Of what is settled; left out: nothing is held. */
  readonly reserveRule?: ReserveRule;
  readonly app?: Partial<App>;
  readonly dispatchNow?: (dispatch: Dispatch) => Promise<void>;
  readonly reports?: ReportDeps;
  /** Left out: every text serves every operation. */
  readonly signedTexts?: SignedTexts;
  /** Beside the one that each merchant has. */
  readonly moreApps?: readonly App[];
  /** Whose money the provider's account moves; null, if not given: whatever the order does. */
  readonly accountMode?: Snapshot['accountMode'];
  /** Instead of those of the same code. */
  readonly channels?: readonly Channel[];
  /** What there is, to whoever lists the channels; left out: the shop's own. */
  readonly listed?: readonly Channel[];
}

/** Of a shop whose dialect has no reports. */
export const NO_REPORTS: ReportDeps = {
  queries: {
    ask: async () => ({ kind: 'empty' }),
    file: async () => null,
    bytes: async function* () {},
  },
  links: { urlOf: () => 'https://pay.example/r/none', read: () => null },
  tablesOf: () => null,
};

const FREE_AT_ONCE: Terms = { fee: FREE, settle: 0 };

export function merchantOf(bucket: number, changes: Partial<Merchant> = {}): Merchant {
  const id = idGenerator(31)(bucket, Date.UTC(2026, 0, 1) + bucket);
  return {
    id,
    name: `Shop ${bucket}`,
    bucket,
    status: 'active',
    amountPolicy: 'accept',
    latePolicy: 'accept',
    shareOrders: false,
    ...changes,
  };
}

/** The first app of a merchant has the merchant's id. */
export function appOf(merchant: Merchant, changes: Partial<App> = {}): App {
  return {
    id: merchant.id,
    merchantId: merchant.id,
    dialect: 'plain',
    publicId: `${merchant.id}`,
    mode: 'live',
    status: 'active',
    keys: [],
    notifyUrl: 'https://shop.example/notify',
    payoutNotifyUrl: null,
    ipAllow: [],
    settings: {},
    ...changes,
  };
}

/** Of providers that ask nothing. */
export const NO_CHECKS: PaymentChecker = async () =>
  refuseToCollect('unknown_order', 'nobody is asked here');

/** What a merchant agreed to that wants its orders whole. */
export const HOLD_SHORT = {
  short: { rule: 'hold', tolerancePpm: 0n, toleranceMinor: 0n },
} as const;

/** Links that nobody reads. */
export const GROUP_LINKS: GroupLinks = {
  urlOf: (id) => `https://pay.example/b/${id}`,
  read: () => null,
};

/** Every text serves every operation: time stands still in many tests, and texts are alike. */
export const ANY_TEXT: SignedTexts = { claim: async () => true };

/** As the database remembers them, for ever. */
export function rememberedTexts(): SignedTexts {
  const first = new Map<string, SignedOnce>();
  return {
    async claim(appId, once) {
      const key = `${appId} ${once.digest}`;
      const served = first.get(key) ?? once;
      first.set(key, served);
      return mayServe(served, once);
    },
  };
}

/** Everything that the commands need, over whichever lanes. */
export function shopOf(options: ShopOptions): Deps {
  const { lanes, reader, nowMs } = options;
  const snapshot = snapshotOf(options);
  const generate = idGenerator(options.node ?? 1);
  return {
    lanes,
    reader,
    snapshot: { current: () => snapshot },
    clock: { nowMs },
    ids: { next: (bucket) => generate(bucket, nowMs()) },
    payLinks: { urlOf: (id) => `https://pay.example/${id}`, read: () => null },
    groupLinks: GROUP_LINKS,
    dispatchNow: {
      promise: () => null,
      run: async (dispatch) => {
        await options.dispatchNow?.(dispatch);
        return null;
      },
    },
    reports: options.reports ?? NO_REPORTS,
    notifyUrlProblem: () => null,
    routing: ALL_WELL,
    signedTexts: options.signedTexts ?? ANY_TEXT,
    publicUrl: 'https://pay.example',
    verifications: memoryFiles(reader),
    beneficiaries: {
      fieldsOf: async () => null,
      mayBePaid: async () => true,
      withinLimit: (_key, _since, work) => work(0n),
    },
  };
}

function snapshotOf({ merchants, terms = {}, app = {}, ...more }: ShopOptions): Snapshot {
  const known = new Map(merchants.map((merchant) => [merchant.id, merchant]));
  const all = [...merchants.map((merchant) => appOf(merchant, app)), ...(more.moreApps ?? [])];
  const apps = new Map(all.map((each) => [each.id, each]));
  const accountMode = more.accountMode ?? (() => null);
  const open = [...CHANNELS, ...(more.channels ?? [])];
  const channels = new Map(open.map((channel) => [channel.code, channel]));
  const route = (channelCode: string): Route => ({
    ...SOURCE,
    channelCode,
    priority: 0,
    weight: 1,
    enabled: true,
    merchantIds: null,
    minMinor: null,
    maxMinor: null,
  });
  return {
    merchant: (id) => known.get(id) ?? null,
    app: (id) => apps.get(id) ?? null,
    appsOf: (merchantId) => all.filter((each) => each.merchantId === merchantId),
    appByPublicId: () => null,
    channel: (code) => channels.get(code) ?? null,
    channelByAlias: () => null,
    channels: () => more.listed ?? CHANNELS,
    calendars: () => NO_CALENDARS,
    reserveRule: () => more.reserveRule ?? null,
    amountRules: ({ merchantId }) => ({
      ...(known.get(merchantId) ?? TAKES_ALL),
      ...more.amountRules,
    }),
    terms: (_merchantId, code) => terms[code] ?? FREE_AT_ONCE,
    routes: (code, _merchantId, _amountMinor, mode) =>
      [null, mode].includes(accountMode(SOURCE)) ? [route(code)] : [],
    accountMode,
  };
}

const ASKED = {
  scope: 'order',
  digest: 'd0',
  amountMinor: 10_000n,
  metadata: {},
  notifyUrl: null,
  onRepeat: 'return_first',
  wait: 'none',
} as const;

export function payinRequest(merchantRef: string, changes: Partial<CreatePayin> = {}): CreatePayin {
  return {
    ...ASKED,
    kind: 'create_payin',
    merchantRef,
    channel: PAYIN_CHANNEL,
    fields: {},
    returnUrl: null,
    expiryMinutes: null,
    ...changes,
  };
}

export function payoutRequest(
  merchantRef: string,
  changes: Partial<CreatePayout> = {},
): CreatePayout {
  return {
    ...ASKED,
    kind: 'create_payout',
    merchantRef,
    channel: PAYOUT_CHANNEL,
    fields: {},
    ...changes,
  };
}

export function refundRequest(
  merchantRef: string,
  payin: CreateRefund['payin'],
  changes: Partial<CreateRefund> = {},
): CreateRefund {
  return { ...ASKED, kind: 'create_refund', operation: 'refund', merchantRef, payin, ...changes };
}

/** A code for any amount and many payments. */
export function codeRequest(merchantRef: string, changes: Partial<CreateCode> = {}): CreateCode {
  return {
    ...ASKED,
    kind: 'create_code',
    scope: 'code',
    merchantRef,
    channel: CODE_CHANNEL,
    amountMinor: 0n,
    fields: {},
    minMinor: null,
    maxMinor: null,
    single: false,
    expiresAt: null,
    ...changes,
  };
}

export function mandateRequest(
  merchantRef: string,
  changes: Partial<CreateMandate> = {},
): CreateMandate {
  return {
    ...ASKED,
    kind: 'create_mandate',
    scope: 'mandate',
    merchantRef,
    channel: DEBIT_CHANNEL,
    amountMinor: 0n,
    fields: {},
    returnUrl: null,
    ...changes,
  };
}

export function checkoutRequest(
  merchantRef: string,
  changes: Partial<CreateCheckout> = {},
): CreateCheckout {
  return {
    ...ASKED,
    kind: 'create_checkout',
    merchantRef,
    country: 'PH',
    asset: 'PHP/2',
    channels: null,
    fields: {},
    returnUrl: null,
    expiryMinutes: 60,
    ...changes,
  };
}

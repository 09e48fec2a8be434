/** A merchant's available money goes to a beneficiary of its own: hold first, then it is sent. */
import type { Channel, Route } from '../domain/channel.ts';
import { BOOK_ZONE_MINUTES, dayText } from '../domain/day.ts';
import { firstDispatch } from '../domain/dispatch.ts';
import { FREE } from '../domain/fee.ts';
import { majorText } from '../domain/money.ts';
import type { Order } from '../domain/order.ts';
import { hold, outgoingFee } from '../domain/payout.ts';
import { type Refused, refuse } from '../domain/refusal.ts';
import { type Beneficiary, stateOf, type WithdrawalTerms } from '../domain/withdrawal.ts';
import { firstRoute } from './choose-route.ts';
import { type Claimed, claimCommand, draftOrder, refusedAs } from './claim.ts';
import { checkLimits } from './create-payin.ts';
import type { Deps } from './deps.ts';

/** The name space of its references; no dialect has it. */
export const WITHDRAWAL_SCOPE = 'withdrawal';
/** What stands for a channel where a bank account of the platform pays. */
export const BY_BANK = 'BANK';
const LEAST_MINOR = 1n;

export interface WithdrawalRequest {
  readonly beneficiary: Beneficiary;
  /** Null: none were set, and it costs nothing. */
  readonly terms: WithdrawalTerms | null;
  /** The same withdrawal under the same reference is one. */
  readonly reference: string;
  readonly amountMinor: bigint;
  /** The bank account that pays where no provider does; null: there is none. */
  readonly bank: string | null;
  /** Who asked for it. */
  readonly by: string;
}

export type WithdrawalDeps = Pick<
  Deps,
  'snapshot' | 'routing' | 'ids' | 'lanes' | 'clock' | 'beneficiaries'
>;

/**
 * Hold and claim are one transaction. A beneficiary that rests or is blocked gets nothing. What is
 * not covered is kept as failed: a later repeat cannot succeed by surprise.
 */
export async function createWithdrawal(
  deps: WithdrawalDeps,
  request: WithdrawalRequest,
): Promise<Claimed> {
  const drafted = draftWithdrawal(deps, request);
  if (!drafted.ok) return { kind: 'refused', refused: drafted };
  const dayMax = request.terms?.dayMaxMinor ?? null;
  if (dayMax === null) return await claim(deps, drafted.order, null);
  const today = dayText(new Date(deps.clock.nowMs()));
  const since = new Date(Date.parse(`${today}T00:00:00Z`) - BOOK_ZONE_MINUTES * 60_000);
  return await deps.beneficiaries.withinLimit(drafted.order, since, (withdrawnMinor) =>
    claim(deps, drafted.order, dayMax - withdrawnMinor),
  );
}

/** `leftMinor`: what may be withdrawn yet on this day; null: there is no limit. */
async function claim(
  deps: Pick<WithdrawalDeps, 'lanes'>,
  order: Order,
  leftMinor: bigint | null,
): Promise<Claimed> {
  const isSent = order.account !== null;
  const command = claimCommand(order, { balanceKeys: () => [order] }, (rows, at) => {
    if (leftMinor !== null && order.amountMinor > leftMinor) {
      const { asset } = order;
      const left = majorText({ asset, minor: leftMinor < 0n ? 0n : leftMinor });
      const detail = `is above the limit of the day: ${left} is left`;
      return refusedAs(refuse('amount_out_of_limits', 'amount', detail), order, at);
    }
    const held = hold(order, rows.balance(order));
    if (held === null) return refusedAs(refuse('insufficient_balance'), order, at);
    const dispatches = isSent ? [firstDispatch(order)] : [];
    return { changes: { entries: [held], dispatches } };
  });
  const claimed = await deps.lanes.submit(command);
  if (claimed.kind !== 'repeat') return claimed;
  const { digest, failure } = claimed.order;
  if (digest !== order.digest) {
    const detail = 'was used for another withdrawal';
    return { kind: 'refused', refused: refuse('duplicate_order', 'reference', detail) };
  }
  const refusal = failure?.refusal;
  return refusal === undefined ? claimed : { kind: 'refused', refused: { ok: false, refusal } };
}

/** The order as it shall stand; or why there can be none. */
function draftWithdrawal(
  deps: WithdrawalDeps,
  { beneficiary, terms, reference, amountMinor, bank, by }: WithdrawalRequest,
): { readonly ok: true; readonly order: Order } | Refused {
  const { merchantId, mode, asset } = beneficiary;
  const snapshot = deps.snapshot.current();
  const merchant = snapshot.merchant(merchantId);
  const app = snapshot.appsOf(merchantId).find((one) => one.mode === mode);
  if (merchant === null || app === undefined) return refuse('not_found', 'merchant');
  const state = stateOf(beneficiary, deps.clock.nowMs());
  if (state !== 'active') return refuse('not_supported', 'beneficiary', `is ${state}`);
  const least = terms?.minMinor ?? LEAST_MINOR;
  if (amountMinor < least) {
    const detail = `must be ${majorText({ asset, minor: least })} or more`;
    return refuse('amount_out_of_limits', 'amount', detail);
  }
  const way = wayOf(deps, beneficiary, amountMinor, bank);
  if (!way.ok) return way;
  const draft = draftOrder(deps, {
    ...{ kind: 'withdrawal', app, merchant, channel: way.channel, route: way.route },
    ...{ terms: { fee: terms?.fee ?? FREE, settle: 0 }, returnUrl: null, expiresAt: null },
    fields: { 'beneficiary.name': beneficiary.name, 'beneficiary.account': beneficiary.account },
    parent: null,
    request: {
      ...{
        scope: WITHDRAWAL_SCOPE,
        merchantRef: reference,
        digest: `${beneficiary.id} ${amountMinor}`,
      },
      ...{ amountMinor, metadata: { by }, notifyUrl: null },
    },
  });
  const withdrawal = { beneficiaryId: beneficiary.id, bank: way.route === null ? bank : null };
  const order = { ...draft, notifyUrl: null, withdrawal };
  return { ok: true, order: { ...order, feeMinor: outgoingFee(order) } };
}

interface Way {
  readonly ok: true;
  readonly channel: Pick<Channel, 'code' | 'asset'>;
  readonly route: Pick<Route, 'connector' | 'account'> | null;
}

/** By a provider's payout, or by a bank account of the platform. */
function wayOf(
  deps: Pick<Deps, 'snapshot' | 'routing'>,
  { channel: code, merchantId, mode, asset }: Beneficiary,
  amountMinor: bigint,
  bank: string | null,
): Way | Refused {
  if (code === null) {
    return bank === null
      ? refuse('channel_unavailable', 'bank', 'no bank account of the platform pays this currency')
      : { ok: true, channel: { code: BY_BANK, asset }, route: null };
  }
  const channel = deps.snapshot.current().channel(code);
  if (channel === null || !channel.enabled) {
    return refuse('channel_unavailable', 'channel', `${code} is closed`);
  }
  const within = checkLimits(channel, amountMinor);
  if (!within.ok) return within;
  const route = firstRoute(deps, { id: null, channel: code, merchantId, mode, amountMinor });
  return route === null
    ? refuse('channel_unavailable', 'channel', `${code} has no route for this merchant`)
    : { ok: true, channel, route };
}

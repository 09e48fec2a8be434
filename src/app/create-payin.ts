/** A merchant wants to be paid: by a payer who acts, or by one who permitted it before. */
import type { Channel } from '../domain/channel.ts';
import { majorText } from '../domain/money.ts';
import type { Order } from '../domain/order.ts';
import { type Refused, refuse } from '../domain/refusal.ts';
import type { CreatePayin, Outcome } from '../domain/request.ts';
import { checkFields } from '../fields/check-fields.ts';
import { type CallingApp, callerOf } from './caller.ts';
import { firstRoute } from './choose-route.ts';
import { type ClaimParts, claimAndSend, draftOrder, expiryOf } from './claim.ts';
import type { Caller, Deps } from './deps.ts';
import { findOrder } from './find-order.ts';

/** Checks against catalogue, terms and routes, claims the reference, leaves a dispatch. */
export async function createPayin(
  deps: Deps,
  caller: Caller,
  request: CreatePayin,
): Promise<Outcome> {
  const who = callerOf(deps, caller);
  if (!who.ok) return who;
  const ready = prepare(deps, who.app, request);
  if (!ready.ok) return ready;
  const { channel } = request;
  if (channel.abilities.static) {
    return refuse(
      'channel_unavailable',
      'channel',
      'this channel offers reusable payment codes only',
    );
  }
  const debited = await mandateOf(deps, who, request);
  if (!debited.ok) return debited;
  const { mandate } = debited;
  const order = draftOrder(deps, {
    ...who,
    ...ready,
    kind: 'payin',
    channel,
    // A mandate is one provider's.
    route: mandate === null ? ready.route : routeOf(mandate),
    request,
    returnUrl: request.returnUrl,
    parent: mandate,
    expiresAt: expiryOf(deps, request.expiryMinutes ?? channel.expiryMinutes),
  });
  const parts = { balanceKeys: () => [], ...quotaOf(deps, order, channel) };
  return await claimAndSend(deps, who, order, parts, request);
}

/** The live mandate that a payin names; null for the payins that name none. */
async function mandateOf(
  deps: Pick<Deps, 'reader' | 'snapshot'>,
  who: CallingApp,
  { mandate: key, channel }: CreatePayin,
): Promise<{ ok: true; mandate: Order | null } | Refused> {
  const needed = channel.method === 'direct_debit';
  if (key === undefined) {
    return needed
      ? refuse('missing_field', 'mandate', 'a mandate is required for this channel')
      : { ok: true, mandate: null };
  }
  const mandate = await findOrder(deps, who, key, { kinds: ['mandate'], channel: channel.code });
  if (mandate?.state !== 'active') {
    return refuse(
      'not_found',
      'mandate',
      'the mandate is unknown, expired or cancelled',
      'mandate_inactive',
    );
  }
  return { ok: true, mandate };
}

/** The provider that an order went to: what comes of it goes there too. */
export function routeOf({ connector, account }: Order) {
  return { connector: connector as string, account: account as string };
}

/** The app or order that something is checked for: its merchant, and whose money it moves. */
export type Whose = Pick<Order, 'merchantId' | 'mode'>;

/** What payins, payouts and codes are checked for before anything is written. */
export function prepare(
  deps: Deps,
  whose: Whose,
  request: Pick<CreatePayin, 'channel' | 'amountMinor' | 'fields'>,
) {
  const { channel, amountMinor } = request;
  if (!channel.enabled) return refuse('channel_unavailable', 'channel', 'the channel is closed');
  const within = checkLimits(channel, amountMinor);
  if (!within.ok) return within;
  return agreed(deps, whose, request);
}

/** The same without the amount: of a code's, there may be none. */
export function agreed(
  deps: Deps,
  whose: Whose,
  request: Pick<CreatePayin, 'channel' | 'amountMinor' | 'fields'>,
) {
  const { channel, amountMinor } = request;
  const snapshot = deps.snapshot.current();
  const checked = checkFields(channel, request.fields);
  if (!checked.ok) return checked;
  const terms = snapshot.terms(whose.merchantId, channel.code, new Date(deps.clock.nowMs()));
  const { merchantId, mode } = whose;
  const route = firstRoute(deps, {
    id: null,
    channel: channel.code,
    merchantId,
    mode,
    amountMinor,
  });
  if (terms === null || route === null) {
    return refuse('channel_unavailable', 'channel', 'the channel is not open for this merchant');
  }
  return { ok: true as const, terms, route, fields: checked.fields };
}

const DAY_MS = 86_400_000;

/** What an order counts against where its channel has such limits, and why it cannot be made. */
export function quotaOf(
  deps: Pick<Deps, 'clock'>,
  { merchantId, mode, channel, amountMinor }: Order,
  { asset, limits: { dayMinor, openMax } }: Channel,
): Pick<ClaimParts, 'quota' | 'exceeded'> {
  if (dayMinor === undefined && openMax === undefined) return {};
  const nowMs = deps.clock.nowMs();
  return {
    quota: { merchantId, mode, channel, since: new Date(nowMs - (nowMs % DAY_MS)) },
    exceeded({ orderedMinor, openCount }) {
      if (dayMinor !== undefined && orderedMinor + amountMinor > dayMinor) {
        const limit = majorText({ asset, minor: dayMinor });
        const used = majorText({ asset, minor: orderedMinor });
        const detail = `the daily limit of ${limit} would be exceeded: ${used} are used`;
        return refuse('amount_out_of_limits', 'amount', detail, 'volume_limit');
      }
      if (openMax === undefined || openCount < openMax) return null;
      const detail = `${openCount} unpaid orders are open, the most allowed`;
      return refuse('rate_limited', undefined, detail, 'too_many_open');
    },
  };
}

export function checkLimits(
  { asset, limits: { minMinor, maxMinor } }: Channel,
  amountMinor: bigint,
): { ok: true } | Refused {
  if (amountMinor <= 0n) return refuse('amount_invalid', 'amount', 'amount must be above zero');
  if (amountMinor < minMinor || amountMinor > maxMinor) {
    const [least, most] = [minMinor, maxMinor].map((minor) => majorText({ asset, minor }));
    const detail = `amount must be from ${least} to ${most} for this channel`;
    return refuse('amount_out_of_limits', 'amount', detail);
  }
  return { ok: true };
}

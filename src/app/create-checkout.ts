/**
 * A payin whose channel the payer chooses on our page. Until then no provider knows of it; each
 * choice is a dispatch of its own, and whichever is paid pays the order.
 */
import type { Channel } from '../domain/channel.ts';
import type { Command } from '../domain/decision.ts';
import { type Dispatch, dispatchOf, isCreate } from '../domain/dispatch.ts';
import { FREE } from '../domain/fee.ts';
import { goneOnBy } from '../domain/left-dispatch.ts';
import type { App } from '../domain/merchant.ts';
import type { Order } from '../domain/order.ts';
import { type Refused, refuse } from '../domain/refusal.ts';
import type { CreateCheckout, Outcome } from '../domain/request.ts';
import { callerOf } from './caller.ts';
import { claimCommand, draftOrder, expiryOf, INSTRUCTIONS_WITHIN_MS, runClaim } from './claim.ts';
import { prepare, quotaOf } from './create-payin.ts';
import type { Caller, Deps } from './deps.ts';

/** What an order's channel is called until the payer has chosen one. */
export const NOT_CHOSEN = 'checkout';

export async function createCheckout(
  deps: Deps,
  caller: Caller,
  request: CreateCheckout,
): Promise<Outcome> {
  const who = callerOf(deps, caller);
  if (!who.ok) return who;
  if (request.amountMinor <= 0n) {
    return refuse('amount_invalid', 'amount', 'amount must be above zero');
  }
  const offered = offeredTo(deps, who, request);
  if (offered.length === 0) {
    return refuse('channel_unavailable', 'channel', 'no channel takes this order');
  }
  const order = draftOrder(deps, {
    ...who,
    kind: 'payin',
    channel: { code: NOT_CHOSEN, asset: request.asset },
    // Agreed anew with the channel.
    terms: { fee: FREE, settle: 0 },
    route: null,
    request,
    fields: request.fields,
    returnUrl: request.returnUrl,
    parent: null,
    choices: offered.map(({ code }) => code),
    expiresAt: expiryOf(deps, request.expiryMinutes),
  });
  const command = claimCommand(order, { balanceKeys: () => [] }, () => ({ changes: {} }));
  return await runClaim(deps, who, command, request);
}

/** Whether a merchant of the dialect could name the channel at all. */
export function isNamedIn({ aliases }: Channel, dialect: string): boolean {
  return aliases[dialect] !== undefined;
}

type Wanted = Pick<CreateCheckout, 'country' | 'asset' | 'channels' | 'amountMinor' | 'fields'>;

/** Channels that would take the order as it is: its amount, and what is known of the payer. */
function offeredTo(deps: Deps, { app }: { readonly app: App }, wanted: Wanted): readonly Channel[] {
  return deps.snapshot
    .current()
    .channels()
    .filter((channel) => {
      const fits =
        channel.kind === 'payin' &&
        isNamedIn(channel, app.dialect) &&
        channel.country === wanted.country &&
        channel.asset === wanted.asset &&
        channel.method !== 'direct_debit' &&
        !channel.abilities.static &&
        (wanted.channels === null || wanted.channels.includes(channel.code));
      return fits && prepare(deps, app, { ...wanted, channel }).ok;
    });
}

/** The channels that the payer of an order may choose from; empty when the order has none. */
export function choicesOf(deps: Deps, order: Order): readonly Channel[] {
  const choices = order.choices ?? [];
  return choices.flatMap((code) => openChoice(deps, order, code)?.channel ?? []);
}

/** One of an order's choices with what it would agree to; null: it is none, or not any more. */
function openChoice(deps: Deps, order: Order, code: string) {
  const channel = order.choices?.includes(code) ? deps.snapshot.current().channel(code) : null;
  if (channel === null) return null;
  const ready = prepare(deps, order, { ...order, channel });
  return ready.ok ? { channel, ready } : null;
}

/** How often one order's payer may choose: each choice is a call upstream. */
const CHOICES_MAX = 20;

/**
 * The payer's choice. The order takes the channel's terms and route, and is sent there. Choosing
 * the same channel again changes nothing, nor does a choice by a page on which the order still had
 * another channel than it has: one choice wins, and the others see it. Resolves when the provider
 * has reported what the payer has to do, or it has taken too long: the page asks again then.
 */
export async function chooseChannel(
  deps: Deps,
  order: Order,
  code: string,
): Promise<{ readonly ok: true } | Refused> {
  const chosen = openChoice(deps, order, code);
  if (chosen === null) return refuse('channel_unavailable', 'channel');
  const made = await deps.lanes.submit(choice(deps, order, chosen));
  if (typeof made === 'object' && 'refusal' in made) return made;
  switch (made) {
    case 'ended':
      return refuse('not_supported', undefined, 'not to be paid', 'ended');
    case 'too_often':
      return refuse('rate_limited', 'channel', 'chosen too often');
    case 'chosen':
      return { ok: true };
    default:
      await deps.dispatchNow.run(made, INSTRUCTIONS_WITHIN_MS);
      return { ok: true };
  }
}

function choice(
  deps: Pick<Deps, 'clock'>,
  { channel: seen, ...rest }: Order,
  { channel, ready }: NonNullable<ReturnType<typeof openChoice>>,
): Command<Dispatch | Refused | 'chosen' | 'too_often' | 'ended'> {
  const { id, shard } = rest;
  const { exceeded, ...limited } = quotaOf(deps, { ...rest, channel: channel.code }, channel);
  return {
    shard,
    ...limited,
    orderIds: [id],
    dispatchesOf: [id],
    balanceKeys: () => [],
    decide(rows, at) {
      const order = rows.order(id);
      if (order?.state !== 'created' && order?.state !== 'pending') {
        return { changes: {}, answer: 'ended' };
      }
      const isChosen = order.channel === channel.code || order.channel !== seen;
      if (isChosen) return { changes: {}, answer: 'chosen' };
      const n = rows.dispatches(id).filter(isCreate).length + 1;
      if (n > CHOICES_MAX) return { changes: {}, answer: 'too_often' };
      const why = rows.quotaUse === null ? null : (exceeded?.(rows.quotaUse) ?? null);
      if (why !== null) return { changes: {}, answer: why };
      const { terms, fields, route } = ready;
      const { connector, account } = route;
      const next = { n, channel: channel.code, terms, fields, connector, account };
      const chosen: Order = { ...goneOnBy(order, next), state: 'created' };
      const dispatch = dispatchOf(chosen, n, 'payin', at);
      return { changes: { rewritten: [chosen], dispatches: [dispatch] }, answer: dispatch };
    },
  };
}

/** What a payer's page does with a checkout. */
export function checkoutOf(deps: Deps) {
  return {
    choicesOf: (order: Order) => choicesOf(deps, order),
    choose: (order: Order, code: string) => chooseChannel(deps, order, code),
  };
}

/** Refunding a payin by hand: through the same use case that merchants use. */
import { createHash, randomBytes } from 'node:crypto';
import type { Claimed } from '../../app/claim.ts';
import { createRefund } from '../../app/create-refund.ts';
import type { Channel } from '../../domain/channel.ts';
import { parseId } from '../../domain/id.ts';
import type { Order } from '../../domain/order.ts';
import { refundableMinor as refundableOf } from '../../domain/refund.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { MAJOR_TEXT, parseAmount } from '../../wire/amount.ts';
import { ipOf } from '../actor.ts';
import { type Done, type Failed, failed, type OperatorCommand } from '../command.ts';
import { ofOrder } from '../member-rule.ts';

/** The name space of references made here; no dialect has it. */
const SCOPE = 'console';
const REFUND_REF = /^OP[0-9A-F]{20}$/;

/** Made with the form: a form sent twice is one refund. */
export function newRefundRef(): string {
  return `OP${randomBytes(10).toString('hex').toUpperCase()}`;
}

/** The reference of a form that comes back with an error; `fresh` where it had none of ours. */
export function keptRefundRef(typed: string | undefined, fresh: string): string {
  return typed !== undefined && REFUND_REF.test(typed) ? typed : fresh;
}

interface Checked {
  readonly payin: Order;
  readonly merchantRef: string;
  readonly amountMinor: bigint;
}

/** What a channel can give back, in a word. */
export function refundWordOf({ abilities }: Channel): 'none' | 'full' | 'partial' {
  const { full, partial } = abilities.refund;
  if (partial) return 'partial';
  return full ? 'full' : 'none';
}

/** What may still be given back; zero where the order or its channel has no refunds. */
export function refundableMinor(order: Order, channel: Channel | null): bigint {
  if (order.kind !== 'payin' || order.state !== 'paid' || order.voided) return 0n;
  if (channel === null || refundWordOf(channel) === 'none') return 0n;
  const restMinor = refundableOf(order);
  return restMinor > 0n ? restMinor : 0n;
}

export const refund: OperatorCommand<Checked, null> = {
  name: 'refund',
  ability: 'refund',
  member: ofOrder('refund'),
  confirm: 'password',
  approval: 'four_eyes',
  changesConfiguration: false,
  subject: ({ id = '' }) => `order ${id}`,
  async check(deps, _actor, input) {
    const id = parseId(input.id ?? '');
    const payin = id === null ? null : await deps.reader.orderById(id);
    if (payin === null || payin.kind !== 'payin') return failed('not_found');
    const merchantRef = input.ref ?? '';
    if (!REFUND_REF.test(merchantRef)) return failed('form_stale');
    const amount = parseAmount((input.amount ?? '').trim(), payin.asset, MAJOR_TEXT);
    if (!amount.ok) return failed('amount', amount.error.reason);
    const { minor: amountMinor } = amount.value;
    const order = { orderId: String(payin.id), asset: payin.asset };
    const summary = { ...order, amountMinor: String(amountMinor), finding: null };
    const value = { payin, merchantRef, amountMinor };
    return { ok: true, value, summary: { ...summary, evidence: merchantRef } };
  },
  async approvable(deps, { payin, amountMinor }) {
    const channel = deps.snapshot.current().channel(payin.channel);
    const fits = amountMinor > 0n && amountMinor <= refundableMinor(payin, channel);
    return fits ? null : failed('refund_refused', 'refund_exceeds_paid');
  },
  async execute(run, { payin, merchantRef, amountMinor }) {
    const words = `${merchantRef} ${amountMinor} ${payin.asset} order`;
    const outcomeOf = (answer: unknown): Done<null> | Failed => {
      const claimed = answer as Claimed;
      if (claimed.kind === 'refused') return refusedAs(claimed.refused.refusal);
      const detail = `${words} ${claimed.order.id}`;
      return { ok: true, result: null, before: payin, detail };
    };
    const outcome = await createRefund(
      { ...run.deps, lanes: run.lanes(outcomeOf) },
      { appId: payin.appId, ip: ipOf(run.actor) },
      {
        kind: 'create_refund',
        operation: 'refund',
        scope: SCOPE,
        merchantRef,
        digest: createHash('sha256').update(`${payin.id} ${amountMinor}`).digest('hex'),
        amountMinor,
        metadata: {},
        notifyUrl: null,
        onRepeat: 'return_first',
        wait: 'none',
        payin: { kind: 'id', id: payin.id },
      },
    );
    if (!outcome.ok) return refusedAs(outcome.refusal);
    const made = outcome.kind === 'created' ? outcome.order : null;
    const detail = `${words} ${made?.id ?? ''}`;
    return { ok: true, result: null, before: payin, after: made, detail };
  },
};

function refusedAs({ code, detail }: Refusal): Failed {
  return failed('refund_refused', detail === undefined ? code : `${code}: ${detail}`);
}

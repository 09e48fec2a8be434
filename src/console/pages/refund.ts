/** Refunding a payin by hand: through the same command that merchants use. */
import { createHash, randomBytes } from 'node:crypto';
import { createRefund } from '../../app/create-refund.ts';
import type { Channel } from '../../domain/channel.ts';
import { parseId } from '../../domain/id.ts';
import type { Order } from '../../domain/order.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import { MAJOR_TEXT, parseAmount } from '../../wire/amount.ts';
import type { ConsoleDeps } from '../deps.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import { type Action, type Ask, type Checked, type Failed, type Form, failed } from '../screen.ts';
import type { OrderModel } from './order-model.ts';

/** The name space of references made here; no dialect has it. */
const SCOPE = 'console';
const REF = /^OP[0-9A-F]{20}$/;

/** Made with the form: a form sent twice is one refund. */
export function newRefundRef(): string {
  return `OP${randomBytes(10).toString('hex').toUpperCase()}`;
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
  return order.paidMinor - order.refundedMinor;
}

export function refundForm(model: OrderModel, context: PageContext): SafeHtml | null {
  const { order, refundable } = model;
  if (refundable === null || !context.may('refund')) return null;
  const { t, typed } = context;
  const rest = { asset: order.asset, minor: refundable.restMinor };
  const ref = REF.test(typed.ref ?? '') ? (typed.ref as string) : refundable.ref;
  const form = parts.postForm(
    context,
    parts.at(['orders', String(order.id), 'refund']),
    html`<p>${t.refund.lead(parts.amountText(rest, context))}</p>
${parts.hidden('ref', ref)}
${parts.field({ name: 'amount', label: t.refund.amount, value: typed.amount ?? '', inputmode: 'decimal', required: true })}
${parts.passwordField(context)}
<p class="hint">${t.refund.ref}: <code>${ref}</code></p>
${parts.moneyButton(t.refund.button, context)}`,
  );
  const open = typed.ref !== undefined;
  return html`<section class="card">${parts.fold(t.refund.title, form, open)}</section>`;
}

export const refundAction: Action = {
  path: '/orders/:id/refund',
  ability: 'refund',
  name: 'refund',
  confirm: true,
  screen: '/orders/:id',
  subject: ({ params }) => `order ${params.id ?? ''}`,
  twoPersons: { name: 'refund', check },
  async run(deps: ConsoleDeps, { params, ip }: Ask, form: Form) {
    const asked = await read(deps, params, form);
    if (!asked.ok) return asked;
    const { payin, merchantRef, amountMinor } = asked;
    const outcome = await createRefund(
      deps,
      { appId: payin.appId, ip },
      {
        do: 'create_refund',
        operation: 'refund',
        scope: SCOPE,
        merchantRef,
        digest: createHash('sha256').update(`${payin.id} ${amountMinor}`).digest('hex'),
        amountMinor,
        metadata: {},
        notifyUrl: null,
        onRepeat: 'return_first',
        wait: 'none',
        payin: { by: 'id', id: payin.id },
      },
    );
    if (!outcome.ok) {
      const { code, detail } = outcome.refusal;
      return failed('refund_refused', detail === undefined ? code : `${code}: ${detail}`);
    }
    const refund = outcome.kind === 'created' ? outcome.order : null;
    const detail = `${merchantRef} ${amountMinor} ${payin.asset} order ${refund?.id ?? ''}`;
    return { ok: true, done: 'refunded', before: payin, after: refund, detail };
  },
};

async function read(deps: ConsoleDeps, params: Form, form: Form) {
  const id = parseId(params.id ?? '');
  const payin = id === null ? null : await deps.reader.orderById(id);
  if (payin === null || payin.kind !== 'payin') return failed('not_found');
  const merchantRef = form.ref ?? '';
  if (!REF.test(merchantRef)) return failed('form_stale');
  const amount = parseAmount((form.amount ?? '').trim(), payin.asset, MAJOR_TEXT);
  if (!amount.ok) return failed('amount', amount.error.reason);
  return { ok: true as const, payin, merchantRef, amountMinor: amount.value.minor };
}

async function check(deps: ConsoleDeps, { params }: Ask, form: Form): Promise<Checked | Failed> {
  const asked = await read(deps, params, form);
  if (!asked.ok) return asked;
  const { payin, merchantRef, amountMinor } = asked;
  const channel = deps.snapshot.current().channel(payin.channel);
  if (amountMinor <= 0n || amountMinor > refundableMinor(payin, channel)) {
    return failed('refund_refused', 'refund_exceeds_paid');
  }
  const order = { orderId: String(payin.id), asset: payin.asset, amountMinor: String(amountMinor) };
  return { ok: true, summary: { ...order, finding: null, evidence: merchantRef } };
}

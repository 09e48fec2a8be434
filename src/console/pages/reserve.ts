/** How much of a merchant's settlements is held in reserve: shown and set on its page. */
import type { ReserveRule } from '../../domain/reserve.ts';
import { RESERVE_BASES } from '../../domain/reserve.ts';
import { merchantReserve } from '../../operator/commands/merchant-reserve.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import { printPercent } from '../../wire/percent.ts';
import type { ConsoleDeps } from '../deps.ts';
import { fieldLabel } from '../i18n/field-label.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import { actionOf } from '../screen.ts';

export interface ReserveModel {
  readonly merchantId: bigint;
  readonly rules: readonly ReserveRule[];
  /** Of channels for payins. */
  readonly assets: readonly string[];
}

export function reserveModelOf(deps: ConsoleDeps, merchantId: bigint): ReserveModel {
  const snapshot = deps.snapshot.current();
  const payins = snapshot.channels().filter(({ kind }) => kind === 'payin');
  const assets = [...new Set(payins.map(({ asset }) => asset))].sort();
  return { merchantId, rules: snapshot.reserveRules(merchantId), assets };
}

export function reservePart(model: ReserveModel, context: PageContext): SafeHtml {
  const { t } = context;
  const words = t.reserve;
  const label = (name: string) => fieldLabel(name, t);
  const columns: readonly parts.Column<ReserveRule>[] = [
    { head: label('asset'), cell: ({ asset }) => parts.code(asset) },
    {
      head: label('reserve_share'),
      cell: ({ ppm }) => `${printPercent(ppm)} %`,
      look: 'number',
    },
    { head: label('reserve_basis'), cell: ({ basis }) => words.bases[basis] },
    { head: label('reserve_days'), cell: ({ days }) => `${days}`, look: 'number' },
    {
      head: label('reserve_cap'),
      cell: ({ asset, capMinor: minor }) =>
        minor === null ? parts.text(null) : parts.amount({ asset, minor }, context),
      look: 'number',
    },
  ];
  const table = model.rules.length === 0 ? null : parts.table(columns, model.rules, context);
  return parts.section(
    words.title,
    html`<p class="hint">${words.lead}</p>${table}${reserveForm(model, context)}`,
  );
}

function reserveForm({ merchantId, assets }: ReserveModel, context: PageContext) {
  if (!context.may('manage_merchants')) return null;
  const { t, typed, problem } = context;
  const words = t.reserve;
  const isOpen = typed.part === 'reserve' && problem !== null;
  const value = (name: string) => (isOpen ? (typed[name] ?? '') : '');
  const wrong = (name: string) => (isOpen && problem.field === name ? problem.why : null);
  const field = (name: string, hint: string) =>
    parts.field({ name, label: fieldLabel(name, t), hint, value: value(name), wrong: wrong(name) });
  const all = assets.map((asset) => [asset, asset] as const);
  const bases = RESERVE_BASES.map((one) => [one, words.bases[one]] as const);
  const basis = value('reserve_basis') || RESERVE_BASES[0];
  const form = parts.postForm(
    context,
    parts.at(['merchants', String(merchantId), 'reserve']),
    html`${parts.hidden('part', 'reserve')}
<div class="columns">${parts.select('asset', fieldLabel('asset', t), all, value('asset'), wrong('asset'))}
${field('reserve_share', words.shareHint)}
${parts.select('reserve_basis', fieldLabel('reserve_basis', t), bases, basis, wrong('reserve_basis'))}
${field('reserve_days', words.daysHint)}
${field('reserve_cap', words.capHint)}</div>
${parts.passwordField(context)}
${parts.button(t.merchants.change, 'primary')}`,
  );
  return parts.fold(words.set, form, isOpen);
}

export const merchantReserveAction = actionOf(merchantReserve, {
  path: '/merchants/:id/reserve',
  screen: '/merchants/:id',
  input: ({ params }, form) => ({ ...form, merchant: params.id ?? '' }),
  answer: () => ({ done: 'merchant_changed' }),
});

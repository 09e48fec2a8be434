/** What a channel's payment codes are made of: QR payee, prefix and length of account numbers. */
import { channelProblem } from '../../../app/check-channel.ts';
import type { Channel, CodeData } from '../../../domain/channel.ts';
import { html, type SafeHtml } from '../../../web/safe-html.ts';
import { buildChannelQr, QR_MERCHANT_NAMES, schemeOf } from '../../../wire/channel-qr.ts';
import { fieldLabel } from '../../i18n/field-label.ts';
import type { PageContext } from '../../page-context.ts';
import * as parts from '../../parts.ts';
import { type Form, failedField } from '../../screen.ts';
import { editAction, editForm, fieldsOf, type Read, readWholeOrNone } from './form.ts';
import type { ChannelModel } from './model.ts';

/** A payment that only shows what a code would look like. */
const SAMPLE = { name: 'SAMPLE SHOP', reference: 'SAMPLE0001' };

const NOTHING: CodeData = {
  scheme: null,
  bank: null,
  vaPrefix: null,
  vaLength: null,
  merchant: {},
};

/** Null for methods that have no code, and for QR codes of no national scheme. */
export function codesCard(model: ChannelModel, context: PageContext): SafeHtml | null {
  const { channel } = model;
  const kind = kindOf(channel);
  if (kind === null) return null;
  const { t } = context;
  const data = channel.codeData ?? NOTHING;
  const names = kind === 'qr' ? qrFacts(data, context) : numberFacts(data, context);
  const sample = sampleOf(data);
  return parts.section(
    t.catalogue.codes,
    html`<p class="hint">${t.catalogue.codesLead}</p>${parts.facts(names)}
${sample === null ? null : html`<h4>${t.catalogue.sample}</h4><pre>${sample}</pre>`}
${codesForm(model, context)}`,
  );
}

function kindOf({ kind, method, asset }: Channel): 'qr' | 'number' | null {
  if (kind === 'payout') return null;
  if (method === 'va' || method === 'bank_transfer') return 'number';
  return method === 'qr' && schemeOf(asset) !== null ? 'qr' : null;
}

function qrFacts({ scheme, merchant }: CodeData, { t }: PageContext): readonly parts.Fact[] {
  return [
    [fieldLabel('scheme', t), html`${t.catalogue.scheme[scheme ?? 'none']}`],
    ...(scheme === null ? [] : QR_MERCHANT_NAMES[scheme]).flatMap((name) => {
      const value = merchant[name];
      return value === undefined ? [] : [[fieldLabel(name, t), parts.code(value)] as const];
    }),
  ];
}

function numberFacts(
  { bank, vaPrefix, vaLength }: CodeData,
  { t }: PageContext,
): readonly parts.Fact[] {
  return [
    [fieldLabel('bank', t), parts.text(bank)],
    [fieldLabel('va_prefix', t), parts.code(vaPrefix)],
    [fieldLabel('va_length', t), parts.text(vaLength === null ? null : String(vaLength))],
  ];
}

function sampleOf(data: CodeData): string | null {
  if (data.scheme !== null) {
    const payload = buildChannelQr(data, SAMPLE);
    return payload.ok ? payload.value : null;
  }
  const { vaPrefix, vaLength } = data;
  return vaLength === null ? null : (vaPrefix ?? '').padEnd(vaLength, '0');
}

function codesForm(model: ChannelModel, context: PageContext): SafeHtml | null {
  const { channel } = model;
  const { catalogue } = context.t;
  const data = channel.codeData ?? NOTHING;
  const fields = fieldsOf(context, 'codes');
  const scheme = schemeOf(channel.asset);
  const hint = catalogue.hints.va;
  const body =
    kindOf(channel) === 'qr' && scheme !== null
      ? html`${fields.choice('scheme', schemeOptions(scheme, context), data.scheme ?? '')}
<div class="columns">${QR_MERCHANT_NAMES[scheme].map((name) => fields.text(name, data.merchant[name] ?? ''))}</div>`
      : html`${fields.text('bank', data.bank ?? '', { hint: catalogue.hints.optional })}
<div class="columns">${fields.text('va_prefix', data.vaPrefix ?? '', { inputmode: 'numeric', hint })}
${fields.whole('va_length', data.vaLength, { hint })}</div>`;
  return editForm(context, model, { part: 'codes', to: ['codes'], title: catalogue.change, body });
}

function schemeOptions(
  scheme: NonNullable<CodeData['scheme']>,
  { t }: PageContext,
): readonly parts.Option[] {
  return [
    ['', t.catalogue.scheme.none],
    [scheme, t.catalogue.scheme[scheme]],
  ];
}

function readQr({ asset }: Channel, form: Form): Read<CodeData> {
  const scheme = schemeOf(asset);
  const asked = form.scheme ?? '';
  if (asked === '') return { ok: true, value: NOTHING };
  if (scheme === null || asked !== scheme) {
    return failedField('scheme', 'is not of the currency of this channel');
  }
  const merchant = Object.fromEntries(
    QR_MERCHANT_NAMES[scheme].flatMap((name) => {
      const value = (form[name] ?? '').trim();
      return value === '' ? [] : [[name, value]];
    }),
  );
  const data = { ...NOTHING, scheme, merchant };
  const trial = buildChannelQr(data, SAMPLE);
  if (trial.ok) return { ok: true, value: data };
  // Its reason begins with the name of what is wrong.
  const [name = 'scheme', ...why] = trial.error.reason.split(' ');
  return failedField(name, why.join(' '));
}

function readNumber(form: Form): Read<CodeData> {
  const text = (name: string) => (form[name] ?? '').trim() || null;
  const length = readWholeOrNone(form, 'va_length');
  if (!length.ok) return length;
  return {
    ok: true,
    value: { ...NOTHING, bank: text('bank'), vaPrefix: text('va_prefix'), vaLength: length.value },
  };
}

export const changeCodesAction = editAction('channel.codes', 'codes', ({ channel }, form) => {
  const kind = kindOf(channel);
  if (kind === null) return failedField('scheme', 'is nothing that this channel has');
  const data = kind === 'qr' ? readQr(channel, form) : readNumber(form);
  if (!data.ok) return data;
  const changed = { ...channel, codeData: data.value };
  const problem = channelProblem(changed);
  if (problem !== null) return failedField(problem.field, problem.why);
  const { scheme, bank, vaPrefix, vaLength } = data.value;
  const words = kind === 'qr' ? [scheme] : [bank, vaPrefix, vaLength];
  return { change: { kind: 'channel', channel: changed }, detail: words.join(' ') };
});

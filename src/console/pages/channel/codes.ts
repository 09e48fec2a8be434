/** What a channel's payment codes are made of: QR payee, prefix and length of account numbers. */
import type { CodeData } from '../../../domain/channel.ts';
import {
  CODE_SAMPLE,
  channelCodes,
  codeKindOf,
  NO_CODE,
} from '../../../operator/commands/channel-codes.ts';
import { html, type SafeHtml } from '../../../web/safe-html.ts';
import { buildChannelQr, QR_MERCHANT_NAMES, schemeOf } from '../../../wire/channel-qr.ts';
import { fieldLabel } from '../../i18n/field-label.ts';
import type { PageContext } from '../../page-context.ts';
import * as parts from '../../parts.ts';
import { editActionOf, editForm, fieldsOf } from './form.ts';
import type { ChannelModel } from './model.ts';

/** Null for methods that have no code, and for QR codes of no national scheme. */
export function codesCard(model: ChannelModel, context: PageContext): SafeHtml | null {
  const { channel } = model;
  const kind = codeKindOf(channel);
  if (kind === null) return null;
  const { t } = context;
  const data = channel.codeData ?? NO_CODE;
  const names = kind === 'qr' ? qrFacts(data, context) : numberFacts(data, context);
  const sample = sampleOf(data);
  return parts.section(
    t.catalogue.codes,
    html`<p class="hint">${t.catalogue.codesLead}</p>${parts.facts(names)}
${sample === null ? null : html`<h4>${t.catalogue.sample}</h4><pre>${sample}</pre>`}
${codesForm(model, context)}`,
  );
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
    const payload = buildChannelQr(data, CODE_SAMPLE);
    return payload.ok ? payload.value : null;
  }
  const { vaPrefix, vaLength } = data;
  return vaLength === null ? null : (vaPrefix ?? '').padEnd(vaLength, '0');
}

function codesForm(model: ChannelModel, context: PageContext): SafeHtml | null {
  const { channel } = model;
  const { catalogue } = context.t;
  const data = channel.codeData ?? NO_CODE;
  const fields = fieldsOf(context, 'codes');
  const scheme = schemeOf(channel.asset);
  const hint = catalogue.hints.va;
  const body =
    codeKindOf(channel) === 'qr' && scheme !== null
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

export const changeCodesAction = editActionOf(channelCodes, 'codes');

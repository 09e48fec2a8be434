/** Which facts about payer or beneficiary a channel asks for, and how each is checked. */
import { FIELD_CHOICES } from '../../../app/check-channel.ts';
import type { Channel, FieldName, FieldRule } from '../../../domain/channel.ts';
import { channelFields } from '../../../operator/commands/channel-fields.ts';
import { html, type SafeHtml } from '../../../web/safe-html.ts';
import type { PageContext } from '../../page-context.ts';
import * as parts from '../../parts.ts';
import { editActionOf, editForm, fieldsOf } from './form.ts';
import type { ChannelModel } from './model.ts';

export function requiredFieldsCard(model: ChannelModel, context: PageContext): SafeHtml {
  const { t } = context;
  const { fields } = model.channel;
  const { ask, askColumns } = t.catalogue;
  const columns: readonly parts.Column<FieldRule>[] = [
    { head: askColumns.field, cell: ({ name }) => parts.code(name) },
    {
      head: askColumns.ask,
      cell: ({ required }) =>
        parts.badge(required ? ask.must : ask.may, required ? 'calm' : 'plain'),
    },
    { head: askColumns.check, cell: ({ check }) => parts.code(check) },
  ];
  const list =
    fields.length === 0
      ? html`<p class="nothing">${t.catalogue.noRequiredFields}</p>`
      : parts.table(columns, fields, context);
  return parts.section(
    t.catalogue.requiredFields,
    html`<p class="hint">${t.catalogue.requiredFieldsLead}</p>${list}${requiredFieldsForm(model, context)}`,
  );
}

function requiredFieldsForm(model: ChannelModel, context: PageContext): SafeHtml | null {
  const { catalogue } = context.t;
  const rows = namesFor(model.channel).map((name) => requiredFieldRow(name, model, context));
  return editForm(context, model, {
    part: 'asked',
    to: ['fields'],
    title: catalogue.change,
    body: html`<p class="hint">${catalogue.hints.argument}</p><div class="asked">${rows}</div>`,
  });
}

/** What is there to be asked of a payer, or of a beneficiary; and whatever is asked already. */
function namesFor({ kind, fields }: Channel): readonly FieldName[] {
  const others = kind === 'payin' ? 'beneficiary.' : 'payer.';
  const asked = fields.map(({ name }) => name);
  return FIELD_CHOICES.names.filter((name) => asked.includes(name) || !name.startsWith(others));
}

const CHECK_OPTIONS: readonly parts.Option[] = [
  ['', '–'],
  ...FIELD_CHOICES.checks.map(
    ({ name, argument }) => [name, argument ? `${name}:…` : name] as const,
  ),
];

/** `phone:PH` -> `phone`, `PH`. */
function partsOfCheck(check: string): readonly [name: string, argument: string] {
  const colon = check.indexOf(':');
  return colon < 0 ? [check, ''] : [check.slice(0, colon), check.slice(colon + 1)];
}

function requiredFieldRow(
  name: FieldName,
  { channel }: ChannelModel,
  context: PageContext,
): SafeHtml {
  const { ask, askColumns } = context.t.catalogue;
  const fields = fieldsOf(context, 'asked');
  const rule = channel.fields.find((one) => one.name === name);
  const [check, argument] = partsOfCheck(rule?.check ?? '');
  const stored = rule === undefined ? 'no' : rule.required ? 'must' : 'may';
  const words = (['no', 'may', 'must'] as const).map((one) => [one, ask[one]] as const);
  const [asks, checks, args] = [`ask:${name}`, `check:${name}`, `arg:${name}`];
  return html`<fieldset class="asked-row"><legend><code>${name}</code></legend>
${parts.select(asks, askColumns.ask, words, fields.value(asks, stored), fields.wrong(asks))}
${parts.select(checks, askColumns.check, CHECK_OPTIONS, fields.value(checks, check), fields.wrong(checks))}
${parts.field({ name: args, label: askColumns.argument, value: fields.value(args, argument) })}</fieldset>`;
}

export const changeFieldsAction = editActionOf(channelFields, 'fields');

/** Name, limits, expiry, abilities, and whether the channel is open. */
import { type Ability, abilityList } from '../../../domain/abilities.ts';
import type { Channel } from '../../../domain/channel.ts';
import { channelFacts } from '../../../operator/commands/channel-facts.ts';
import { html, type SafeHtml } from '../../../web/safe-html.ts';
import type { PageContext } from '../../page-context.ts';
import * as parts from '../../parts.ts';
import { editActionOf, editForm, type Fields, fieldsOf } from './form.ts';
import type { ChannelModel } from './model.ts';

export function factsCard(model: ChannelModel, context: PageContext): SafeHtml {
  const { channel } = model;
  const { t } = context;
  const { asset, limits } = channel;
  const money = (minor: bigint) => parts.amount({ asset, minor }, context);
  const aliases = Object.entries(channel.aliases).map(([dialect, alias]) => `${dialect} ${alias}`);
  const expires =
    channel.expiryMinutes === 0
      ? t.catalogue.never
      : t.catalogue.minutes(parts.count(channel.expiryMinutes, context));
  return parts.section(
    t.catalogue.facts,
    html`${parts.facts([
      [t.catalogue.labels.min ?? '', money(limits.minMinor)],
      [t.catalogue.labels.max ?? '', money(limits.maxMinor)],
      [t.catalogue.labels.day ?? '', limits.dayMinor === undefined ? null : money(limits.dayMinor)],
      [
        t.catalogue.labels.open_max ?? '',
        limits.openMax === undefined ? null : html`${parts.count(limits.openMax, context)}`,
      ],
      [t.catalogue.labels.expiry ?? '', html`${expires}`],
      ...inOrder(abilityList(channel.abilities), context).map(
        ([name, value]) => [t.catalogue.able[name] ?? name, abilityWord(value, context)] as const,
      ),
      [t.channels.aliases, parts.text(aliases.join(', '))],
    ])}${factsForm(model, context)}`,
  );
}

function abilityWord(value: boolean | number, { t }: PageContext): SafeHtml {
  if (typeof value === 'number') return html`${value}`;
  return html`${value ? t.yes : t.catalogue.no}`;
}

function factsForm(model: ChannelModel, context: PageContext): SafeHtml | null {
  const { channel } = model;
  const { asset, limits, abilities, kind } = channel;
  const { hints, abilities: title } = context.t.catalogue;
  const fields = fieldsOf(context, 'facts');
  const required = true;
  const able =
    kind === 'payout'
      ? null
      : html`<fieldset><legend>${title}</legend>${inOrder(abilityList(abilities), context).map((leaf) => abilityField(leaf, fields))}</fieldset>`;
  return editForm(context, model, {
    part: 'facts',
    to: ['facts'],
    title: context.t.catalogue.change,
    body: html`${fields.text('name', channel.name, { required })}
<div class="columns">${fields.money('min', limits.minMinor, asset, { required })}
${fields.money('max', limits.maxMinor, asset, { required })}
${useFields(channel, fields, hints.optional)}</div>
${fields.whole('expiry', channel.expiryMinutes, { required, hint: hints.expiry })}
${able}
${fields.tick('enabled', channel.enabled)}`,
  });
}

/** What one merchant may order through the channel. */
function useFields({ limits, asset }: Channel, fields: Fields, hint: string): SafeHtml {
  return html`${fields.money('day', limits.dayMinor ?? null, asset, { hint })}
${fields.whole('open_max', limits.openMax ?? null, { hint })}`;
}

function abilityField([name, value]: Ability, fields: Fields): SafeHtml {
  return typeof value === 'boolean' ? fields.tick(name, value) : fields.whole(name, value);
}

/** As the words for them stand: the database keeps no order of an object's names. */
function inOrder(leaves: readonly Ability[], { t }: PageContext): readonly Ability[] {
  const order = Object.keys(t.catalogue.able);
  return leaves.toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b));
}

export const changeFactsAction = editActionOf(channelFacts, 'facts');

/** Name, limits, expiry, abilities, and whether the channel is open. */
import { channelProblem } from '../../../../app/check-channel.ts';
import type { Channel } from '../../../../domain/channel.ts';
import { html, type SafeHtml } from '../../../safe-html.ts';
import type { Frame } from '../../frame.ts';
import * as parts from '../../parts.ts';
import { type Form, failedField } from '../../screen.ts';
import {
  editAction,
  editForm,
  type Fields,
  fieldsOf,
  type Read,
  readMoney,
  readWhole,
} from './form.ts';
import type { ChannelModel } from './model.ts';

export function factsCard(model: ChannelModel, frame: Frame): SafeHtml {
  const { channel } = model;
  const { t } = frame;
  const { asset, limits } = channel;
  const money = (minor: bigint) => parts.amount({ asset, minor }, frame);
  const aliases = Object.entries(channel.aliases).map(([dialect, alias]) => `${dialect} ${alias}`);
  const expires =
    channel.expiryMinutes === 0
      ? t.catalogue.never
      : t.catalogue.minutes(parts.count(channel.expiryMinutes, frame));
  return parts.section(
    t.catalogue.facts,
    html`${parts.facts([
      [t.catalogue.labels.min ?? '', money(limits.minMinor)],
      [t.catalogue.labels.max ?? '', money(limits.maxMinor)],
      [t.catalogue.labels.expiry ?? '', html`${expires}`],
      ...inOrder(leavesOf(channel.abilities), frame).map(
        ([name, value]) => [t.catalogue.able[name] ?? name, abilityWord(value, frame)] as const,
      ),
      [t.channels.aliases, parts.text(aliases.join(', '))],
    ])}${factsForm(model, frame)}`,
  );
}

function abilityWord(value: Leaf, { t }: Frame): SafeHtml {
  if (value === true) return html`${t.yes}`;
  if (value === false) return html`${t.catalogue.abilityChoice.none ?? ''}`;
  return html`${typeof value === 'number' ? String(value) : (t.catalogue.abilityChoice[value] ?? value)}`;
}

function factsForm(model: ChannelModel, frame: Frame): SafeHtml | null {
  const { channel } = model;
  const { asset, limits, abilities, kind } = channel;
  const { hints, abilities: title } = frame.t.catalogue;
  const fields = fieldsOf(frame, 'facts');
  const required = true;
  const able =
    kind === 'payout'
      ? null
      : html`<fieldset><legend>${title}</legend>${inOrder(leavesOf(abilities), frame).map((leaf) => abilityField(leaf, fields, frame))}</fieldset>`;
  return editForm(frame, model, {
    part: 'facts',
    to: ['facts'],
    title: frame.t.catalogue.change,
    body: html`${fields.text('name', channel.name, { required })}
<div class="columns">${fields.money('min', limits.minMinor, asset, { required })}
${fields.money('max', limits.maxMinor, asset, { required })}</div>
${fields.whole('expiry', channel.expiryMinutes, { required, hint: hints.expiry })}
${able}
${fields.tick('enabled', channel.enabled)}`,
  });
}

function abilityField([name, value]: AbilityLeaf, fields: Fields, { t }: Frame): SafeHtml {
  if (typeof value === 'boolean') return fields.tick(name, value);
  if (typeof value === 'number') return fields.whole(name, value);
  const words = CHOICES.map((word) => [word, t.catalogue.abilityChoice[word] ?? word] as const);
  return fields.choice(name, words, value);
}

// ---------------------------------------------------------------------------------------------
// Abilities are data: whatever there is of them is shown, and can be changed, by its type.

type Leaf = boolean | number | string;
type AbilityLeaf = readonly [path: string, value: Leaf];

/** The words of an ability that is one of several. */
const CHOICES = ['none', 'full', 'partial'];

/** `{ refund: { full: true }, static: false }` -> `refund.full`, `static`. */
export function leavesOf(abilities: object, above = ''): readonly AbilityLeaf[] {
  return Object.entries(abilities).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? leavesOf(value, `${above}${name}.`)
      : [[`${above}${name}`, value as Leaf] as const],
  );
}

/** As the words for them stand: the database keeps no order of an object's names. */
function inOrder(leaves: readonly AbilityLeaf[], { t }: Frame): readonly AbilityLeaf[] {
  const order = Object.keys(t.catalogue.able);
  return leaves.toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b));
}

function readAbilities<T extends object>(stored: T, form: Form, above = ''): Read<T> {
  const read: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(stored)) {
    const path = `${above}${name}`;
    if (typeof value === 'boolean') {
      read[name] = form[path] === 'yes';
      continue;
    }
    const part =
      typeof value === 'object'
        ? readAbilities(value as object, form, `${path}.`)
        : typeof value === 'number'
          ? readWhole(form, path)
          : readChoice(form, path);
    if (!part.ok) return part;
    read[name] = part.value;
  }
  return { ok: true, value: read as T };
}

function readChoice(form: Form, path: string): Read<string> {
  const word = CHOICES.find((one) => one === form[path]);
  return word === undefined
    ? failedField(path, `must be one of ${CHOICES.join(', ')}`)
    : { ok: true, value: word };
}

export const changeFactsAction = editAction('channel.facts', 'facts', ({ channel }, form) => {
  const minMinor = readMoney(form, 'min', channel.asset);
  if (!minMinor.ok) return minMinor;
  const maxMinor = readMoney(form, 'max', channel.asset);
  if (!maxMinor.ok) return maxMinor;
  const expiryMinutes = readWhole(form, 'expiry');
  if (!expiryMinutes.ok) return expiryMinutes;
  const abilities =
    channel.kind === 'payout'
      ? { ok: true as const, value: channel.abilities }
      : readAbilities(channel.abilities, form);
  if (!abilities.ok) return abilities;
  const changed: Channel = {
    ...channel,
    name: (form.name ?? '').trim(),
    limits: { minMinor: minMinor.value, maxMinor: maxMinor.value },
    expiryMinutes: expiryMinutes.value,
    abilities: abilities.value,
    enabled: form.enabled === 'yes',
  };
  const problem = channelProblem(changed);
  if (problem !== null) return failedField(problem.field, problem.why);
  const detail = `${minMinor.value} to ${maxMinor.value} ${channel.asset}, ${expiryMinutes.value} min, ${changed.enabled ? 'open' : 'closed'}`;
  return { change: { is: 'channel', channel: changed }, detail };
});

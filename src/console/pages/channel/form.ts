/** What the forms of a channel's page share: the revision they are of, and what was typed. */

import type { Asset } from '../../../domain/money.ts';
import type { OperatorCommand } from '../../../operator/command.ts';
import type { ChannelDetails } from '../../../ports/operator.ts';
import { html, type SafeHtml } from '../../../web/safe-html.ts';
import { MAJOR_TEXT, printAmount } from '../../../wire/amount.ts';
import { fieldLabel } from '../../i18n/field-label.ts';
import type { PageContext } from '../../page-context.ts';
import * as parts from '../../parts.ts';
import { type Action, actionOf } from '../../screen.ts';

/** The fields of one form: as stored, or as typed where the form was refused. */
export interface Fields {
  readonly open: boolean;
  text(name: string, stored: string, more?: Partial<parts.Field>): SafeHtml;
  money(name: string, stored: bigint | null, asset: Asset, more?: Partial<parts.Field>): SafeHtml;
  whole(name: string, stored: number | null, more?: Partial<parts.Field>): SafeHtml;
  choice(name: string, options: readonly parts.Option[], stored: string): SafeHtml;
  tick(name: string, stored: boolean): SafeHtml;
  /** The plain value, for what is drawn otherwise. */
  value(name: string, stored: string): string;
  wrong(name: string): string | null;
}

/** `part`: the form's name on the page. After somebody else's edit nothing typed is kept. */
export function fieldsOf(context: PageContext, part: string): Fields {
  const { typed, problem, t } = context;
  const open = typed.part === part && problem !== null;
  const kept = open && problem.key !== 'edited_meanwhile';
  const value = (name: string, stored: string) => (kept ? (typed[name] ?? '') : stored);
  const wrong = (name: string) => (open && problem.field === name ? problem.why : null);
  const text: Fields['text'] = (name, stored, more = {}) =>
    parts.field({
      ...{ name, label: fieldLabel(name, t), value: value(name, stored), wrong: wrong(name) },
      ...more,
    });
  return {
    open,
    text,
    money: (name, minor, asset, more = {}) =>
      text(name, moneyText(minor, asset), { inputmode: 'decimal', ...more }),
    whole: (name, stored, more = {}) =>
      text(name, stored === null ? '' : String(stored), { inputmode: 'numeric', ...more }),
    choice: (name, options, stored) =>
      parts.select(name, fieldLabel(name, t), options, value(name, stored), wrong(name)),
    tick: (name, stored) =>
      parts.tick(name, fieldLabel(name, t), value(name, stored ? 'yes' : '') === 'yes'),
    value,
    wrong,
  };
}

/** A form in its fold; `to`: below the channel. */
export function editForm(
  context: PageContext,
  { channel, revision }: ChannelDetails,
  form: {
    readonly part: string;
    readonly to: readonly string[];
    readonly title: string;
    readonly body: SafeHtml;
    readonly button?: SafeHtml;
  },
): SafeHtml | null {
  if (!context.may('edit_catalogue')) return null;
  const { part, to, title, body } = form;
  const button = form.button ?? parts.button(context.t.catalogue.save, 'primary');
  const inside = parts.postForm(
    context,
    parts.at(['channels', channel.code, ...to]),
    html`${parts.hidden('part', part)}${parts.hidden('revision', String(revision))}${body}
${parts.passwordField(context)}${button}`,
  );
  return parts.fold(title, inside, fieldsOf(context, part).open);
}

/** Major units without grouping, as the form takes it back. */
export function moneyText(minor: bigint | null, asset: Asset): string {
  return minor === null ? '' : printAmount({ asset, minor }, MAJOR_TEXT);
}

/** The form of one change of a channel; `path`: below the channel's. */
export function editActionOf(command: OperatorCommand, path: string): Action {
  return actionOf(command, {
    path: `/channels/:code/${path}`,
    screen: '/channels/:code',
    // A form is of the revision that it was made of.
    input: ({ params }, form) => ({ revision: '', ...form, code: params.code ?? '' }),
    answer: () => ({ done: 'channel_changed' }),
  });
}

/** What the forms of a channel's page share: the revision they are of, and what was typed. */

import type { Asset } from '../../../domain/money.ts';
import type { CatalogueChange, ChannelDetails } from '../../../ports/operator.ts';
import { html, type SafeHtml } from '../../../web/safe-html.ts';
import { MAJOR_TEXT, parseAmount, printAmount } from '../../../wire/amount.ts';
import type { ConsoleDeps } from '../../deps.ts';
import { fieldLabel } from '../../i18n/field-label.ts';
import type { PageContext } from '../../page-context.ts';
import * as parts from '../../parts.ts';
import {
  type Action,
  type Ask,
  type Failed,
  type Form,
  failed,
  failedField,
} from '../../screen.ts';

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

// ---------------------------------------------------------------------------------------------
// Reading. Each answers a value, or the refusal that names the field.

export type Read<T> = { readonly ok: true; readonly value: T } | Failed;

export function readMoney(form: Form, name: string, asset: Asset): Read<bigint> {
  const amount = parseAmount((form[name] ?? '').trim(), asset, MAJOR_TEXT);
  return amount.ok
    ? { ok: true, value: amount.value.minor }
    : failedField(name, amount.error.reason);
}

/** Nothing typed is no limit. */
export function readMoneyOrNone(form: Form, name: string, asset: Asset): Read<bigint | null> {
  const isBlank = (form[name] ?? '').trim() === '';
  return isBlank ? { ok: true, value: null } : readMoney(form, name, asset);
}

export function readWhole(form: Form, name: string): Read<number> {
  const text = (form[name] ?? '').trim();
  return /^[0-9]{1,6}$/.test(text)
    ? { ok: true, value: Number.parseInt(text, 10) }
    : failedField(name, 'must be a whole number of at most 6 digits');
}

/** Nothing typed is none. */
export function readWholeOrNone(form: Form, name: string): Read<number | null> {
  const isBlank = (form[name] ?? '').trim() === '';
  return isBlank ? { ok: true, value: null } : readWhole(form, name);
}

// ---------------------------------------------------------------------------------------------

/** What the form asks for, and a few words for the audit log. */
export interface Edit {
  readonly change: CatalogueChange;
  readonly detail: string;
}

/**
 * An action that makes one change of a channel, by the revision that its form was made of. The
 * operator's password is asked for: fees, limits, routes and payment codes decide where money goes.
 */
export function editAction(
  name: string,
  path: string,
  read: (details: ChannelDetails, form: Form, deps: ConsoleDeps, ask: Ask) => Edit | Failed,
): Action {
  return {
    path: `/channels/:code/${path}`,
    ability: 'edit_catalogue',
    name,
    confirm: true,
    screen: '/channels/:code',
    subject: ({ params }) => `channel ${params.code ?? ''}`,
    async run(deps, ask, form) {
      const code = ask.params.code ?? '';
      const before = await deps.catalogue.details(code);
      if (before === null) return failed('not_found');
      if (form.revision !== String(before.revision)) return failed('edited_meanwhile');
      const edit = read(before, form, deps, ask);
      if ('ok' in edit) return edit;
      const result = await deps.catalogue.change(code, before.revision, edit.change);
      if (result === 'stale') return failed('edited_meanwhile');
      if (result === 'missing') return failed('not_found');
      if (result === 'exists') return failed('exists');
      await deps.snapshot.refresh();
      const after = await deps.catalogue.details(code);
      return { ok: true, done: 'channel_changed', before, after, detail: edit.detail };
    },
  };
}

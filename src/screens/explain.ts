/** A request, pasted: how it was signed, and how it should have been. */
import type { Dialect, RawRequest } from '../dialects/contract.ts';
import { type Explanation, rawRequest } from '../dialects/tools.ts';
import { toolsByDialect } from '../dialects/tools-registry.ts';
import { parseId } from '../domain/id.ts';
import type { App } from '../domain/merchant.ts';
import { ipOf } from '../operator/actor.ts';
import { failed, type OperatorCommand } from '../operator/command.ts';
import { ofApp } from '../operator/member-rule.ts';
import { html, type SafeHtml } from '../web/safe-html.ts';
import type { SafeUrl } from '../web/safe-url.ts';
import type { PageContext } from './page-context.ts';
import * as parts from './parts.ts';
import type { Form } from './screen.ts';

export interface ExplainModel {
  readonly apps: readonly { readonly id: bigint; readonly name: string }[];
  readonly operations: readonly { readonly dialect: string; readonly operation: string }[];
}

/** Every operation of these dialects. */
export function operationsOf(dialects: readonly Dialect[]): ExplainModel['operations'] {
  return dialects.flatMap((dialect) =>
    dialect.operations.map(({ name }) => ({ dialect: dialect.name, operation: name })),
  );
}

/** `to`: where it is sent. */
export function explainForm(
  { apps, operations }: ExplainModel,
  context: PageContext,
  to: SafeUrl,
): SafeHtml {
  const { t, typed } = context;
  const given = (name: string) => typed[name] ?? '';
  const appChoice = apps.map(({ id, name }) => [String(id), name] as const);
  const operationChoice = operations.map(({ dialect, operation }) => {
    const name = `${dialect} ${operation}`;
    return [name, `${dialect} · ${operation}`] as const;
  });
  const words = t.explain;
  const text = (name: string, label: string, hint: string, rows: number) =>
    parts.area({ name, label, hint, value: given(name), rows });
  return parts.postForm(
    context,
    to,
    html`<div class="columns">
${parts.select('app', words.app, appChoice, given('app'))}
${parts.select('operation', words.operation, operationChoice, given('operation'))}</div>
${parts.field({ name: 'path', label: words.path, hint: words.pathHint, value: given('path') })}
${text('headers', words.headers, words.headersHint, 3)}
${text('body', words.body, words.bodyHint, 8)}
${parts.button(words.button, 'primary')}<p class="hint">${words.secrets}</p>`,
  );
}

/** What came of it; null: nothing was asked. */
export function explainResult(context: PageContext): SafeHtml | null {
  const explanation = context.shown as Explanation | null;
  if (explanation === null) return null;
  const { t } = context;
  const { matches, stringToSign, signedInstead, given, hints } = explanation;
  const [right, wrong] =
    signedInstead === null ? [null, null] : marked(stringToSign, signedInstead);
  const list = hints.map((hint) => html`<li>${hint}</li>`);
  return html`<section class="card ${matches ? 'card-good' : 'card-bad'}" aria-live="polite">
<h2>${matches ? t.explain.holds : t.explain.fails}</h2>
<h3>${t.explain.stringToSign}</h3><pre data-copy>${right ?? html`${stringToSign}`}</pre>
${wrong === null ? null : html`<h3>${t.explain.signedInstead}</h3><pre>${wrong}</pre><p class="hint">${t.explain.differs}</p>`}
<h3>${t.explain.given}</h3><pre>${given === '' ? t.explain.givenNone : given}</pre>
${list.length === 0 ? null : html`<h3>${t.explain.hints}</h3><ul class="hints">${list}</ul>`}
</section>`;
}

/** Two strings with what lies between their common beginning and end marked. */
function marked(right: string, wrong: string): readonly [SafeHtml, SafeHtml] {
  const [a, b] = [[...right], [...wrong]];
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const show = (text: readonly string[]) => {
    const middle = text.slice(start, text.length - end).join('');
    const mark = middle === '' ? html`<mark class="gap">▏</mark>` : html`<mark>${middle}</mark>`;
    return html`${text.slice(0, start).join('')}${mark}${text.slice(text.length - end).join('')}`;
  };
  return [show(a), show(b)];
}

interface Asked {
  readonly app: App;
  readonly operation: string;
  readonly raw: RawRequest;
}

/** Writes nothing but its rows in the log: who looked at whose signature. */
export const explain: OperatorCommand<Asked, Explanation> = {
  name: 'signature.explain',
  ability: 'explain',
  member: ofApp('develop'),
  confirm: 'none',
  approval: 'none',
  changesConfiguration: false,
  subject: ({ app = '' }) => `app ${app}`,
  async check(deps, actor, given) {
    const id = parseId(given.app ?? '');
    const app = id === null ? null : deps.snapshot.current().app(id);
    if (app === null) return failed('not_found');
    const dialect = deps.dialects.find(({ name }) => name === app.dialect);
    const [name, operation = ''] = (given.operation ?? '').split(' ');
    const ip = ipOf(actor);
    const raw = dialect === undefined ? null : rawOf(dialect, operation, given, ip);
    if (name !== app.dialect || raw === null) return failed('unknown_operation');
    return { ok: true, value: { app, operation, raw } };
  },
  async execute(_run, { app, operation, raw }) {
    const shown = toolsByDialect(app.dialect)?.explain(raw, operation, app.keys) ?? null;
    if (shown === null) return failed('unknown_operation');
    if ('ok' in shown) return failed('unreadable', shown.refusal.detail ?? shown.refusal.code);
    const detail = `${app.dialect} ${operation}: ${shown.matches ? 'holds' : 'fails'}`;
    return { ok: true, result: shown, detail };
  },
};

/** The request as the socket would have given it; null for an operation that there is not. */
function rawOf(dialect: Dialect, operation: string, given: Form, ip: string): RawRequest | null {
  const info = dialect.operations.find(({ name }) => name === operation);
  if (info === undefined) return null;
  const pasted = given.body ?? '';
  const json = /^\s*\{/.test(pasted) ? 'application/json' : 'application/x-www-form-urlencoded';
  const headers = { 'content-type': json, ...headersOf(given.headers ?? '') };
  // A browser sends line ends as CR LF, whatever was pasted.
  const body = Buffer.from(pasted.replaceAll('\r\n', '\n'));
  return rawRequest(info, { path: (given.path ?? '').trim(), headers, body }, ip);
}

function headersOf(text: string): Readonly<Record<string, string>> {
  const lines = text.split(/\r?\n/).flatMap((line) => {
    const [, name = '', value = ''] = /^\s*([A-Za-z0-9-]+)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
    return name === '' ? [] : [[name.toLowerCase(), value] as const];
  });
  return Object.fromEntries(lines);
}

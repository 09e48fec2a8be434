/** What `sign` and `verify` have in common: operations, keys, bodies. */

import type { Dialect, OperationInfo } from '../dialects/contract.ts';
import { dialectByName } from '../dialects/registry.ts';
import type { DialectTools } from '../dialects/tools.ts';
import { toolsByDialect } from '../dialects/tools-registry.ts';
import type { AppKey } from '../domain/merchant.ts';
import { nearest } from '../domain/nearest.ts';
import { orList } from '../domain/or-list.ts';
import type { Refusal } from '../domain/refusal.ts';
import { type Context, type Report, usageError } from './command.ts';
import { withPlatform } from './database.ts';
import { type Found, findApp } from './find.ts';
import { good, optional, quoted } from './option.ts';

/** Where the key comes from: exactly one of these. */
export const KEY_OPTIONS = {
  key: optional('KEY', 'the key; other users of this machine may see it, prefer --key-file'),
  'key-file': optional('FILE', 'the key in a file; - is standard input'),
  app: optional('ID|PUBLIC-ID', 'the live keys of this app, from the database'),
};

export interface KeyValues {
  readonly key: string | null;
  readonly 'key-file': string | null;
  readonly app: string | null;
}

/** The dialect and the other side of it; the name was read from the list of dialects. */
export function bothSides(name: string): { dialect: Dialect; tools: DialectTools } {
  const dialect = dialectByName(name);
  const tools = toolsByDialect(name);
  if (dialect === null || tools === null) throw new Error(`no dialect ${name}`);
  return { dialect, tools };
}

/** An operation of a dialect: by its name, or by a path that it is served at. */
export function findOperation(dialect: Dialect, text: string): Found<OperationInfo> {
  const found = dialect.operations.find(
    ({ name, paths }) => name === text || paths.includes(text) || paths.includes(`/${text}`),
  );
  if (found !== undefined) return good(found);
  const names = dialect.operations.map(({ name }) => name);
  const meant = nearest(text, names);
  const guess = meant === null ? `it has ${orList(names)}` : `did you mean ${meant}?`;
  const message = `--operation: ${dialect.name} has no ${quoted(text)}; ${guess}`;
  return { ok: false, report: usageError(message) };
}

/** The keys to sign or check with, as an app would hold them. */
export async function keysOf(
  values: KeyValues,
  dialect: Dialect,
  context: Context,
): Promise<Found<readonly AppKey[]>> {
  const given = [values.key, values['key-file'], values.app].filter((one) => one !== null);
  if (given.length !== 1) {
    return { ok: false, report: usageError('give one of --key, --key-file and --app') };
  }
  if (values.app !== null) return await keysOfApp(values.app, dialect, context);
  const material =
    values.key ??
    Buffer.from(await context.read(values['key-file'] ?? '-'))
      .toString('utf8')
      .trim();
  if (material === '') return { ok: false, report: usageError('the key is empty') };
  const always = { notBefore: new Date(0), notAfter: null };
  return good([{ id: 'given', purpose: 'request', material, ...always }]);
}

async function keysOfApp(
  named: string,
  dialect: Dialect,
  context: Context,
): Promise<Found<readonly AppKey[]>> {
  return await withPlatform(context, async ({ snapshot, clock }) => {
    const app = findApp(snapshot.current(), named);
    if (!app.ok) return app;
    if (app.value.dialect !== dialect.name) {
      const message = `the app ${quoted(named)} speaks ${app.value.dialect}, not ${dialect.name}`;
      return { ok: false, report: usageError(message) };
    }
    const nowMs = clock.nowMs();
    return good(
      app.value.keys.filter(({ notAfter }) => notAfter === null || notAfter.getTime() > nowMs),
    );
  });
}

/** A refusal in the words of the dialect's documentation. */
export function refusalText(dialect: Dialect, refusal: Refusal, operation: string): string {
  const field = dialect.wireField(refusal, operation) ?? refusal.field ?? null;
  const code = refusal.code.replaceAll('_', ' ');
  return [code, field, refusal.detail].filter((part) => part != null && part !== '').join(': ');
}

/** Refused before anything was signed or checked. */
export function cannotRead(dialect: Dialect, refusal: Refusal, operation: string): Report {
  return usageError(`the body cannot be used: ${refusalText(dialect, refusal, operation)}`);
}

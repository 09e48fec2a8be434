/** Merchants, apps and dialects as people name them: by id, or by name where it is unique. */

import { DIALECTS } from '../dialects/registry.ts';
import type { App, Merchant } from '../domain/merchant.ts';
import { nearest } from '../domain/nearest.ts';
import { orList } from '../domain/or-list.ts';
import type { FullSnapshot } from '../store/configuration/snapshot.ts';
import { type Report, refused } from './command.ts';
import { asId, bad, good, quoted, type Reading } from './option.ts';

export type Found<T> = { readonly ok: true; readonly value: T } | NotFound;
interface NotFound {
  readonly ok: false;
  readonly report: Report;
}

/** By platform id, else by name. */
export function findMerchant(snapshot: FullSnapshot, text: string): Found<Merchant> {
  const id = asId(text);
  const byId = id.ok ? snapshot.merchant(id.value) : null;
  if (byId !== null) return good(byId);
  const named = snapshot.merchants().filter(({ name }) => name === text);
  if (named[0] !== undefined && named.length === 1) return good(named[0]);
  if (named.length > 1) {
    const ids = named.map((merchant) => `${merchant.id}`);
    return notFound(`${named.length} merchants are named ${quoted(text)}: use ${orList(ids)}`);
  }
  const meant = nearest(
    text,
    snapshot.merchants().map(({ name }) => name),
  );
  return notFound(
    `there is no merchant ${quoted(text)}${meant === null ? '' : `; did you mean ${quoted(meant)}?`}`,
    'causeway merchant list shows them.',
  );
}

/** By platform id, else by the name that the merchant calls itself by. */
export function findApp(snapshot: FullSnapshot, text: string): Found<App> {
  const id = asId(text);
  const byId = id.ok ? snapshot.app(id.value) : null;
  if (byId !== null) return good(byId);
  const named = snapshot.apps().filter(({ publicId }) => publicId === text);
  if (named[0] !== undefined && named.length === 1) return good(named[0]);
  if (named.length > 1) {
    const each = named.map((app) => `${app.id} (${app.dialect})`);
    return notFound(`several apps are called ${quoted(text)}: use ${orList(each)}`);
  }
  return notFound(`there is no app ${quoted(text)}`, 'causeway app list shows them.');
}

/** The name of a dialect that this program speaks. */
export const asDialect: Reading<string> = (text) => {
  const names = DIALECTS.map(({ name }) => name);
  if (names.includes(text)) return good(text);
  return bad(`must be ${orList(names)}, not ${quoted(text)}`);
};

function notFound(message: string, hint: string | null = null): NotFound {
  return { ok: false, report: refused(message, hint) };
}

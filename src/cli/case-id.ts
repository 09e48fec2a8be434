/** A case on a command line: `ORDER:KIND:KEY`; the end may be left out where it is clear. */

import type { Id } from '../domain/id.ts';
import { orList } from '../domain/or-list.ts';
import type { CaseKey, CaseView } from '../ports/core.ts';
import { asId, bad, good, quoted, type Read, type Reading } from './option.ts';

/** The id that the list prints. */
export function caseIdOf({ orderId, kind, key }: CaseKey): string {
  return `${orderId}:${kind}:${key}`;
}

export interface CaseName {
  readonly orderId: Id;
  readonly text: string;
}

export const asCaseName: Reading<CaseName> = (text) => {
  const id = asId(text.split(':')[0] ?? '');
  return id.ok
    ? good({ orderId: id.value, text: text.replace(/^[^:]*/, `${id.value}`) })
    : bad(`must be the id of a case, ORDER:KIND:KEY, not ${quoted(text)}`);
};

/** The one open case that is meant. */
export function openCaseOf({ text }: CaseName, cases: readonly CaseView[]): Read<CaseView> {
  const named = cases.filter((one) => {
    const id = caseIdOf(one);
    return id === text || id.startsWith(`${text}:`);
  });
  const open = named.filter(({ state }) => state === 'open');
  const [first, second] = open;
  if (first === undefined) {
    const last = named.at(-1);
    const by = last === undefined ? '' : `: it was closed by ${last.closedBy}`;
    return bad(`there is no open case ${quoted(text)}${by}`);
  }
  if (second === undefined) return good(first);
  return bad(`several cases are open: ${orList(open.map((one) => quoted(caseIdOf(one))))}`);
}

/** An account at a provider, as people name it: `simulator/main`. */

import { CONNECTORS } from '../connectors/registry.ts';
import { orList } from '../domain/or-list.ts';
import type { AccountKey } from '../domain/routing.ts';
import { bad, good, quoted, type Reading } from './option.ts';

/** A connector that this program has, and a name that can stand in an address. */
export const asProvider: Reading<AccountKey> = (text) => {
  const names = CONNECTORS.map(({ name }) => name);
  const [, connector = '', account = ''] = /^([^/]*)\/([A-Za-z0-9_-]{1,64})$/.exec(text) ?? [];
  if (names.includes(connector)) return good({ connector, account });
  return account === ''
    ? bad(`must be written CONNECTOR/NAME, such as simulator/main, not ${quoted(text)}`)
    : bad(`must begin with ${orList(names)}, not ${quoted(connector)}`);
};

/** What `route add` and `route set` have in common: conditions, and what can carry a channel. */

import type { Channel, Route } from '../domain/channel.ts';
import type { Asset } from '../domain/money.ts';
import type { AccountKey } from '../domain/routing.ts';
import type { Input } from '../operator/command.ts';
import type { FullSnapshot } from '../store/configuration/snapshot.ts';
import { MAJOR_TEXT, printAmount } from '../wire/amount.ts';
import { type Found, findMerchant } from './find.ts';
import type { Failures } from './operator.ts';
import { asCount, good, list, optional } from './option.ts';

/** Priority and weight are `smallint` in the table; a weight of nothing is a closed route. */
export const asPriority = asCount(0, 32_767);
export const asWeight = asCount(1, 32_767);

export const CONDITIONS = {
  min: optional('AMOUNT', 'only amounts from here on; `none`: from the least of the channel'),
  max: optional('AMOUNT', 'only amounts up to here; `none`: up to the most of the channel'),
  merchant: list('ID|NAME', 'only for these merchants; `all`: for everybody', (text) => good(text)),
};

export interface Conditions {
  readonly min: string | null;
  readonly max: string | null;
  readonly merchant: readonly string[];
}

/** The conditions as the command's input; what is not named stays as `kept` has it. */
export function conditionInputs(
  snapshot: FullSnapshot,
  asset: Asset,
  kept: Pick<Route, 'merchantIds' | 'minMinor' | 'maxMinor'> | null,
  { min, max, merchant }: Conditions,
): Found<Input> {
  const amount = (text: string | null, minor: bigint | null) => {
    if (text !== null) return text === 'none' ? '' : text;
    return minor === null ? '' : printAmount({ asset, minor }, MAJOR_TEXT);
  };
  const amounts = {
    min: amount(min, kept?.minMinor ?? null),
    max: amount(max, kept?.maxMinor ?? null),
  };
  if (merchant.length === 0) {
    return good({ ...amounts, merchants: (kept?.merchantIds ?? []).join(', ') });
  }
  if (merchant.includes('all')) return good({ ...amounts, merchants: '' });
  const ids: string[] = [];
  for (const text of merchant) {
    const found = findMerchant(snapshot, text);
    if (!found.ok) return found;
    ids.push(`${found.value.id}`);
  }
  return good({ ...amounts, merchants: ids.join(', ') });
}

/** How a route that cannot be is refused. */
export function routeFailures(
  { code, kind, method }: Pick<Channel, 'code' | 'kind' | 'method'>,
  { connector, account }: AccountKey,
): Failures {
  return {
    options: { min: '--min cannot be read:', max: '--max cannot be read:' },
    hints: {
      account: 'causeway account save makes it.',
      exists: 'causeway route list shows it, causeway route set changes it.',
    },
    problems: {
      exists: `${code} has another route to ${connector}/${account} under these conditions`,
    },
    sentence: ({ field, why }) => {
      if (field === 'account') return `there is no account ${connector}/${account}`;
      if (field === 'connector') return `${connector} cannot take a ${kind} by ${method}`;
      return field === 'max' && why?.startsWith('must not be below')
        ? '--min is more than --max'
        : null;
    },
  };
}

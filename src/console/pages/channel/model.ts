/** What the page of one channel is made of. */

import type { Merchant } from '../../../domain/merchant.ts';
import type { ChannelDetails } from '../../../ports/operator.ts';
import type { ConsoleDeps } from '../../deps.ts';
import { merchantChoice } from '../orders.ts';

export interface ChannelModel extends ChannelDetails {
  readonly merchants: readonly Pick<Merchant, 'id' | 'name'>[];
  /** Names of the merchants that terms and routes are for. */
  readonly names: Readonly<Record<string, string>>;
  /** `connector/account` of those with credentials. */
  readonly accounts: readonly string[];
}

/** As it is stored now, not as this process last saw it: who edits needs the newest revision. */
export async function loadChannel(deps: ConsoleDeps, code: string): Promise<ChannelModel | null> {
  const details = await deps.catalogue.details(code);
  if (details === null) return null;
  const snapshot = deps.snapshot.current();
  const ids = [
    ...details.terms.map(({ merchantId }) => merchantId),
    ...details.routes.flatMap(({ merchantIds }) => merchantIds ?? []),
  ].filter((id) => id !== null);
  return {
    ...details,
    merchants: merchantChoice(deps),
    names: Object.fromEntries(ids.map((id) => [String(id), snapshot.merchant(id)?.name ?? ''])),
    accounts: snapshot.accounts().map(({ connector, account }) => `${connector}/${account}`),
  };
}

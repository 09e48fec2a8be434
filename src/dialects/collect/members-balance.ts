/** The answer to `/order/balance`: one balance, as a sum would mix currencies. */
import { type Balance, totalOf, ZERO_BALANCE } from '../../domain/ledger.ts';
import type { Asset } from '../../domain/money.ts';
import { refuse } from '../../domain/refusal.ts';
import { type Member, member, objectOf } from '../kit/members.ts';
import type { Answer } from '../kit/operation.ts';
import { money } from './members.ts';
import { ASSET_SETTING } from './settings.ts';

interface AssetBalance {
  readonly asset: Asset;
  readonly balance: Balance;
}

const MEMBERS: readonly Member<AssetBalance>[] = [
  member('balanceAll', 'number', 'everything that is yours', ({ asset, balance }) =>
    money(asset, totalOf(balance)),
  ),
  member('balanceUsable', 'number', 'what can be paid out now', ({ asset, balance }) =>
    money(asset, balance.available),
  ),
];

export const balanceAnswer: Answer<'balance'> = {
  type: 'object',
  members: MEMBERS,
  data({ balances }, app) {
    const chosen = choose(balances, app?.settings[ASSET_SETTING]);
    return chosen === null ? AMBIGUOUS : objectOf(MEMBERS, chosen);
  },
};

const AMBIGUOUS = refuse(
  'not_supported',
  undefined,
  'there are balances in several currencies, and none is chosen for this app',
);

/** The app's asset, else the only one; nothing yet is zero. Null: several, and none is chosen. */
function choose(
  balances: readonly AssetBalance[],
  setting: Asset | undefined,
): AssetBalance | null {
  if (setting !== undefined) {
    return (
      balances.find(({ asset }) => asset === setting) ?? { asset: setting, balance: ZERO_BALANCE }
    );
  }
  if (balances.length > 1) return null;
  // Zero is written alike in every currency.
  return balances[0] ?? { asset: 'XXX/0', balance: ZERO_BALANCE };
}

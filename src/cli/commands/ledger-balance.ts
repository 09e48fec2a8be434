/** `causeway ledger balance`: what a merchant has. */
import { ACCOUNTS, totalOf } from '../../domain/ledger.ts';
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { findMerchant } from '../find.ts';
import { figureText } from '../money-text.ts';
import { required } from '../option.ts';
import { table } from '../style.ts';

export const ledgerBalance = command({
  name: 'ledger balance',
  summary: 'show the balances of a merchant',
  notes: [
    'total = available + pending + reserved. `upstream` is negative while providers owe us,',
    '`suspense` holds what belongs to nobody yet; `debt` is what the merchant owes.',
  ],
  options: { merchant: required('ID|NAME', 'whose') },
  examples: [['ledger balance --merchant "Corner Shop"', 'a line per currency']],
  async run({ merchant }, context) {
    return await withPlatform(context, async ({ snapshot, reader }) => {
      const owner = findMerchant(snapshot.current(), merchant);
      if (!owner.ok) return owner.report;
      const { id, name } = owner.value;
      const balances = (await reader.balances(id)).map(({ mode, asset, balance }) => ({
        mode,
        asset,
        totalMinor: totalOf(balance),
        accountsMinor: Object.fromEntries(ACCOUNTS.map((a) => [a, balance[a]])),
      }));
      return done({ merchantId: id, name, balances }, (style) =>
        balances.length === 0
          ? `${name} has never had money here.`
          : table(
              style,
              ['mode', 'asset', 'total', ...ACCOUNTS],
              balances.map(({ mode, asset, totalMinor, accountsMinor }) => [
                mode,
                asset,
                figureText({ asset, minor: totalMinor }),
                ...ACCOUNTS.map((a) => figureText({ asset, minor: accountsMinor[a] ?? 0n })),
              ]),
              { right: [2, ...ACCOUNTS.map((_, i) => i + 3)] },
            ),
      );
    });
  },
});

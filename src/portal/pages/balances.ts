/** What the merchant has, by currency. */
import { currencyOf } from '../../domain/money.ts';
import type { AssetBalance } from '../../ports/operator.ts';
import * as parts from '../../screens/parts.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import type { Screen } from '../screen.ts';

export const balancesScreen: Screen<readonly AssetBalance[]> = {
  path: '/balances',
  ability: 'see_money',
  load: (own) => own.queries.balances(),
  page: (rows, context) => ({
    title: context.t.nav.balances,
    body: html`${parts.pageHead(context.t.nav.balances, context.t.money.lead)}
<div class="card">${moneyTable(rows, context)}</div>`,
  }),
};

/** The merchant's side of each balance: the platform's own accounts are not its business. */
export function moneyTable(rows: readonly AssetBalance[], context: PageContext): SafeHtml {
  const { money: words } = context.t;
  if (rows.length === 0) return html`<p class="nothing">${words.none}</p>`;
  const column = (
    head: string,
    minorOf: (balance: AssetBalance['balance']) => bigint,
  ): parts.Column<AssetBalance> => ({
    head,
    cell: ({ asset, balance }) => parts.amount({ asset, minor: minorOf(balance) }, context),
    look: 'number',
  });
  const owes = rows.some(({ balance }) => balance.debt !== 0n);
  const columns: readonly parts.Column<AssetBalance>[] = [
    { head: words.currency, cell: ({ asset }) => parts.code(currencyOf(asset)) },
    column(words.available, ({ available }) => available),
    column(words.toCome, ({ pending }) => pending),
    column(words.held, ({ reserved, rolling, disputed }) => reserved + rolling + disputed),
    ...(owes ? [column(words.owed, ({ debt }) => debt)] : []),
    column(
      words.total,
      (b) => b.available + b.pending + b.reserved + b.rolling + b.disputed + b.debt,
    ),
  ];
  return parts.table(columns, rows, context);
}

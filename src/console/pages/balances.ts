/** Balances per merchant and currency, and their totals. */

import { totalOf } from '../../domain/ledger.ts';
import type { AssetBalance, BalanceRow } from '../../ports/operator.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import type { Screen } from '../screen.ts';

interface Balances {
  readonly totals: readonly AssetBalance[];
  readonly balances: readonly (BalanceRow & { readonly merchant: string })[];
  /** There are more balances than are listed; the totals have them all. */
  readonly more: boolean;
}

export const balancesScreen: Screen<Balances> = {
  path: '/balances',
  ability: 'look',
  async load(deps) {
    const { totals, rows, more } = await deps.queries.balances();
    const snapshot = deps.snapshot.current();
    const balances = rows
      .map((row) => ({
        ...row,
        merchant: snapshot.merchant(row.merchantId)?.name ?? String(row.merchantId),
      }))
      .sort(
        (a, b) =>
          a.merchant.localeCompare(b.merchant) ||
          (`${a.mode} ${a.asset}` < `${b.mode} ${b.asset}` ? -1 : 1),
      );
    return { totals, balances, more };
  },
  page: (model, context) => ({
    title: context.t.nav.balances,
    body: html`${parts.pageHead(context.t.nav.balances, context.t.balances.lead)}
${parts.section(context.t.balances.totals, balanceTable(model.totals, context))}
${parts.section(context.t.nav.merchants, merchantBalances(model.balances, context))}
${parts.moreNote(model.more, context)}`,
  }),
};

function cells(context: PageContext): readonly parts.Column<AssetBalance>[] {
  const { t } = context;
  return [
    { head: t.balances.asset, cell: ({ asset }) => parts.code(asset.slice(0, 3)) },
    { head: t.merchants.mode, cell: ({ mode }) => t.mode[mode] },
    {
      head: t.balances.total,
      cell: ({ asset, balance }) => parts.signed({ asset, minor: totalOf(balance) }, context),
      look: 'number',
    },
    {
      head: t.order.accounts,
      cell: ({ asset, balance }) => parts.accounts(asset, balance, context),
    },
  ];
}

export function balanceTable(rows: readonly AssetBalance[], context: PageContext): SafeHtml {
  return parts.table(cells(context), rows, context);
}

type Named = Balances['balances'][number];

function merchantBalances(rows: readonly Named[], context: PageContext): SafeHtml {
  const columns: readonly parts.Column<Named>[] = [
    {
      head: context.t.merchants.name,
      cell: ({ merchantId, merchant }) =>
        html`<a class="id" href="${parts.at(['merchants', String(merchantId)])}"><bdi>${merchant}</bdi></a>`,
      look: 'wide',
    },
    ...cells(context),
  ];
  return parts.table(columns, rows, context);
}

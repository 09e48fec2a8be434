/** Balances per merchant and currency, and their totals. */

import { ACCOUNTS, totalOf } from '../../domain/ledger.ts';
import type { Asset } from '../../domain/money.ts';
import type { AssetBalance, BalanceRow } from '../../ports/operator.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { Frame } from '../frame.ts';
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
    const { totals, rows, more } = await deps.desk.balances();
    const snapshot = deps.snapshot.current();
    const balances = rows
      .map((row) => ({
        ...row,
        merchant: snapshot.merchant(row.merchantId)?.name ?? String(row.merchantId),
      }))
      .sort((a, b) => a.merchant.localeCompare(b.merchant) || (a.asset < b.asset ? -1 : 1));
    return { totals, balances, more };
  },
  page: (model, frame) => ({
    title: frame.t.nav.balances,
    body: html`${parts.pageHead(frame.t.nav.balances, frame.t.balances.lead)}
${parts.section(frame.t.balances.totals, balanceTable(model.totals, frame))}
${parts.section(frame.t.nav.merchants, merchantBalances(model.balances, frame))}
${parts.moreNote(model.more, frame)}`,
  }),
};

function cells(frame: Frame): readonly parts.Column<AssetBalance>[] {
  const money = (asset: Asset, minor: bigint) =>
    html`<span class="amount ${minor < 0n ? 'minus' : 'plus'}">${parts.amountDigits({ asset, minor }, frame)}</span>`;
  return [
    { head: frame.t.balances.asset, cell: ({ asset }) => parts.code(asset.slice(0, 3)) },
    {
      head: frame.t.balances.total,
      cell: ({ asset, balance }) => money(asset, totalOf(balance)),
      look: 'number',
    },
    ...ACCOUNTS.map((account) => ({
      head: frame.t.account[account],
      cell: ({ asset, balance }: AssetBalance) => money(asset, balance[account]),
      look: 'number' as const,
    })),
  ];
}

export function balanceTable(rows: readonly AssetBalance[], frame: Frame): SafeHtml {
  return parts.table(cells(frame), rows, frame);
}

type Named = Balances['balances'][number];

function merchantBalances(rows: readonly Named[], frame: Frame): SafeHtml {
  const columns: readonly parts.Column<Named>[] = [
    {
      head: frame.t.merchants.name,
      cell: ({ merchantId, merchant }) =>
        html`<a class="id" href="${parts.at(['merchants', String(merchantId)])}"><bdi>${merchant}</bdi></a>`,
      look: 'wide',
    },
    ...cells(frame),
  ];
  return parts.table(columns, rows, frame);
}

/** `causeway ledger verify`: adds every entry up again. */
import { ACCOUNTS, type Balance } from '../../domain/ledger.ts';
import type { Platform } from '../../platform.ts';
import type { ReceivableFault } from '../../store/books/receivables.ts';
import {
  type AssetTotals,
  type ChangedDay,
  checkLedger,
  type LedgerFault,
} from '../../store/queues/ledger-check.ts';
import { command, EXIT } from '../command.ts';
import { withPlatform } from '../database.ts';
import { figureText, moneyText } from '../money-text.ts';
import { type Style, sections, table } from '../style.ts';

export const ledgerVerify = command({
  name: 'ledger verify',
  summary: 'add all entries up and compare them with the balances',
  notes: [
    'Checked per merchant, mode and asset: balance = sum of its entries, account by account; reserved =',
    'open payouts and refunds; pending = unsettled payments; suspense = open cases; disputed = what',
    'disputes hold; who owes has nothing. Checked per asset: all accounts sum to zero. Each closed day',
    'has the entries that it was closed with, and what each provider owes is what its journal says.',
    'Nothing is locked or changed. Exit code 1 names the merchants whose balances differ.',
  ],
  examples: [['ledger verify', 'every night']],
  async run(_values, context) {
    return await withPlatform(context, async (platform) => {
      const { totals, faults, changedDays, receivables } = await checkAll(platform);
      const name = (id: bigint) => platform.snapshot.current().merchant(id)?.name ?? null;
      const named = faults.map((fault) => ({ ...fault, merchantName: name(fault.merchantId) }));
      const sums = totals.map((one) => ({
        ...one,
        sumMinor: sumOf(one.entries) + sumOf(one.balances),
      }));
      const unbalanced = totals.filter(
        ({ entries, balances }) => sumOf(entries) !== 0n || sumOf(balances) !== 0n,
      );
      const others = changedDays.length + receivables.length;
      const sound = faults.length + unbalanced.length + others === 0;
      return {
        code: sound ? EXIT.done : EXIT.refused,
        data: {
          ...{ sound, shardCount: platform.shardCount, totals: sums, faults: named },
          ...{ changedDays, receivables },
        },
        text: (style) =>
          sections(
            totals.length === 0 ? 'No money has moved yet.' : totalsText(style, totals),
            named.length === 0 ? '' : faultsText(style, named),
            changedDays.map(changedText).join('\n'),
            receivables.map(receivableText).join('\n'),
            sound
              ? style.good('The ledger is sound: every balance is the sum of its entries.')
              : style.bad(
                  `The ledger is not sound: ${verdictOf(named, unbalanced, changedDays, receivables)}.`,
                ),
          ),
      };
    });
  },
});

type NamedFault = LedgerFault & { readonly merchantName: string | null };

async function checkAll({ pool, shardCount }: Platform) {
  const totals = new Map<string, AssetTotals>();
  const faults: LedgerFault[] = [];
  const changedDays: ChangedDay[] = [];
  const receivables: ReceivableFault[] = [];
  // One shard after the other: it shall not be felt by those who work.
  for (let shard = 0; shard < shardCount; shard += 1) {
    const found = await checkLedger(pool, shard);
    faults.push(...found.faults);
    changedDays.push(...found.changedDays);
    receivables.push(...found.receivables);
    for (const one of found.totals) {
      const key = `${one.mode} ${one.asset}`;
      const before = totals.get(key);
      totals.set(key, before === undefined ? one : together(before, one));
    }
  }
  const sorted = [...totals].sort(([a], [b]) => (a < b ? -1 : 1));
  return { totals: sorted.map(([, one]) => one), faults, changedDays, receivables };
}

function together(a: AssetTotals, b: AssetTotals): AssetTotals {
  return {
    mode: a.mode,
    asset: a.asset,
    entryCount: a.entryCount + b.entryCount,
    balanceCount: a.balanceCount + b.balanceCount,
    entries: plus(a.entries, b.entries),
    balances: plus(a.balances, b.balances),
  };
}

function plus(a: Balance, b: Balance): Balance {
  return Object.fromEntries(
    ACCOUNTS.map((name) => [name, a[name] + b[name]]),
  ) as unknown as Balance;
}

function sumOf(balance: Balance): bigint {
  return ACCOUNTS.reduce((sum, name) => sum + balance[name], 0n);
}

function totalsText(style: Style, totals: readonly AssetTotals[]): string {
  const rows = totals.flatMap(({ mode, asset, entryCount, balanceCount, entries, balances }) =>
    (
      [
        [`entries: ${entryCount}`, entries],
        [`balances: ${balanceCount}`, balances],
      ] as const
    ).map(([what, sums]) => [
      mode,
      asset,
      what,
      ...ACCOUNTS.map((name) => figureText({ asset, minor: sums[name] })),
      figureText({ asset, minor: sumOf(sums) }),
    ]),
  );
  return table(style, ['mode', 'asset', 'of', ...ACCOUNTS, 'sum'], rows, {
    right: [...ACCOUNTS.keys(), ACCOUNTS.length].map((i) => i + 3),
  });
}

function faultsText(style: Style, faults: readonly NamedFault[]): string {
  return table(
    style,
    ['merchant', 'name', 'mode', 'account', 'balance', 'should be', 'by its'],
    faults.map(({ merchantId, merchantName, mode, asset, account, balanceMinor, dueMinor, by }) => [
      `${merchantId}`,
      merchantName ?? '(unknown)',
      mode,
      account,
      moneyText({ asset, minor: balanceMinor }),
      moneyText({ asset, minor: dueMinor }),
      by,
    ]),
    { right: [4, 5] },
  );
}

function changedText({ shard, day, kept, there }: ChangedDay): string {
  return `${day} in shard ${shard} was closed with ${kept} entries and has ${there}`;
}

function receivableText({ mode, asset, account, of, ...minor }: ReceivableFault): string {
  const [journal, entries] = [minor.journalMinor, minor.entriesMinor].map((one) =>
    moneyText({ asset, minor: one }),
  );
  return `${of} (${mode}, ${account}) owes ${journal} by its journal, and ${entries} by the entries`;
}

function verdictOf(
  faults: readonly NamedFault[],
  unbalanced: readonly AssetTotals[],
  changedDays: readonly ChangedDay[],
  receivables: readonly ReceivableFault[],
): string {
  const merchants = new Map(
    faults.map(({ merchantId, merchantName }) => [merchantId, merchantName ?? `${merchantId}`]),
  );
  return [
    ...(merchants.size === 0 ? [] : [`balances differ for ${[...merchants.values()].join(', ')}`]),
    ...unbalanced.map(({ mode, asset }) => `${mode} ${asset} does not sum to zero`),
    ...(changedDays.length === 0 ? [] : ['closed days have changed']),
    ...(receivables.length === 0 ? [] : ['what providers owe is not what their journals say']),
  ].join('; ');
}

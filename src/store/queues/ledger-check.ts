/** The ledger added up again, shard by shard, with figures: the auditor's questions for people. */
import type pg from 'pg';
import type { Id } from '../../domain/id.ts';
import { ACCOUNTS, type Account, type Balance } from '../../domain/ledger.ts';
import type { Mode } from '../../domain/merchant.ts';
import type { Asset } from '../../domain/money.ts';
import { type ReceivableFault, receivablesThatDiffer } from '../books/receivables.ts';
import { allowSilence, run } from '../database/pool.ts';
import {
  DEBTS_BESIDE_MONEY,
  DISPUTED_THAT_DIFFERS,
  PENDING_THAT_DIFFERS,
  RESERVES_THAT_DIFFER,
  SUSPENSE_THAT_DIFFERS,
} from '../statements/audit.ts';
import { DAYS_THAT_CHANGED } from '../statements/books.ts';
import { BALANCE_TOTALS, BALANCES_THAT_DIFFER, LEDGER_TOTALS } from '../statements/ledger.ts';

/** Adding a whole ledger takes longer than any statement of the write path may. */
const STATEMENT_MS = 600_000;
/** All days that are closed. */
const EVER = '-infinity';
const EVER_AFTER = 'infinity';

/** All entries and all balances of one mode and asset. */
export interface AssetTotals {
  readonly mode: Mode;
  readonly asset: Asset;
  readonly entryCount: bigint;
  readonly balanceCount: bigint;
  readonly entries: Balance;
  readonly balances: Balance;
}

/** An account of a balance that is not what it should be. */
export interface LedgerFault {
  readonly merchantId: Id;
  readonly mode: Mode;
  readonly asset: Asset;
  readonly account: Account;
  /** What the balance says. */
  readonly balanceMinor: bigint;
  /** What its entries, or the orders that it is of, add up to. */
  readonly dueMinor: bigint;
  readonly by:
    | 'entries'
    | 'open orders'
    | 'unsettled payments'
    | 'open cases'
    | 'disputes'
    | 'debt';
}

/** A closed day of a shard that has not the entries any more that it was rolled up with. */
export interface ChangedDay {
  readonly shard: number;
  /** `yyyy-MM-dd`. */
  readonly day: string;
  readonly kept: bigint;
  readonly there: bigint;
}

export interface LedgerCheck {
  readonly totals: readonly AssetTotals[];
  readonly faults: readonly LedgerFault[];
  readonly changedDays: readonly ChangedDay[];
  readonly receivables: readonly ReceivableFault[];
}

type TotalRow = { readonly mode: Mode; readonly asset: Asset } & Balance;
type DifferRow = {
  readonly merchant_id: bigint;
  readonly mode: Mode;
  readonly asset: Asset;
} & Readonly<Record<`${'balance' | 'entries'}_${Account}`, bigint>>;
type ComparedRow = {
  readonly merchant_id: bigint;
  readonly mode: Mode;
  readonly asset: Asset;
  readonly shown: bigint;
  readonly due: bigint;
};

/** Checks one shard. All questions see one moment; nothing is locked, nothing waits for it. */
export async function checkLedger(pool: pg.Pool, shard: number): Promise<LedgerCheck> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    allowSilence(client, STATEMENT_MS);
    await client.query('begin isolation level repeatable read read only');
    await client.query(`set local statement_timeout = ${STATEMENT_MS}`);
    const entries = await run<TotalRow & { entries: bigint }>(client, LEDGER_TOTALS, shard);
    const balances = await run<TotalRow & { balances: bigint }>(client, BALANCE_TOTALS, shard);
    const unequal = await run<DifferRow>(client, BALANCES_THAT_DIFFER, shard);
    const reserves = await run<ComparedRow>(client, RESERVES_THAT_DIFFER, shard);
    const pending = await run<ComparedRow>(client, PENDING_THAT_DIFFERS, shard);
    const suspense = await run<ComparedRow>(client, SUSPENSE_THAT_DIFFERS, shard);
    const disputed = await run<ComparedRow>(client, DISPUTED_THAT_DIFFERS, shard);
    const debts = await run<ComparedRow>(client, DEBTS_BESIDE_MONEY, shard);
    const receivables = await receivablesThatDiffer(client, shard, EVER, EVER_AFTER);
    const days = await run<Omit<ChangedDay, 'shard'>>(client, DAYS_THAT_CHANGED, shard);
    await client.query('commit');
    return {
      totals: totalsOf(entries.rows, balances.rows),
      faults: [
        ...unequal.rows.flatMap(faultsOf),
        ...reserves.rows.map((row) => faultOf(row, 'reserved', 'open orders')),
        ...pending.rows.map((row) => faultOf(row, 'pending', 'unsettled payments')),
        ...suspense.rows.map((row) => faultOf(row, 'suspense', 'open cases')),
        ...disputed.rows.map((row) => faultOf(row, 'disputed', 'disputes')),
        ...debts.rows.map((row) => faultOf(row, 'available', 'debt')),
      ],
      receivables,
      changedDays: days.rows.map((row) => ({ shard, ...row })),
    };
  } catch (error) {
    broken = error as Error;
    throw error;
  } finally {
    client.release(broken);
  }
}

function totalsOf(
  entries: readonly (TotalRow & { entries: bigint })[],
  balances: readonly (TotalRow & { balances: bigint })[],
): readonly AssetTotals[] {
  const key = ({ mode, asset }: Pick<TotalRow, 'mode' | 'asset'>) => `${mode} ${asset}`;
  const books = new Map([...entries, ...balances].map((row) => [key(row), row]));
  return [...books]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { mode, asset }]) => {
      const added = entries.find((row) => key(row) === name);
      const kept = balances.find((row) => key(row) === name);
      return {
        mode,
        asset,
        entryCount: added?.entries ?? 0n,
        balanceCount: kept?.balances ?? 0n,
        entries: sumsOf(added),
        balances: sumsOf(kept),
      };
    });
}

function sumsOf(row: Balance | undefined): Balance {
  return Object.fromEntries(ACCOUNTS.map((a) => [a, row?.[a] ?? 0n])) as unknown as Balance;
}

function faultsOf(row: DifferRow): readonly LedgerFault[] {
  return ACCOUNTS.map(
    (account): LedgerFault => ({
      merchantId: row.merchant_id,
      mode: row.mode,
      asset: row.asset,
      account,
      balanceMinor: row[`balance_${account}`],
      dueMinor: row[`entries_${account}`],
      by: 'entries',
    }),
  ).filter(({ balanceMinor, dueMinor }) => balanceMinor !== dueMinor);
}

function faultOf(row: ComparedRow, account: Account, by: LedgerFault['by']): LedgerFault {
  return {
    merchantId: row.merchant_id,
    mode: row.mode,
    asset: row.asset,
    account,
    balanceMinor: row.shown,
    dueMinor: row.due,
    by,
  };
}

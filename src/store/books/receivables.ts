/** What each provider owes us: by the entries of closed days, and by the main book's journals. */
import type pg from 'pg';
import type { MainAccount } from '../../domain/main-book.ts';
import type { Mode } from '../../domain/merchant.ts';
import type { Asset } from '../../domain/money.ts';
import { run } from '../database/pool.ts';
import { RECEIVABLES_OF_DAYS } from '../statements/books.ts';

/** A purse of a provider account in which the two are not the same; debit above zero. */
export interface ReceivableFault {
  readonly mode: Mode;
  readonly asset: Asset;
  /** `provider_collect`, and so on. */
  readonly account: MainAccount;
  /** `connector/account`. */
  readonly of: string;
  readonly journalMinor: bigint;
  readonly entriesMinor: bigint;
}

type Row = Pick<ReceivableFault, 'mode' | 'asset' | 'account' | 'of'> & { readonly minor: bigint };

/** Of a shard's closed days from one to another, both included. */
export async function receivablesThatDiffer(
  client: pg.PoolClient,
  shard: number,
  fromDay: string,
  toDay: string,
): Promise<readonly ReceivableFault[]> {
  const entries = await run<Row>(client, RECEIVABLES_OF_DAYS, shard, [fromDay, toDay]);
  const journal = await client.query<Row>(
    `select j.mode, l.asset, l.account, l.of, -sum(l.minor)::bigint as minor
     from journal j join journal_leg l on l.key = j.key
     where j.shard = $1 and j.day between $2::date and $3::date
       and l.account in ('provider_collect', 'provider_wallet', 'provider_frozen')
     group by j.mode, l.asset, l.account, l.of`,
    [shard, fromDay, toDay],
  );
  const faults = new Map<string, ReceivableFault>();
  const keyOf = ({ mode, asset, account, of }: Row) => `${mode} ${asset} ${account} ${of}`;
  for (const { minor, ...row } of journal.rows) {
    faults.set(keyOf({ minor, ...row }), { ...row, journalMinor: minor, entriesMinor: 0n });
  }
  for (const { minor, ...row } of entries.rows) {
    const known = faults.get(keyOf({ minor, ...row })) ?? { ...row, journalMinor: 0n };
    faults.set(keyOf({ minor, ...row }), { ...known, entriesMinor: minor });
  }
  return [...faults.values()].filter((one) => one.journalMinor !== one.entriesMinor);
}

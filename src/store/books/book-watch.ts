/** What lies too long, and the cases that say so. See `ports/books.ts`. */
import type pg from 'pg';
import { CLEARING_ACCOUNTS, type ClearingAccount } from '../../domain/clearing.ts';
import { daysApart } from '../../domain/day.ts';
import { firstIdOf } from '../../domain/id.ts';
import { MAIN_ACCOUNTS } from '../../domain/main-book.ts';
import type { Mode } from '../../domain/merchant.ts';
import type { Asset } from '../../domain/money.ts';
import type { BookWatch, MainBook, Overdue } from '../../ports/books.ts';
import { run } from '../database/pool.ts';
import { CLOSE_WATCHED_CASES, HELD_SINCE, SHOW_WATCHED_CASE } from '../statements/book-watch.ts';

/** Its cases are of the platform, and lie on one shard. */
const SHARD = 0;

interface HeldRow extends Record<string, unknown> {
  readonly mode: Mode;
  readonly asset: Asset;
  readonly of: string;
  readonly minor: bigint;
  readonly since: string;
}

export function createBookWatch(
  pool: pg.Pool,
  shardCount: number,
  mainBook: Pick<MainBook, 'trialBalance'>,
): BookWatch {
  return {
    async overdue(limits, today) {
      const { rows } = await mainBook.trialBalance(null);
      // What is in suspense is a case's, which says when it came.
      const accounts: readonly string[] = CLEARING_ACCOUNTS.filter((one) => one !== 'suspense');
      const clearing = rows.filter(({ account }) => accounts.includes(account));
      const held = await Promise.all(
        Array.from({ length: shardCount }, (_, shard) => run<HeldRow>(pool, HELD_SINCE, shard)),
      );
      const cases = held.flatMap(({ rows: ofShard }) =>
        ofShard.map((row) => ({ ...row, account: 'suspense' as const })),
      );
      const all = [...clearing, ...cases].map((one): Overdue => {
        const account = one.account as ClearingAccount;
        const minor = MAIN_ACCOUNTS[account] === 'asset' ? -one.minor : one.minor;
        return {
          ...one,
          account,
          minor,
          days: daysApart(one.since, today),
          limitDays: limits[account],
        };
      });
      return all.filter(({ days, limitDays }) => days > limitDays).sort((a, b) => b.days - a.days);
    },
    async show(kind, found) {
      const id = firstIdOf(SHARD);
      for (const { key, detail } of found) {
        await run(pool, SHOW_WATCHED_CASE, SHARD, [id, kind, key, detail]);
      }
      const keys = found.map(({ key }) => key);
      await run(pool, CLOSE_WATCHED_CASES, SHARD, [id, kind, keys]);
    },
  };
}

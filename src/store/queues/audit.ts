/**
 * The auditor's questions to one shard. Balances are compared with checkpoints and the entries that
 * came after them; one that does not hold is added up from its first entry before it is a breach.
 */
import type pg from 'pg';
import type { AuditRule } from '../../domain/audit-rule.ts';
import type { Id } from '../../domain/id.ts';
import { ACCOUNTS, type Account } from '../../domain/ledger.ts';
import type { Mode } from '../../domain/merchant.ts';
import type { Asset } from '../../domain/money.ts';
import type { Breach } from '../../ports/books.ts';
import type { AuditLimits, AuditQueries, AuditReport } from '../../ports/workers.ts';
import { allowSilence, run } from '../database/pool.ts';
import * as statements from '../statements/audit.ts';

/** Adding a merchant up from the start takes longer than a statement of the write path may. */
const AUDIT_STATEMENT_MS = 600_000;

/**
 * How long after its beginning a transaction may commit: its entries have the time at which it
 * began. No limit of a session lets it live as long; one that did would cost a longer audit.
 */
const COMMITS_WITHIN_MS = 60_000;

type Ages = {
  readonly overdue_dispatches: number;
  readonly long_doubts: number;
  readonly oldest_doubt_ms: number;
  readonly due_notifications: number;
  readonly parked_notifications: number;
  readonly oldest_due_ms: number;
  readonly open_cases: number;
};

type KeyRow = { readonly merchant_id: Id; readonly mode: Mode; readonly asset: Asset };
type Figure = 'seq' | Account;
type SidesRow = KeyRow & Readonly<Record<`${'balance' | 'entries'}_${Figure}`, bigint>>;
type ComparedRow = KeyRow & { readonly shown: bigint; readonly due: bigint };

export function createAuditQueries(pool: pg.Pool): AuditQueries {
  return {
    async audit(shard, limits): Promise<AuditReport> {
      const startedAt = performance.now();
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        allowSilence(client, AUDIT_STATEMENT_MS);
        const breaches = await auditBooks(client, shard);
        const ages = await agesOf(client, shard, limits);
        const tookMs = Math.round(performance.now() - startedAt);
        return { shard, breaches, ...ages, tookMs };
      } catch (error) {
        broken = error as Error;
        throw error;
      } finally {
        client.release(broken);
      }
    },
  };
}

async function agesOf(client: pg.PoolClient, shard: number, limits: AuditLimits) {
  const parameters = [limits.overdueMs, limits.doubtMs];
  const { rows } = await run<Ages>(client, statements.QUEUE_AGES, shard, parameters);
  const ages = rows[0] as Ages;
  return {
    overdueDispatches: ages.overdue_dispatches,
    longDoubts: ages.long_doubts,
    oldestDoubtMs: ages.oldest_doubt_ms,
    dueNotifications: ages.due_notifications,
    deadLetteredNotifications: ages.parked_notifications,
    oldestDueMs: ages.oldest_due_ms,
    openCases: ages.open_cases,
  };
}

/** One transaction; each question is a statement of its own and sees one moment. */
async function auditBooks(client: pg.PoolClient, shard: number): Promise<readonly Breach[]> {
  await run(client, statements.MAKE_AUDIT_MARK, shard);
  await client.query('begin');
  await client.query(`set local statement_timeout = ${AUDIT_STATEMENT_MS}`);
  await client.query('set local plan_cache_mode = force_custom_plan');
  const breaches = [...(await addUp(client, shard))];
  for (const [rule, statement] of Object.entries(statements.COMPARISONS)) {
    const { rows } = await run<ComparedRow>(client, statement, shard);
    breaches.push(...rows.map((row) => comparedBreach(rule as AuditRule, row)));
  }
  for (const { rule, merchantId, mode, asset, detail } of breaches) {
    const key = `${rule}:${mode}:${asset}`;
    await run(client, statements.OPEN_BOOKS_CASE, shard, [merchantId, key, detail]);
  }
  await client.query('commit');
  return breaches;
}

/** None when another process is adding this shard up just now. */
async function addUp(client: pg.PoolClient, shard: number): Promise<readonly Breach[]> {
  const { rows } = await run<{ at: Date }>(client, statements.TAKE_AUDIT_MARK, shard);
  const mark = rows[0];
  if (mark === undefined) return [];
  const suspect = await run<SidesRow>(client, statements.BALANCES_SINCE, shard, [mark.at]);
  const merchants = [...new Set(suspect.rows.map(({ merchant_id }) => merchant_id))];
  await run(client, statements.SET_AUDIT_MARK, shard, [COMMITS_WITHIN_MS]);
  if (merchants.length === 0) return [];
  const { rows: unequal } = await run<SidesRow>(client, statements.BALANCES_FROM_THE_START, shard, [
    merchants,
  ]);
  return unequal.flatMap(unequalBreaches);
}

function unequalBreaches(row: SidesRow): readonly Breach[] {
  const differs = (['seq', ...ACCOUNTS] as const)
    .filter((figure) => row[`balance_${figure}`] !== row[`entries_${figure}`])
    .map((figure) => sidesOf(figure, row));
  const sum = ACCOUNTS.reduce((total, account) => total + row[`entries_${account}`], 0n);
  return [
    ...(differs.length === 0 ? [] : [breachOf('balances_are_sums', row, differs.join('; '))]),
    ...(sum === 0n
      ? []
      : [breachOf('entries_sum_to_zero', row, `all accounts of the entries sum to ${sum}`)]),
  ];
}

function sidesOf(figure: Figure, row: SidesRow): string {
  const [shown, due] = [row[`balance_${figure}`], row[`entries_${figure}`]];
  return figure === 'seq'
    ? `${shown} entries were counted, ${due} are there`
    : `${figure} is ${shown}, its entries sum to ${due}`;
}

const SIDES: Readonly<Partial<Record<AuditRule, (shown: bigint, due: bigint) => string>>> = {
  reserved_is_open: (shown, due) => `reserved is ${shown}, open orders hold ${due}`,
  pending_is_unsettled: (shown, due) => `pending is ${shown}, unsettled payments bring ${due}`,
  disputed_is_open: (shown, due) => `disputed is ${shown}, disputes hold ${due}`,
  rolling_is_held: (shown, due) => `rolling is ${shown}, holds have ${due}`,
  suspense_is_cases: (shown, due) => `suspense is ${shown}, open cases hold ${due}`,
  debt_or_available: (shown, due) => `available is ${shown} beside a debt of ${due}`,
};

function comparedBreach(rule: AuditRule, row: ComparedRow): Breach {
  return breachOf(rule, row, SIDES[rule]?.(row.shown, row.due) ?? `${row.shown}, due ${row.due}`);
}

function breachOf(rule: AuditRule, { merchant_id, mode, asset }: KeyRow, detail: string): Breach {
  return { rule, merchantId: merchant_id, mode, asset, detail };
}

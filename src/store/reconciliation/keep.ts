/** Keeps what matching finds: states of lines and entries, and items for people. */
import type pg from 'pg';
import type { Purse } from '../../domain/ledger.ts';
import type { Finding, MatchState } from '../../domain/reconciliation/finding.ts';
import { differencesOf, mostOf, typeOfFinding } from '../../domain/reconciliation/item.ts';
import {
  dayOfNumber,
  type Expectation,
  type LineType,
  type ReportLine,
} from '../../domain/reconciliation/line.ts';
import { isRepeat } from '../../domain/reconciliation/match.ts';
import type { OpenItem } from '../../domain/reconciliation/posting.ts';
import type { Source } from '../../ports/reconciliation.ts';
import { reverseJournal } from './journals.ts';

/** A row of either side, with what is known of it. */
export interface Kept {
  readonly state: 'new' | 'open' | 'decided';
  readonly itemId: bigint | null;
}
export type KeptLine = ReportLine & Kept;
export type KeptEntry = Expectation & Kept & { readonly purse: Purse | null };

/** A finding whose rows are those that this store handed out. */
interface KeptFinding extends Finding {
  readonly lines: readonly KeptLine[];
  readonly expectations: readonly KeptEntry[];
}

export async function keepFindings(
  client: pg.PoolClient,
  source: Source,
  all: readonly Finding[],
): Promise<void> {
  const found = all as readonly KeptFinding[];
  const agreed = found.filter(({ state }) => state === 'matched' || state === 'late');
  await markMatched(client, agreed);
  for (const one of agreed) {
    await closeItems(client, source, itemsOf(one));
    if (one.state === 'late') await openFound(client, source, one, 'late');
  }
  const open = found.filter(({ state }) => !['matched', 'late', 'waiting'].includes(state));
  const repeats = await repeatedIn(client, source.name, open);
  for (const one of open) {
    if (isDecided(one)) continue;
    const isTwice = one.lines.some(({ id }) => repeats.has(id));
    await openFound(client, source, one, isTwice ? 'twice' : one.state);
  }
}

/** What was decided stays so, until something comes that it agrees or disagrees with. */
function isDecided({ lines, expectations }: KeptFinding): boolean {
  const all = [...lines, ...expectations];
  return (
    (lines.length === 0 || expectations.length === 0) && all.some((o) => o.state === 'decided')
  );
}

function itemsOf({ lines, expectations }: KeptFinding): readonly bigint[] {
  return [...lines, ...expectations].flatMap(({ itemId }) => itemId ?? []);
}

/** The first line of a match names it. */
async function markMatched(client: pg.PoolClient, agreed: readonly KeptFinding[]): Promise<void> {
  const lines = agreed.flatMap(({ lines: of, expectations }) =>
    of.map(({ id }) => ({ id, match: of[0]?.id, purse: expectations[0]?.purse ?? null })),
  );
  const entries = agreed.flatMap(({ lines: of, expectations }) =>
    expectations.map(({ id }) => ({ id, match: of[0]?.id })),
  );
  if (lines.length === 0) return;
  await client.query(
    `update recon_line l set state = 'matched', match_id = m.match, purse = m.purse
     from unnest($1::bigint[], $2::bigint[], $3::text[]) as m (id, match, purse)
     where l.id = m.id`,
    [lines.map((m) => m.id), lines.map((m) => m.match), lines.map((m) => m.purse)],
  );
  await client.query(
    `update recon_entry e set state = 'matched', match_id = m.match
     from unnest($1::bigint[], $2::bigint[]) as m (id, match) where e.id = m.id`,
    [entries.map((m) => m.id), entries.map((m) => m.match)],
  );
}

/** Lines that repeat one which was matched in an earlier run. */
async function repeatedIn(
  client: pg.PoolClient,
  source: string,
  open: readonly KeptFinding[],
): Promise<ReadonlySet<bigint>> {
  const alone = open.filter(({ state }) => state === 'missing_here').flatMap((one) => one.lines);
  const named = alone.filter(({ ref }) => ref !== '');
  if (named.length === 0) return new Set();
  const { rows } = await client.query<KeptLine & Record<string, unknown>>(
    `select ref, type, asset, gross_minor as "grossMinor" from recon_line
     where source = $1 and ref = any($2) and state = 'matched'`,
    [source, named.map(({ ref }) => ref)],
  );
  const matched = Map.groupBy(rows, ({ ref }) => ref);
  const repeats = named.filter((line) =>
    (matched.get(line.ref) ?? []).some((earlier) => isRepeat(line, earlier)),
  );
  return new Set(repeats.map(({ id }) => id));
}

async function openFound(
  client: pg.PoolClient,
  source: Source,
  one: KeptFinding,
  kind: MatchState,
): Promise<void> {
  const { lines, expectations, suggested } = one;
  const days = [...lines, ...expectations].map(({ day }) => day);
  const orderId = expectations.find((o) => o.orderId !== '')?.orderId ?? null;
  await openItem(client, source, {
    kind,
    type: typeOfFinding(one),
    differences: differencesOf({ ...one, state: kind }, source.map.costs),
    orderId,
    suggestedId: suggested?.id ?? null,
    day: dayOfNumber(Math.min(...days)),
    lineIds: lines.map(({ id }) => id),
    entryIds: expectations.map(({ id }) => id),
    before: itemsOf(one),
    // A late line agrees: it is matched, and shown.
    agrees: kind === 'late',
  });
}

export interface NewItem {
  readonly kind: MatchState;
  readonly type: LineType;
  readonly differences: OpenItem['differences'];
  readonly orderId: string | null;
  readonly suggestedId: bigint | null;
  readonly day: string;
  readonly lineIds: readonly bigint[];
  readonly entryIds: readonly bigint[];
  /** Items that some of it had before. */
  readonly before: readonly bigint[];
  readonly agrees: boolean;
}

/** The same item again is the one that is open. */
export async function openItem(
  client: pg.PoolClient,
  source: Source,
  item: NewItem,
): Promise<void> {
  const { kind, type, differences, orderId, suggestedId, day, lineIds, entryIds, before } = item;
  const key = lineIds.length > 0 ? `line:${lineIds[0]}` : `entry:${entryIds[0]}`;
  const same = await client.query(
    `select from recon_item where source = $1 and key = $2 and kind = $3 and state = 'open'`,
    [source.name, key, kind],
  );
  if (same.rowCount !== 0) return;
  await closeItems(client, source, before);
  const most = mostOf(differences);
  const { rows } = await client.query<{ id: bigint }>(
    `insert into recon_item (source, key, kind, type, asset, minor, differences, order_id,
       suggested_id, day)
     values ($1, $2, $3, $4, $5, $6, $7, $8::bigint, $9, $10) returning id`,
    [
      ...[source.name, key, kind, type, most.asset, most.minor, differencesJson(differences)],
      ...[orderId, suggestedId, day],
    ],
  );
  const state = item.agrees ? 'matched' : 'open';
  const parameters = [rows[0]?.id, state];
  await client.query('update recon_line set item_id = $1, state = $2 where id = any($3)', [
    ...parameters,
    lineIds,
  ]);
  await client.query('update recon_entry set item_id = $1, state = $2 where id = any($3)', [
    ...parameters,
    entryIds,
  ]);
}

const differencesJson = (differences: OpenItem['differences']) =>
  JSON.stringify(differences.map(({ asset, minor }) => ({ asset, minor: `${minor}` })));

/** What it was of agrees now, or is another item's: what was decided of it is turned. */
export async function closeItems(
  client: pg.PoolClient,
  source: Source,
  ids: readonly bigint[],
): Promise<void> {
  if (ids.length === 0) return;
  await client.query(
    `update recon_item set state = 'matched', closed_at = now(), closed_by = 'matching'
     where id = any($1) and state = 'open'`,
    [ids],
  );
  const { rows } = await client.query<{ journal_key: string }>(
    `select journal_key from recon_item
     where id = any($1) and state = 'decided' and journal_key is not null`,
    [ids],
  );
  for (const { journal_key: key } of rows) await reverseJournal(client, source, key);
}

import type { Statement } from '../../src/store/statements/statement.ts';

/** Tables that are not distributed: read into memory, or of the console. */
export const SMALL_TABLES = new Set([
  'migration',
  'meta',
  'merchant',
  'app',
  'app_key',
  'subscription',
  'channel',
  'terms',
  'amount_rule',
  'reserve_rule',
  'route',
  'connector_account',
  'account_limit',
  'calendar_year',
  'dispute_list',
  'continuity',
  'continuity_witness',
  'recovery',
  'recovery_account',
  'recovery_order',
  'node_lease',
  'operator',
  'session',
  'login_attempt',
  'audit_log',
  'audit_head',
  'operator_totp',
  'operator_recovery_code',
  'operator_touch',
  'member',
  'member_session',
  'member_totp',
  'member_recovery_code',
  'member_touch',
  'approval',
  'journal',
  'journal_leg',
  'beneficiary',
  'withdrawal_terms',
  'bank_account',
  'bank_receipt',
  'topup_reference',
  'fee_invoice',
  'fee_invoice_month',
  'statement_file',
  'statement_file_part',
  'recon_map',
  'recon_source',
  'recon_file',
  'recon_item',
  'recon_line',
  'recon_incoming',
  'recon_entry',
  'recon_loaded',
  'recon_posting',
  'recon_balance',
]);

/** A rule of the hot path that something breaks. */
export interface Breach {
  readonly of: string;
  readonly rule: string;
}

const TABLE = /\b(from|join|update|into) ([a-z_]+)\b(?!\()/g;
const NAMES_SHARD = /(?<![\w.])(?:\w+\.)?shard = \$1(?![0-9])/g;
const INSERTS_SHARD =
  /insert into \w+ (?:as \w+ )?\(shard\b[^()]*\) (?:select|values \() ?\$1(?:::smallint)?,/g;

/** Tables that a statement reads or writes, as often as it names them. */
export function tablesOf({ text }: Pick<Statement, 'text'>, known: ReadonlySet<string>): string[] {
  return [...text.matchAll(TABLE)].flatMap(([, , name = '']) => (known.has(name) ? [name] : []));
}

/** What a hot statement does that would not run on one shard, or would wait for another process. */
export function checkStatement(
  { name, text }: Statement,
  known: ReadonlySet<string>,
): readonly Breach[] {
  const breaches: Breach[] = [];
  const breach = (broken: boolean, rule: string) => {
    if (broken) breaches.push({ of: name, rule });
  };
  const tables = tablesOf({ text }, known);
  const small = tables.filter((table) => SMALL_TABLES.has(table));
  const shards = [...text.matchAll(NAMES_SHARD), ...text.matchAll(INSERTS_SHARD)];
  breach(tables.length === 0, 'works on a table');
  breach(small.length > 0, `leaves small tables alone: ${small}`);
  breach(shards.length < tables.length, 'names the shard of every table it works on');
  breach(groupsOf(text).some(isAlternative), 'names its shard without an alternative');
  breach(/advisory/.test(text), 'takes no advisory lock');
  breach(/nextval|currval|lastval/.test(text), 'uses no sequence');
  breach(/;/.test(text), 'is one statement');
  return breaches;
}

/** The text outside all parentheses, and that inside each pair without what is nested in it. */
function groupsOf(text: string): readonly string[] {
  const closed: string[] = [];
  const open = [''];
  for (const character of text) {
    if (character === '(') open.push('');
    else if (character === ')' && open.length > 1) closed.push(open.pop() ?? '');
    else open.push(`${open.pop()}${character}`);
  }
  return [...closed, ...open];
}

function isAlternative(group: string): boolean {
  return /\bor\b/.test(group) && /\bshard\b/.test(group);
}

/** A primary key, unique constraint or unique index, and its columns in their order. */
export interface KeyRow {
  readonly table: string;
  readonly name: string;
  readonly columns: readonly string[];
}

export interface ColumnRow {
  readonly table: string;
  readonly column: string;
  readonly position: number;
  readonly type: string;
  readonly nullable: boolean;
  /** Identity, or a default that draws from a sequence. */
  readonly counted: boolean;
}

export interface ForeignKeyRow {
  readonly table: string;
  readonly name: string;
  readonly columns: readonly string[];
}

export interface Catalog {
  readonly keys: readonly KeyRow[];
  readonly columns: readonly ColumnRow[];
  readonly foreignKeys: readonly ForeignKeyRow[];
}

/** What a hot table has that could not be distributed by `shard`. */
export function checkTable(table: string, catalog: Catalog): readonly Breach[] {
  const breaches: Breach[] = [];
  const breach = (broken: boolean, of: string, rule: string) => {
    if (broken) breaches.push({ of, rule });
  };
  const columns = catalog.columns.filter((one) => one.table === table);
  const [first] = columns.toSorted((a, b) => a.position - b.position);
  breach(first?.column !== 'shard' || first.nullable, table, 'has `shard` as its first column');
  breach(first?.type !== 'smallint', table, '`shard` is a smallint');
  for (const { column, counted } of columns) {
    breach(counted, `${table}.${column}`, 'draws from no sequence');
  }
  const keys = catalog.keys.filter((one) => one.table === table);
  breach(keys.length === 0, table, 'has a key');
  for (const key of keys) breach(key.columns[0] !== 'shard', key.name, 'begins with `shard`');
  for (const { name, columns: own, table: of } of catalog.foreignKeys) {
    if (of === table) breach(own[0] !== 'shard', name, 'a foreign key stays in its shard');
  }
  return breaches;
}

/** A node of `explain (format json)`. */
export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly 'Conflict Arbiter Indexes'?: readonly string[];
  readonly Plans?: readonly PlanNode[];
}

function nodesOf(plan: PlanNode): readonly PlanNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

/** Tables that a plan reads from end to end. */
export function scannedWhole(plan: PlanNode): readonly string[] {
  return nodesOf(plan).flatMap((node) =>
    node['Node Type'] === 'Seq Scan' ? [node['Relation Name'] ?? ''] : [],
  );
}

/** Whether a plan finds its rows by this index, with these columns in the condition. */
export function usesKey(plan: PlanNode, index: string, columns: readonly string[]): boolean {
  return nodesOf(plan).some((node) => {
    if (node['Conflict Arbiter Indexes']?.includes(index)) return true;
    if (node['Index Name'] !== index) return false;
    return columns.every((column) => node['Index Cond']?.includes(column));
  });
}

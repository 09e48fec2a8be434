/**
 * How an account's report is read: which column is what, and what its words mean. A value that
 * people write as JSON, draft, and approve by two; versions never change. Columns are found by
 * their headings, never by their place.
 */
import { type Asset, isAsset } from '../money.ts';
import { LINE_TYPES, type LineType } from './line.ts';
import type { CostTerms } from './provider-cost.ts';

/** What a column can be. */
export const COLUMN_FIELDS = [
  'key', // names the line: the same in two files is one line
  'type',
  'ref',
  'reference',
  'bankRef',
  'asset',
  'amount',
  'effect', // in or out, where the amount has no sign
  'fee',
  'tax',
  'batch',
  'at',
  'state',
  'balance', // what the account holds after the line
  'net', // only its sign counts, and only where `sign` says so
  'payment', // the payment that a line is about, where `ref` names something else: `byPayment`
  'paymentReference', // our reference of that payment
] as const;
export type ColumnField = (typeof COLUMN_FIELDS)[number];

const NEEDED: readonly ColumnField[] = ['type', 'asset', 'amount', 'at'];

export interface ColumnMap {
  /** `camt053`: a bank's statement in XML (ISO 20022), under headings of ours. */
  readonly format: 'csv' | 'xlsx' | 'camt053';
  /** Of CSV: one character. */
  readonly delimiter: string;
  /** The row of the headings, counted from 1; rows before it are passed over. */
  readonly headerRow: number;
  /** Headings of each field, in any of these spellings. */
  readonly columns: Partial<Readonly<Record<ColumnField, readonly string[]>>>;
  /** `minor`: whole minor units; `major`: with a decimal point, or comma. */
  readonly amounts: 'minor' | 'major' | 'major_comma';
  /** Their words for types; a word that is not there refuses the file. */
  readonly types: Readonly<Record<string, LineType>>;
  /** Words of `type` whose rows another report of the account has; they are passed over. */
  readonly passed: readonly string[];
  /** Words of `type` whose lines are named by the columns `payment` and `paymentReference`. */
  readonly byPayment: readonly string[];
  /** Their words for currencies, where they are not ours (`PHP/2`). */
  readonly assets: Readonly<Record<string, Asset>>;
  /**
   * Which sign an amount has: its own, that of the type, that of the column `net`, or that of the
   * column `effect` (in these words).
   */
  readonly sign:
    | 'own'
    | 'type'
    | 'net'
    | { readonly in: readonly string[]; readonly out: readonly string[] };
  /** `charged`: a fee above zero leaves the account; `signed`: below zero leaves it. */
  readonly fees: 'charged' | 'signed';
  /** Words of `state` whose rows move money; other rows are passed over. Empty: all do. */
  readonly states: readonly string[];
  /** Minutes from UTC to the provider's days, and of times that name no zone. */
  readonly zoneMinutes: number;
  readonly dayTolerance: number;
  /** From which day on the account is reconciled, `2026-11-30`. */
  readonly from: string;
  readonly costs: readonly CostTerms[];
  /** Which bank a batch is paid to; empty: it is named by its type alone. */
  readonly bank: string;
  /** Above so many minor units of an asset a decision takes two people; of others always. */
  readonly onePersonUpTo: Readonly<Record<Asset, bigint>>;
}

export type ReadMap =
  | { readonly ok: true; readonly map: ColumnMap }
  | { readonly ok: false; readonly field: string; readonly why: string };

type Json = Readonly<Record<string, unknown>>;

class Fault {
  readonly field: string;
  readonly why: string;

  constructor(field: string, why: string) {
    this.field = field;
    this.why = why;
  }
}

const MAP_FIELDS: ReadonlySet<string> = new Set([
  ...['format', 'delimiter', 'headerRow', 'columns', 'amounts', 'types', 'assets', 'sign', 'fees'],
  ...['states', 'zone', 'dayTolerance', 'from', 'costs', 'bank', 'onePersonUpTo'],
  ...['passed', 'byPayment'],
]);

/** Reads a map from the JSON that people write; the first thing that cannot be used is named. */
export function readColumnMap(json: unknown): ReadMap {
  if (!isObject(json)) return { ok: false, field: 'map', why: 'must be a JSON object' };
  const unknown = Object.keys(json).find((name) => !MAP_FIELDS.has(name));
  if (unknown !== undefined) return { ok: false, field: unknown, why: 'is not known' };
  const map = {
    format: word(json, 'format', ['csv', 'xlsx', 'camt053'], 'csv'),
    delimiter: one(json.delimiter ?? ',', /^.$/su, 'delimiter', 'must be one character'),
    headerRow: whole(json, 'headerRow', 1, 100, 1),
    columns: columnsOf(json.columns),
    amounts: word(json, 'amounts', ['minor', 'major', 'major_comma'], 'major'),
    types: typesOf(json.types),
    passed: words(json.passed ?? [], 'passed'),
    byPayment: words(json.byPayment ?? [], 'byPayment'),
    assets: assetsOf(json.assets ?? {}),
    sign: signOf(json.sign ?? 'own'),
    fees: word(json, 'fees', ['charged', 'signed'], 'signed'),
    states: words(json.states ?? [], 'states'),
    zoneMinutes: zoneOf(json.zone ?? '+00:00'),
    dayTolerance: whole(json, 'dayTolerance', 0, 60, 1),
    from: one(json.from, DAY, 'from', 'must be a day such as 2026-11-30'),
    costs: costsOf(json.costs ?? []),
    bank: one(json.bank ?? '', /^[a-z0-9_-]{0,32}$/, 'bank', 'must be a bank account’s id'),
    onePersonUpTo: limitsOf(json.onePersonUpTo ?? {}),
  };
  const fault = Object.values(map).find((value) => value instanceof Fault);
  if (fault instanceof Fault) return { ok: false, field: fault.field, why: fault.why };
  const read = map as ColumnMap;
  const { byPayment, columns, sign } = read;
  if (byPayment.length > 0 && !columns.payment && !columns.paymentReference) {
    return { ok: false, field: 'byPayment', why: 'needs the column payment or paymentReference' };
  }
  if (sign === 'net' && !columns.net) {
    return { ok: false, field: 'columns.net', why: 'must be given where sign is net' };
  }
  return { ok: true, map: read };
}

const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const HEADING_CHARS_MAX = 100;
const LIST_MAX = 200;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function one(value: unknown, form: RegExp, field: string, why: string): string | Fault {
  return typeof value === 'string' && form.test(value) ? value : new Fault(field, why);
}

function word<const W extends string>(
  json: Json,
  field: string,
  all: readonly W[],
  byDefault: W,
): W | Fault {
  const value = json[field] ?? byDefault;
  const found = all.find((each) => each === value);
  return found ?? new Fault(field, `must be ${all.join(' or ')}`);
}

function whole(json: Json, field: string, min: number, max: number, byDefault: number) {
  const value = json[field] ?? byDefault;
  const isGood = typeof value === 'number' && Number.isInteger(value) && value >= min;
  return isGood && value <= max
    ? value
    : new Fault(field, `must be a whole number from ${min} to ${max}`);
}

function words(value: unknown, field: string): readonly string[] | Fault {
  const isText = (text: unknown) =>
    typeof text === 'string' && text !== '' && text.length <= HEADING_CHARS_MAX;
  return Array.isArray(value) && value.length <= LIST_MAX && value.every(isText)
    ? (value as readonly string[])
    : new Fault(field, `must be a list of at most ${LIST_MAX} texts`);
}

function columnsOf(value: unknown): ColumnMap['columns'] | Fault {
  if (!isObject(value)) return new Fault('columns', 'must name the headings of its fields');
  const columns: Partial<Record<ColumnField, readonly string[]>> = {};
  for (const [name, headings] of Object.entries(value)) {
    const field = COLUMN_FIELDS.find((each) => each === name);
    const list = words(typeof headings === 'string' ? [headings] : headings, `columns.${name}`);
    if (field === undefined) {
      return new Fault(`columns.${name}`, `must be one of ${COLUMN_FIELDS.join(', ')}`);
    }
    if (list instanceof Fault) return list;
    columns[field] = list;
  }
  const missing = NEEDED.find((field) => columns[field] === undefined);
  if (missing !== undefined) return new Fault(`columns.${missing}`, 'must be given');
  if (columns.key === undefined && columns.ref === undefined) {
    return new Fault('columns.key', 'must be given where there is no ref');
  }
  return columns;
}

function typesOf(value: unknown): ColumnMap['types'] | Fault {
  if (!isObject(value)) return new Fault('types', 'must say what each word of type means');
  for (const [name, type] of Object.entries(value)) {
    if (!LINE_TYPES.some((each) => each === type)) {
      return new Fault(`types.${name}`, `must be one of ${LINE_TYPES.join(', ')}`);
    }
  }
  return value as ColumnMap['types'];
}

function assetsOf(value: unknown): ColumnMap['assets'] | Fault {
  if (!isObject(value)) return new Fault('assets', 'must say what each currency is');
  const wrong = Object.entries(value).find(
    ([, asset]) => typeof asset !== 'string' || !isAsset(asset),
  );
  return wrong === undefined
    ? (value as ColumnMap['assets'])
    : new Fault(`assets.${wrong[0]}`, 'must be a currency and scale such as PHP/2');
}

function signOf(value: unknown): ColumnMap['sign'] | Fault {
  if (value === 'own' || value === 'type' || value === 'net') return value;
  const list = isObject(value) ? [words(value.in, 'sign.in'), words(value.out, 'sign.out')] : [];
  const fault = list.find((each) => each instanceof Fault);
  if (fault instanceof Fault) return fault;
  return list.length === 2
    ? { in: list[0] as readonly string[], out: list[1] as readonly string[] }
    : new Fault('sign', 'must be own, type, net, or the words for in and out');
}

function zoneOf(value: unknown): number | Fault {
  const [, sign, hours = '', minutes = ''] =
    /^([+-])([01][0-9]):([0-5][0-9])$/.exec(typeof value === 'string' ? value : '') ?? [];
  if (sign === undefined) return new Fault('zone', 'must be an offset such as +08:00');
  const offset = Number.parseInt(hours, 10) * 60 + Number.parseInt(minutes, 10);
  return sign === '-' ? -offset : offset;
}

const MINOR = /^[0-9]{1,18}$/;

function costsOf(value: unknown): readonly CostTerms[] | Fault {
  if (!Array.isArray(value) || value.length > LIST_MAX) return new Fault('costs', 'must be a list');
  const costs: CostTerms[] = [];
  for (const [at, each] of value.entries()) {
    const field = `costs.${at}`;
    if (!isObject(each)) return new Fault(field, 'must be an object');
    const { type, asset = null } = each;
    const known = LINE_TYPES.find((one) => one === type);
    if (known === undefined) return new Fault(`${field}.type`, 'must be a type of line');
    if (asset !== null && (typeof asset !== 'string' || !isAsset(asset))) {
      return new Fault(`${field}.asset`, 'must be a currency and scale such as PHP/2');
    }
    const numbers = ['ratePpm', 'fixedMinor', 'taxPpm'].map((name) => each[name] ?? '0');
    const wrong = numbers.findIndex((text) => typeof text !== 'string' || !MINOR.test(text));
    if (wrong >= 0) return new Fault(field, 'has numbers that are no text of digits');
    const [ratePpm = 0n, fixedMinor = 0n, taxPpm = 0n] = numbers.map((text) => BigInt(`${text}`));
    costs.push({ type: known, asset, ratePpm, fixedMinor, taxPpm });
  }
  return costs;
}

function limitsOf(value: unknown): ColumnMap['onePersonUpTo'] | Fault {
  if (!isObject(value)) return new Fault('onePersonUpTo', 'must be amounts by currency');
  const limits: Record<Asset, bigint> = {};
  for (const [asset, minor] of Object.entries(value)) {
    if (!isAsset(asset) || typeof minor !== 'string' || !MINOR.test(minor)) {
      return new Fault('onePersonUpTo', 'must be minor units as text, such as {"PHP/2": "50000"}');
    }
    limits[asset] = BigInt(minor);
  }
  return limits;
}

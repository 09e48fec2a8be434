/** Column maps that connectors ship: an account's reports are read by them without a draft. */
import type { Mode } from '../../domain/merchant.ts';
import { currencyOf } from '../../domain/money.ts';
import {
  type ColumnMap,
  type ReadMap,
  readColumnMap,
} from '../../domain/reconciliation/column-map.ts';
import { isBank, type SourceName } from '../../domain/reconciliation/posting.ts';
import { CAMT_MAP } from '../../files/incoming/camt-rows.ts';
import { firstDayIn } from '../../files/incoming/stage-report.ts';
import type { ReconWrites } from '../../ports/privileged.ts';
import type { Source } from '../../ports/reconciliation.ts';
import { failedField, type Input, type OperatorCommand } from '../command.ts';
import type { OperatorDeps } from '../deps.ts';
import type { Read } from '../input.ts';
import { readSourceName } from './source-name.ts';

type Json = Readonly<Record<string, unknown>>;

/** A report of a provider, beside what its account is set to. */
export interface Shipped {
  readonly source: SourceName;
  readonly mode: Mode;
  /** A column map, which may say no `from` yet. */
  readonly json: Json;
}

/** What of a map is the operator's, whichever report is read. */
const SETTINGS = ['from', 'costs', 'dayTolerance', 'bank', 'onePersonUpTo', 'zone'];

/** Inputs: `source`, `report`: the name that its connector ships a map by. */
export async function readShipped(
  deps: Pick<OperatorDeps, 'snapshot' | 'connectors' | 'recon' | 'withdrawals'>,
  input: Input,
): Promise<Read<Shipped>> {
  const source = readSourceName(deps, input);
  if (!source.ok) return source;
  const { name, mode } = source.value;
  const report = (input.report ?? '').trim();
  const shipped = isBank(name) ? await bankMap(deps, name, report) : shippedMap(deps, name, report);
  if (!shipped.ok) return shipped;
  const maps = await deps.recon.maps();
  const approved = maps.find((one) => one.source === name && one.state === 'approved');
  const own = Object.entries((approved?.json ?? {}) as Json);
  const settings = own.filter(([field]) => SETTINGS.includes(field));
  const json = { ...shipped.value, ...Object.fromEntries(settings) };
  return { ok: true, value: { source: name, mode, json } };
}

/** Of a bank account of the platform: its statement as camt.053, in the account's currency. */
async function bankMap(
  { withdrawals }: Pick<OperatorDeps, 'withdrawals'>,
  source: SourceName,
  report: string,
): Promise<Read<Json>> {
  if (report !== 'camt053') return failedField('report', 'must be camt053 for a bank');
  const banks = await withdrawals.banks();
  const bank = banks.find(({ code }) => source === `bank:${code}`);
  if (bank === undefined) return failedField('source', 'is no bank account of the platform');
  return { ok: true, value: { ...CAMT_MAP, assets: { [currencyOf(bank.asset)]: bank.asset } } };
}

/** The map of that name, as the connector of the account ships it. */
export function shippedMap(
  { connectors }: Pick<OperatorDeps, 'connectors'>,
  source: SourceName,
  report: string,
): Read<Json> {
  const [connector] = source.split('/', 1);
  const reports = connectors.find(({ name }) => name === connector)?.reports ?? [];
  const found = reports.find(({ name }) => name === report);
  if (found !== undefined) return { ok: true, value: found.map };
  const names = reports.map(({ name }) => name).join(', ');
  return failedField(
    'report',
    names === '' ? 'is not shipped for this account' : `must be one of ${names}`,
  );
}

/**
 * The same with a `from`: an account that was not reconciled before is from the first day of this
 * report on.
 */
export async function datedBy(shipped: Shipped, bytes: Uint8Array): Promise<Read<Shipped>> {
  if (typeof shipped.json.from === 'string') return { ok: true, value: shipped };
  const first = await firstDayIn(bytes, mapOf({ ...shipped.json, from: '1970-01-01' }));
  if (!first.ok) return failedField('file', `is refused: ${first.why}`);
  return first.day === null
    ? failedField('file', 'has no line that moves money, and the account no first day yet')
    : { ok: true, value: { ...shipped, json: { ...shipped.json, from: first.day } } };
}

function mapOf(json: Json): ColumnMap {
  const read = readColumnMap(json);
  assertRead(read);
  return read.map;
}

/** What connectors ship can be read, and so can what two people have approved. */
function assertRead(read: ReadMap): asserts read is ReadMap & { readonly ok: true } {
  if (!read.ok) throw new Error(`a shipped map cannot be read: ${read.field} ${read.why}`);
}

/** How a report is read that is taken in now; an account that had no map has this one from now. */
export async function sourceBy(
  recon: Pick<ReconWrites, 'keepMap'>,
  { source: name, mode, json }: Shipped,
): Promise<Source> {
  return { name, mode, mapVersion: await recon.keepMap(name, mode, json), map: mapOf(json) };
}

/** Inputs: `source`, `report`; `from`: a day, where the account is not reconciled yet. */
export const reconShippedMap: OperatorCommand<Shipped, Source> = {
  name: 'recon.shipped_map',
  ability: 'move_money',
  confirm: 'none',
  approval: 'none',
  changesConfiguration: false,
  subject: ({ source = '' }) => `reconciliation ${source}`,
  async check(deps, _actor, input) {
    const shipped = await readShipped(deps, input);
    if (!shipped.ok) return shipped;
    const json = { from: input.from, ...shipped.value.json };
    const read = readColumnMap(json);
    if (!read.ok) return failedField(read.field, read.why);
    return { ok: true, value: { ...shipped.value, json } };
  },
  execute: (run, shipped) =>
    run.commit(async ({ recon }) => {
      const source = await sourceBy(recon, shipped);
      return { ok: true, result: source, detail: `version ${source.mapVersion}` };
    }),
};

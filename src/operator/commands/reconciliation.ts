/** Reconciliation: how reports are read, what is taken in, and what is decided of open items. */

import type { Mode } from '../../domain/merchant.ts';
import { isAsset, majorText } from '../../domain/money.ts';
import { readColumnMap } from '../../domain/reconciliation/column-map.ts';
import {
  choicesFor,
  type Resolution,
  type SourceName,
} from '../../domain/reconciliation/posting.ts';
import type { FileView, ItemDetail, Source } from '../../ports/reconciliation.ts';
import { MAJOR_TEXT, parseAmount } from '../../wire/amount.ts';
import { doneBy } from '../actor.ts';
import { type Failed, failed, failedField, type Input, type OperatorCommand } from '../command.ts';
import type { OperatorDeps } from '../deps.ts';
import { type Read, readChoice, readWhole } from '../input.ts';
import { reasonOf } from './case-close.ts';
import { shippedMap } from './shipped-map.ts';
import { readSourceName } from './source-name.ts';

const subject = ({ source = '' }: Input) => `reconciliation ${source}`;

interface Version {
  readonly source: SourceName;
  readonly version: number;
}

/** Inputs: `source`, `map`: JSON. */
export const reconMapDraft: OperatorCommand<{ source: string; json: unknown }, Version> = {
  name: 'recon.map_draft',
  ability: 'edit_catalogue',
  confirm: 'none',
  approval: 'none',
  changesConfiguration: false,
  subject,
  async check(deps, _actor, input) {
    const source = readSourceName(deps, input);
    if (!source.ok) return source;
    const json = readMap(deps, source.value.name, input.map ?? '');
    return json.ok ? { ok: true, value: { source: source.value.name, json: json.value } } : json;
  },
  execute: (run, { source, json }) =>
    run.commit(async ({ recon }) => {
      const version = await recon.draftMap(source, json);
      return { ok: true, result: { source, version }, after: json, detail: `version ${version}` };
    }),
};

/** Inputs: `source`, `version`. Files that are read from then on are read by it. */
export const reconMapApprove: OperatorCommand<Version & { mode: Mode }, Version> = {
  name: 'recon.map_approve',
  ability: 'edit_catalogue',
  confirm: 'password',
  approval: 'two_people',
  changesConfiguration: false,
  subject,
  async check(deps, _actor, input) {
    const source = readSourceName(deps, input);
    if (!source.ok) return source;
    const version = readWhole(input, 'version');
    if (!version.ok) return version;
    const { name, mode } = source.value;
    const draft = (await deps.recon.maps()).find(
      (one) => one.state === 'draft' && one.source === name && one.version === version.value,
    );
    if (draft === undefined) return failed('not_found');
    return { ok: true, value: { source: name, version: version.value, mode } };
  },
  execute: (run, { source, version, mode }) =>
    run.commit(async ({ recon }) => {
      const map = await recon.approveMap(source, version, mode);
      if (map === null) return failed('not_found');
      const result = { source, version };
      return { ok: true, result, after: map, detail: `version ${version}` };
    }),
};

/** Inputs: `file`: a file that was read. Its lines count from then on. */
export const reconApply: OperatorCommand<bigint, FileView> = {
  name: 'recon.apply',
  ability: 'move_money',
  confirm: 'none',
  approval: 'none',
  changesConfiguration: false,
  subject: ({ file = '' }) => `report file ${file}`,
  async check(deps, _actor, { file = '' }) {
    const id = /^[0-9]{1,18}$/.test(file) ? BigInt(file) : 0n;
    const preview = await deps.recon.preview(id);
    return preview === null ? failed('not_found') : { ok: true, value: id };
  },
  execute: (run, id) =>
    run.commit(async ({ recon }) => {
      const file = await recon.applyFile(id);
      if (file === null) return failed('not_found');
      const { source, name, lineCount } = file;
      return { ok: true, result: file, detail: `${source} ${name}: ${lineCount} lines` };
    }),
};

interface Declared {
  readonly source: SourceName;
  readonly asset: string;
  readonly day: string;
  readonly closingMinor: bigint;
}

/** Inputs: `source`, `day`, `asset`, `closing` in major units: what the provider says it holds. */
export const reconBalance: OperatorCommand<Declared, Declared> = {
  name: 'recon.balance',
  ability: 'move_money',
  confirm: 'none',
  approval: 'none',
  changesConfiguration: false,
  subject,
  async check(deps, _actor, input) {
    const source = await readKnownSource(deps, input);
    if (!source.ok) return source;
    const { day = '', asset = '', closing = '' } = input;
    if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(day) || Number.isNaN(Date.parse(day))) {
      return failedField('day', 'must be a day such as 2026-11-30');
    }
    if (!isAsset(asset)) return failedField('asset', 'must be a currency and scale such as PHP/2');
    const isOwed = closing.trim().startsWith('-');
    const amount = parseAmount(closing.trim().replace(/^-/, ''), asset, MAJOR_TEXT);
    if (!amount.ok) return failedField('closing', amount.error.reason);
    const { minor } = amount.value;
    const closingMinor = isOwed ? -minor : minor;
    return { ok: true, value: { source: source.value.name, asset, day, closingMinor } };
  },
  execute: (run, declared) =>
    run.commit(async ({ recon }) => {
      await recon.declareBalance({ ...declared, by: doneBy(run.actor) });
      const { day, asset, closingMinor: minor } = declared;
      return { ok: true, result: declared, detail: `${day} ${majorText({ asset, minor })}` };
    }),
};

interface Decided {
  readonly item: ItemDetail;
  readonly mode: Mode;
  readonly resolution: Resolution;
  readonly reason: string;
}

/** Inputs: `item`, `resolution`, `reason`. One person's, up to the limit of the source. */
export const reconResolve: OperatorCommand<Decided, { readonly id: bigint }> = {
  name: 'recon.resolve',
  ability: 'move_money',
  confirm: 'password',
  approval: 'none',
  changesConfiguration: false,
  subject: ({ item = '' }) => `reconciliation item ${item}`,
  async check(deps, _actor, input) {
    const read = await readDecision(deps, input);
    if (!read.ok || isSmall(read.source, read.value)) return read;
    return failedField('item', 'is above what one person decides here');
  },
  execute: (run, value) => decide(run, value),
};

/** The same of any amount, on the word of two. */
export const reconResolveLarge: OperatorCommand<Decided, { readonly id: bigint }> = {
  ...reconResolve,
  name: 'recon.resolve_large',
  approval: 'four_eyes',
  check: (deps, _actor, input) => readDecision(deps, input),
};

/** Which of the two commands decides an item. */
export function resolveCommandFor(source: Source, item: ItemDetail) {
  return isSmall(source, { item }) ? reconResolve : reconResolveLarge;
}

function isSmall({ map }: Source, { item }: Pick<Decided, 'item'>): boolean {
  return item.differences.every(({ asset, minor }) => {
    const limit = map.onePersonUpTo[asset] ?? 0n;
    return minor <= limit && -minor <= limit;
  });
}

const decide: (
  run: Parameters<typeof reconResolve.execute>[0],
  value: Decided,
) => ReturnType<typeof reconResolve.execute> = (run, { item, mode, resolution, reason }) =>
  run.commit(async ({ recon }) => {
    const { id } = item;
    const by = doneBy(run.actor);
    const isDone = await recon.decide({ id, mode, resolution, reason, by });
    if (!isDone) return failed('already_closed');
    return { ok: true, result: { id }, detail: `${item.state} ${resolution}` };
  });

async function readDecision(
  deps: Pick<OperatorDeps, 'recon'>,
  input: Input,
): Promise<
  Failed | ({ readonly ok: true; readonly value: Decided; readonly source: Source } & Summarised)
> {
  const text = input.item ?? '';
  const item = /^[0-9]{1,18}$/.test(text) ? await deps.recon.item(BigInt(text)) : null;
  const source = (await deps.recon.sources()).find(({ name }) => name === item?.source);
  if (item === null || source === undefined) return failed('not_found');
  if (item.status !== 'open') return failed('already_closed');
  const resolution = readChoice(input, 'resolution', choicesFor(item));
  if (!resolution.ok) return resolution;
  const reason = reasonOf(input.reason);
  if (reason === null) return failed('reason_missing');
  const value = { item, mode: source.mode, resolution: resolution.value, reason };
  return { ok: true, value, source, summary: summaryOf(value) };
}

type Summarised = { readonly summary: ReturnType<typeof summaryOf> };

function summaryOf({ item, resolution, reason }: Decided) {
  const { asset, minor, orderId } = item;
  const facts = { item: `${item.id}`, source: item.source, state: item.state, resolution, reason };
  return {
    orderId: orderId === null ? null : `${orderId}`,
    asset,
    amountMinor: `${minor}`,
    finding: null,
    evidence: '',
    facts,
  };
}

/** A source whose map is approved. */
export async function readKnownSource(
  deps: Pick<OperatorDeps, 'recon'>,
  input: Input,
): Promise<Read<Source>> {
  const name = (input.source ?? '').trim();
  const source = (await deps.recon.sources()).find((one) => one.name === name);
  return source === undefined
    ? failedField('source', 'has no approved map')
    : { ok: true, value: source };
}

const MAP_CHARS_MAX = 50_000;

/** With `report` it is the map that the connector ships by that name, and what is given beside. */
function readMap(deps: OperatorDeps, source: SourceName, text: string): Read<unknown> {
  if (text.length > MAP_CHARS_MAX) return failedField('map', 'is too long');
  let json = parsed(text);
  if (json === undefined) return failedField('map', 'must be JSON');
  if (typeof json === 'object' && json !== null && 'report' in json) {
    const { report, ...given } = json;
    const shipped = shippedMap(deps, source, `${report}`);
    if (!shipped.ok) return failedField('map', `report ${shipped.why}`);
    json = { ...shipped.value, ...given };
  }
  const read = readColumnMap(json);
  return read.ok ? { ok: true, value: json } : failedField('map', `${read.field} ${read.why}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads a report into the store, where it waits: nothing of it counts before it is applied. */
import { createHash } from 'node:crypto';
import type { ColumnMap } from '../../domain/reconciliation/column-map.ts';
import { type IncomingLine, reportLines } from './report-lines.ts';
import { UnreadableFile } from './rows.ts';

/** Where the lines go: see `ReportFiles` of `ports/reconciliation.ts`. */
export interface Staging {
  begin(file: {
    readonly source: string;
    readonly mapVersion: number;
    readonly digest: Uint8Array;
    readonly name: string;
    readonly by: string;
  }): Promise<bigint | null>;
  add(fileId: bigint, source: string, lines: readonly IncomingLine[]): Promise<void>;
  refuse(fileId: bigint, note: string): Promise<void>;
}

export interface ReadAs {
  readonly name: string;
  readonly mapVersion: number;
  readonly map: ColumnMap;
}

/** `known`: these very bytes have been taken in. `why`: row, column, and what is wrong there. */
export type Staged =
  | { readonly ok: true; readonly id: bigint }
  | { readonly ok: false; readonly known: true }
  | { readonly ok: false; readonly known: false; readonly why: string };

const NAME_CHARS_MAX = 200;

export async function stageReport(
  staging: Staging,
  source: ReadAs,
  file: { readonly name: string; readonly by: string; readonly bytes: Uint8Array },
): Promise<Staged> {
  const { bytes, by } = file;
  const { name, mapVersion, map } = source;
  const digest = createHash('sha256').update(bytes).digest();
  const called = file.name.slice(-NAME_CHARS_MAX);
  const id = await staging.begin({ source: name, mapVersion, digest, name: called, by });
  if (id === null) return { ok: false, known: true };
  try {
    for await (const lines of reportLines(inPieces(bytes), map)) {
      await staging.add(id, name, lines);
    }
    return { ok: true, id };
  } catch (error) {
    const why = error instanceof UnreadableFile ? error.message : 'it could not be kept';
    await staging.refuse(id, why);
    if (!(error instanceof UnreadableFile)) throw error;
    return { ok: false, known: false, why };
  }
}

/** The first day of a report, `2026-11-30`; null: no row of it moves money. */
export async function firstDayIn(
  bytes: Uint8Array,
  map: ColumnMap,
): Promise<
  { readonly ok: true; readonly day: string | null } | { readonly ok: false; readonly why: string }
> {
  let first: string | null = null;
  try {
    for await (const lines of reportLines(inPieces(bytes), map)) {
      for (const { day } of lines) if (first === null || day < first) first = day;
    }
    return { ok: true, day: first };
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return { ok: false, why: error.message };
  }
}

const PIECE_BYTES = 256 * 1024;

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}

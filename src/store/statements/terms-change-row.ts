/** A change of a code's terms as JSON in its order's row, and back. */
import type { TermsChange } from '../../domain/order.ts';

/** Amounts in decimal, times in ISO 8601. */
export interface StoredChange {
  readonly n: number;
  readonly min: string | null;
  readonly max: string | null;
  readonly end: string | null;
  readonly endBefore: string | null;
  readonly refused: TermsChange['refused'];
}

export function storedChange(change: TermsChange): StoredChange {
  const { n, minMinor, maxMinor, expiresAt, endBefore, refused } = change;
  return {
    ...{ n, min: minMinor?.toString() ?? null, max: maxMinor?.toString() ?? null },
    ...{ end: expiresAt?.toISOString() ?? null, endBefore: endBefore?.toISOString() ?? null },
    refused,
  };
}

export function changeOf({ n, min, max, end, endBefore, refused }: StoredChange): TermsChange {
  const time = (iso: string | null) => (iso === null ? null : new Date(iso));
  return {
    n,
    minMinor: min === null ? null : BigInt(min),
    maxMinor: max === null ? null : BigInt(max),
    ...{ expiresAt: time(end), endBefore: time(endBefore), refused },
  };
}

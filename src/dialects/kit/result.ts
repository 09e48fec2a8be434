/** What reading and checking give: a value, or why not. */
import type { Refused } from '../../domain/refusal.ts';

export type Result<T> = { readonly ok: true; readonly value: T } | Refused;

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** Models as JSON: ids and money are strings, times are ISO 8601. */
import { createHash } from 'node:crypto';

export function jsonOf(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'bigint' ? String(inner) : inner,
  );
}

/** SHA-256 of a value's JSON in hex; null for nothing. For the audit log. */
export function digestOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return createHash('sha256').update(jsonOf(value)).digest('hex');
}

/** A merchant's request on its way through a dialect, as the HTTP door leads it. */
import type { Dialect, RawRequest, View } from '../../src/dialects/contract.ts';
import type { App, AppKey } from '../../src/domain/merchant.ts';
import type { Refused } from '../../src/domain/refusal.ts';
import type { MerchantRequest } from '../../src/domain/request.ts';

export interface Platform {
  readonly app: App;
  readonly keys: readonly AppKey[];
  readonly view: View;
  readonly nowMs: number;
}

/** identify, verify, decode: what the merchant asks, or the refusal. */
export function receive(
  dialect: Dialect,
  raw: RawRequest,
  operation: string,
  { app, keys, view, nowMs }: Platform,
): { ok: true; value: MerchantRequest } | Refused {
  const identified = dialect.identify(raw, operation);
  if (!identified.ok) return identified;
  const checked = dialect.verify(identified.value, operation, app, keys, nowMs);
  return checked.ok ? dialect.decode(checked.value, operation, view) : checked;
}

/** The request with its body changed by one edit at `at`. */
export function withBody(raw: RawRequest, body: Uint8Array): RawRequest {
  return { ...raw, body };
}

/** Every body that differs by one changed, dropped or doubled byte. */
export function* mutations(body: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < body.length; at += 1) {
    const before = body.subarray(0, at);
    const after = body.subarray(at + 1);
    const byte = body[at] ?? 0;
    yield Buffer.concat([before, Uint8Array.of(byte ^ 1), after]);
    yield Buffer.concat([before, Uint8Array.of(byte ^ 32), after]);
    yield Buffer.concat([before, after]);
    yield Buffer.concat([before, Uint8Array.of(byte, byte), after]);
  }
}

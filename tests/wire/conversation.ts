/** A merchant's request on its way through a dialect, as the HTTP server leads it. */
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

/** What is signed of a request: its body or, of a GET, its query. */
export function payloadOf({ method, query, body }: RawRequest): Uint8Array {
  return method === 'GET' ? Buffer.from(query) : body;
}

/** The request with another payload. */
export function withPayload(raw: RawRequest, payload: Uint8Array): RawRequest {
  return raw.method === 'GET'
    ? { ...raw, query: Buffer.from(payload).toString('latin1') }
    : { ...raw, body: payload };
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

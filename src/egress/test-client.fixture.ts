import { DEFAULT_POLICY } from './address-guard.ts';
import { createEgress, type EgressOptions } from './client.ts';
import type { Egress, EgressRequest } from './contract.ts';

/** An egress under the development switch, closed at the end of the block (`await using`). */
export function createLoopbackEgress(
  options: Partial<EgressOptions> = {},
): Egress & AsyncDisposable {
  const policy = { ...DEFAULT_POLICY, allowLoopback: true };
  const egress = createEgress({ policy, userAgent: 'causeway-test', ...options });
  return { ...egress, [Symbol.asyncDispose]: () => egress.close() };
}

/** A JSON post; override what the test is about. */
export function postTo(url: string, overrides: Partial<EgressRequest> = {}): EgressRequest {
  return {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from('{"id":1}'),
    timeoutMs: 5000,
    maxResponseBytes: 4096,
    ...overrides,
  };
}

/** Why an order failed, in the codes of an API of this family. */
import type { FailureCode, Order } from '../../../domain/order.ts';
import type { ErrorInfo } from '../../contract.ts';

export interface Failed {
  readonly code: number;
  readonly message: string;
}

/** The published codes, and the words of the API for states. */
export interface FailureWords {
  readonly codes: Readonly<Record<FailureCode, Failed>>;
  /** Where nothing is known of why. */
  readonly unknown: Failed;
  readonly refundDeclined: Failed;
  statusOf(order: Order): string;
}

/** `failedOf`: null while it has not failed. `failures`: the same as a list, as published. */
export function failureWords({ codes, unknown, refundDeclined, statusOf }: FailureWords) {
  const failures: readonly ErrorInfo[] = [...Object.values(codes), refundDeclined]
    .toSorted((a, b) => b.code - a.code)
    .filter(({ code }, at, all) => code !== all[at - 1]?.code)
    .map(({ code, message }) => ({ code: String(code), message }));
  const failedOf = (order: Order): Failed | null => {
    const { kind, failure } = order;
    if (statusOf(order) !== 'FAILED') return null;
    if (failure === null) return unknown;
    if (kind === 'refund' && failure.code === 'declined') return refundDeclined;
    return codes[failure.code];
  };
  return { failures, failedOf };
}

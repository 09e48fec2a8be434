/** Bytes to a request: one strict reading serves the signature and the command. */
import type { Identified, RawRequest } from '../../../src/dialects/contract.ts';
import type { Result } from '../../../src/dialects/kit/result.ts';
import type { NewDialectOperation } from './operations.ts';
import { unwritten } from './unwritten.ts';

/** A request read, not yet believed. Add what the signature needs. */
export interface NewDialectRequest {
  /** As it was sent; '' if there is none. */
  readonly sign: string;
  /** The text of a field; '' if it is absent. */
  readonly text: (name: string) => string;
}

/** The request with its fields checked (`kit/fields.ts`), and who claims to call. */
export function readRequest(
  _raw: RawRequest,
  _operation: NewDialectOperation,
): Result<Identified<NewDialectRequest>> {
  return unwritten('codec.ts: readRequest, the form of a request and who sent it');
}

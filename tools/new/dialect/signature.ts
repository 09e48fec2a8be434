/** The signature, by a scheme of `src/signatures/`: how it is made and what may have made it. */
import type { Credentials } from '../../../src/dialects/kit/define.ts';
import type { Result } from '../../../src/dialects/kit/result.ts';
import type { NewDialectRequest } from './codec.ts';
import type { NewDialectOperation } from './operations.ts';
import { unwritten } from './unwritten.ts';

/** The request if one of the app's live keys has signed it, within the window; else why not. */
export function proven(
  _request: NewDialectRequest,
  _operation: NewDialectOperation,
  _credentials: Credentials,
): Result<NewDialectRequest> {
  return unwritten('signature.ts: proven, how a request is verified');
}

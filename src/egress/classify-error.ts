import type { EgressResult, NotSentReason, UnknownReason } from './contract.ts';
import { DnsFailedError, EgressRefusedError } from './guarded-lookup.ts';

function codeOf(error: Error): string {
  const code = (error as NodeJS.ErrnoException).code;
  return typeof code === 'string' ? code : '';
}

function notSentReason(error: Error): NotSentReason {
  if (error instanceof DnsFailedError) return 'dns_failed';
  const code = codeOf(error);
  if (code === 'ECONNREFUSED') return 'connection_refused';
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') return 'connect_timeout';
  if (code === 'UND_ERR_CLOSED' || code === 'UND_ERR_DESTROYED') return 'closed';
  // Certificate errors of OpenSSL (`CERT_HAS_EXPIRED`, …) have no prefix of their own.
  const isTls =
    code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS') || /CERT|EPROTO/u.test(code);
  return isTls ? 'tls_failed' : 'connect_failed';
}

function unknownReason(error: Error): UnknownReason {
  const code = codeOf(error);
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'connection_reset';
  if (code === 'UND_ERR_SOCKET') return 'connection_closed';
  const broken =
    code.startsWith('HPE_') ||
    code === 'UND_ERR_HEADERS_OVERFLOW' ||
    code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH';
  return broken ? 'broken_reply' : 'connection_lost';
}

/** What a failure means before the first byte of the request was written. */
export function failureBeforeSending(error: Error): EgressResult {
  return error instanceof EgressRefusedError
    ? { kind: 'refused', ...error.refusal }
    : { kind: 'not_sent', reason: notSentReason(error) };
}

/** What a failure means after writing began: never more than doubt. */
export function failureAfterSending(error: Error, ms: number): EgressResult {
  return { kind: 'unknown', reason: unknownReason(error), ms };
}

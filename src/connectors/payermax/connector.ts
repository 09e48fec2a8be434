/** PayerMax (docs/connectors/payermax.md) as a value. */
import { authentic, type SignedConnector } from '../contract.ts';
import { callbackReply, readCallback } from './callback.ts';
import {
  CAPABILITIES,
  IDEMPOTENT_FOR_MS,
  NOT_FOUND_PROVES_AFTER_MS,
  TIMEOUT_MS,
} from './capabilities.ts';
import { signedCall } from './client/envelope.ts';
import { readAnswer } from './client/reply.ts';
import { caseCall, createCall, queryCall } from './client/request.ts';
import { REPORTS } from './reports.ts';
import { signerOf } from './signature.ts';
import { disputeAnswerOf, queryAnswerOf, verdictOf } from './status.ts';

export const payermax: SignedConnector = {
  name: 'payermax',
  capabilities: CAPABILITIES,
  idempotentForMs: IDEMPOTENT_FOR_MS,
  notFoundProvesAfterMs: NOT_FOUND_PROVES_AFTER_MS,
  timeoutMs: TIMEOUT_MS,
  session: null,

  build(intent, credentials, nowMs) {
    const { name, data } = createCall(intent, credentials, nowMs);
    return signedCall(name, data, credentials, nowMs);
  },

  read(intent, reply, credentials) {
    if (reply.kind === 'not_sent') return { kind: 'not_executed', reason: reply.reason };
    const answer = readAnswer(intent.operation, reply, credentials);
    return answer.ok ? verdictOf(intent, answer.value) : { kind: 'doubt', reason: answer.reason };
  },

  buildQuery(intent, credentials, nowMs) {
    const { name, data } = queryCall(intent);
    return signedCall(name, data, credentials, nowMs);
  },

  readQuery(intent, reply, credentials) {
    const answer = readAnswer(intent.operation, reply, credentials);
    return answer.ok
      ? queryAnswerOf(intent, answer.value)
      : { kind: 'doubt', reason: answer.reason };
  },

  reports: REPORTS,

  disputes: {
    build: caseCall,
    read: disputeAnswerOf,
  },

  verifyCallback(raw, credentials) {
    const account = signerOf(raw, credentials);
    return account === null ? null : authentic(raw, account);
  },

  readCallback,
  callbackReply,
};

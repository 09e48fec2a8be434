/** New Connector (docs/connectors/new-connector.md) as a value. */
import { authentic, type Connector } from '../../../src/connectors/contract.ts';
import { callbackReply, readCallback } from './callback.ts';
import {
  CAPABILITIES,
  IDEMPOTENT_FOR_MS,
  NOT_FOUND_PROVES_AFTER_MS,
  TIMEOUT_MS,
} from './capabilities.ts';
import { readAnswer } from './client/reply.ts';
import { createCall, queryCall } from './client/request.ts';
import { signerOf } from './signature.ts';
import { queryAnswerOf, verdictOf } from './status.ts';

export const newConnector: Connector = {
  name: 'new-connector',
  capabilities: CAPABILITIES,
  idempotentForMs: IDEMPOTENT_FOR_MS,
  notFoundProvesAfterMs: NOT_FOUND_PROVES_AFTER_MS,
  timeoutMs: TIMEOUT_MS,
  session: null,

  build: createCall,

  read(intent, reply) {
    if (reply.kind === 'not_sent') return { kind: 'not_executed', reason: reply.reason };
    const answer = readAnswer(intent.operation, reply);
    return answer.ok ? verdictOf(intent, answer.value) : { kind: 'doubt', reason: answer.reason };
  },

  buildQuery: queryCall,

  readQuery(intent, reply) {
    const answer = readAnswer(intent.operation, reply);
    return answer.ok
      ? queryAnswerOf(intent, answer.value)
      : { kind: 'doubt', reason: answer.reason };
  },

  verifyCallback(raw, credentials, nowMs) {
    const account = signerOf(raw, credentials, nowMs);
    return account === null ? null : authentic(raw, account);
  },

  readCallback,
  callbackReply,
};

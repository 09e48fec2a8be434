/** Airwallex (docs/connectors/airwallex.md) as a value. */
import { authentic, type SignedConnector } from '../contract.ts';
import { callbackReply, readCallback } from './callback.ts';
import {
  CAPABILITIES,
  DISPUTES_PER_PAGE,
  IDEMPOTENT_FOR_MS,
  NOT_FOUND_PROVES_AFTER_MS,
  TIMEOUT_MS,
} from './capabilities.ts';
import { authorised } from './client/authorised.ts';
import { readAnswer } from './client/reply.ts';
import { createCall, queryPath } from './client/request.ts';
import { shapeOf } from './client/resource.ts';
import { session } from './client/session.ts';
import { REPORTS } from './reports.ts';
import { signerOf } from './signature.ts';
import { disputeAnswerOf, disputePageOf, queryAnswerOf, verdictOf } from './status.ts';

export const airwallex: SignedConnector = {
  name: 'airwallex',
  capabilities: CAPABILITIES,
  idempotentForMs: IDEMPOTENT_FOR_MS,
  notFoundProvesAfterMs: NOT_FOUND_PROVES_AFTER_MS,
  timeoutMs: TIMEOUT_MS,
  session,

  build(intent, credentials, _nowMs, token) {
    const { method, path, body } = createCall(intent, credentials);
    return authorised(method, path, body, credentials, token);
  },

  read(intent, reply, credentials) {
    if (reply.kind === 'not_sent') return { kind: 'not_executed', reason: reply.reason };
    const answer = readAnswer(shapeOf(intent.operation, credentials), reply);
    return answer.ok
      ? verdictOf(intent, answer.value, credentials)
      : { kind: 'doubt', reason: answer.reason };
  },

  buildQuery(intent, credentials, _nowMs, token) {
    return authorised('GET', queryPath(intent, credentials), null, credentials, token);
  },

  readQuery(intent, reply, credentials) {
    const answer = readAnswer(shapeOf(intent.operation, credentials), reply);
    return answer.ok
      ? queryAnswerOf(intent, answer.value, credentials)
      : { kind: 'doubt', reason: answer.reason };
  },

  reports: REPORTS,

  disputes: {
    build(ref, credentials, _nowMs, token) {
      const path = `/api/v1/pa/payment_disputes/${encodeURIComponent(ref)}`;
      return authorised('GET', path, null, credentials, token);
    },
    read: disputeAnswerOf,
    list: {
      // Parameters and page as the provider's own SDK has them (@airwallex/node-sdk 2.1.0-beta.5).
      build(fromMs, page, credentials, _nowMs, token) {
        const query = new URLSearchParams({
          from_updated_at: new Date(fromMs).toISOString(),
          size: `${DISPUTES_PER_PAGE}`,
          ...(page !== null && { page }),
        });
        const path = `/api/v1/pa/payment_disputes?${query}`;
        return authorised('GET', path, null, credentials, token);
      },
      read: disputePageOf,
    },
  },

  verifyCallback(raw, credentials, nowMs) {
    const account = signerOf(raw, credentials, nowMs);
    return account === null ? null : authentic(raw, account);
  },

  readCallback,
  callbackReply,
};

/** The simulated provider (docs/simulator.md) as a value. */
import type { Credentials, SignedConnector, UpstreamRequest } from '../contract.ts';
import { authentic } from '../contract.ts';
import { callbackReply, readCallback } from './callback.ts';
import {
  CAPABILITIES,
  IDEMPOTENT_FOR_MS,
  NOT_FOUND_PROVES_AFTER_MS,
  TIMEOUT_MS,
} from './capabilities.ts';
import { disputeAnswerOf, disputePageOf } from './client/dispute-events.ts';
import { inquiryReply, readInquiry } from './client/inquiry.ts';
import { orderPageOf } from './client/order-list.ts';
import { readAnswer } from './client/reply.ts';
import { createCall, queryPath } from './client/request.ts';
import { REPORTS } from './reports.ts';
import { signatureHeaders, signerOf } from './signature.ts';
import { queryAnswerOf, verdictOf } from './status.ts';

export const simulator: SignedConnector = {
  name: 'simulator',
  capabilities: CAPABILITIES,
  idempotentForMs: IDEMPOTENT_FOR_MS,
  notFoundProvesAfterMs: NOT_FOUND_PROVES_AFTER_MS,
  timeoutMs: TIMEOUT_MS,
  session: null,

  build(intent, credentials, nowMs) {
    const { path, body } = createCall(intent);
    return signed('POST', path, body, credentials, nowMs);
  },

  read(intent, reply) {
    if (reply.kind === 'not_sent') return { kind: 'not_executed', reason: reply.reason };
    const answer = readAnswer(reply);
    return answer.ok ? verdictOf(intent, answer.value) : { kind: 'doubt', reason: answer.reason };
  },

  buildQuery(intent, credentials, nowMs) {
    return signed('GET', queryPath(intent), null, credentials, nowMs);
  },

  readQuery(intent, reply) {
    const answer = readAnswer(reply);
    return answer.ok
      ? queryAnswerOf(intent, answer.value)
      : { kind: 'doubt', reason: answer.reason };
  },

  reports: REPORTS,

  orders: {
    build(fromMs, page, credentials, nowMs) {
      const query = new URLSearchParams({ updatedFrom: new Date(fromMs).toISOString() });
      if (page !== null) query.set('after', page);
      return signed('GET', `/v1/orders?${query}`, null, credentials, nowMs);
    },
    read: orderPageOf,
  },

  disputes: {
    build: (ref, credentials, nowMs) =>
      signed('GET', `/v1/disputes/${encodeURIComponent(ref)}`, null, credentials, nowMs),
    read: disputeAnswerOf,
    list: {
      build(fromMs, page, credentials, nowMs) {
        const query = new URLSearchParams({ updatedFrom: new Date(fromMs).toISOString() });
        if (page !== null) query.set('after', page);
        return signed('GET', `/v1/disputes?${query}`, null, credentials, nowMs);
      },
      read: disputePageOf,
    },
  },

  verifyCallback(raw, credentials, nowMs) {
    const account = signerOf(raw, credentials, nowMs);
    return account === null ? null : authentic(raw, account);
  },

  inquiries: { read: readInquiry, reply: inquiryReply },
  readCallback,
  callbackReply,
};

function signed(
  method: UpstreamRequest['method'],
  path: string,
  body: string | null,
  credentials: Credentials,
  nowMs: number,
): UpstreamRequest {
  const url = `${credentials.baseUrl.replace(/\/+$/, '')}${path}`;
  const parsed = URL.parse(url);
  const target = parsed === null ? path : `${parsed.pathname}${parsed.search}`;
  return {
    method,
    url,
    headers: {
      'content-type': 'application/json',
      ...signatureHeaders(method, target, body ?? '', credentials, nowMs),
    },
    body,
  };
}

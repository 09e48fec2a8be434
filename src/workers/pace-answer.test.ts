import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UpstreamReply } from '../connectors/contract.ts';
import { paceAnswerOf } from './pace-answer.ts';

/** More than anybody waits. */
const LONGEST_MS = 99_999_999_999_000;
const NOW_MS = Date.UTC(2026, 0, 2, 3, 4, 5);

const response = (status: number, headers: Record<string, string> = {}): UpstreamReply => ({
  kind: 'response',
  status,
  headers,
  body: new Uint8Array(),
  truncated: false,
});

test('what replies say about how much may be asked at once', () => {
  const good = { kind: 'good', retryAfterMs: null } as const;
  const trouble = { kind: 'trouble', retryAfterMs: null } as const;
  const cases: readonly (readonly [UpstreamReply, ReturnType<typeof paceAnswerOf>])[] = [
    [response(200), good],
    [response(401), good],
    [response(422, { 'retry-after': '9' }), good],
    [response(429), { kind: 'refused', retryAfterMs: null }],
    [response(429, { 'retry-after': '3' }), { kind: 'refused', retryAfterMs: 3_000 }],
    [
      response(429, { 'retry-after': new Date(NOW_MS + 5_000).toUTCString() }),
      { kind: 'refused', retryAfterMs: 5_000 },
    ],
    [
      response(429, { 'retry-after': new Date(NOW_MS - 5_000).toUTCString() }),
      { kind: 'refused', retryAfterMs: 0 },
    ],
    [
      response(429, { 'retry-after': '99999999999' }),
      { kind: 'refused', retryAfterMs: LONGEST_MS },
    ],
    ...['soon', 'in 2099', '-5', '+5', '1.5', '3, 5', '', '12 months', '2099-01-01'].map(
      (text) =>
        [response(429, { 'retry-after': text }), { kind: 'refused', retryAfterMs: null }] as const,
    ),
    [response(503, { 'retry-after': '-5' }), trouble],
    [
      response(429, {
        'retry-after': new Date(NOW_MS + 3_605_000).toUTCString(),
        date: new Date(NOW_MS + 3_600_000).toUTCString(),
      }),
      { kind: 'refused', retryAfterMs: 5_000 },
    ],
    [
      response(429, {
        'retry-after': new Date(NOW_MS + 5_000).toUTCString(),
        date: 'today',
      }),
      { kind: 'refused', retryAfterMs: 5_000 },
    ],
    [response(500), trouble],
    [response(503), trouble],
    [response(503, { 'retry-after': '10' }), { kind: 'refused', retryAfterMs: 10_000 }],
    [response(502, { 'retry-after': '10' }), { kind: 'trouble', retryAfterMs: 10_000 }],
    [{ kind: 'unknown', reason: 'timeout' }, trouble],
    [{ kind: 'not_sent', reason: 'connection_refused' }, trouble],
    [{ kind: 'not_sent', reason: 'origin_busy' }, null],
    [{ kind: 'not_sent', reason: 'closed' }, null],
    [{ kind: 'not_sent', reason: 'address refused: private network' }, null],
  ];
  for (const [reply, expected] of cases) {
    assert.deepEqual(paceAnswerOf(reply, NOW_MS), expected, JSON.stringify(reply));
  }
});

/** Giving an answer to the caller, or the spoiled answer a fault asks for. */

import { gzipSync } from 'node:zlib';
import type { FastifyReply } from 'fastify';
import type { Fault } from './faults.ts';
import { delayOf } from './faults.ts';
import { toJson } from './journal.ts';
import type { Timers } from './timers.ts';
import type { Refusal } from './types.ts';

export type Answer = { readonly http: number; readonly body: Record<string, unknown> };

export function refusalAnswer({ http, code, text }: Refusal): Answer {
  return { http, body: { error: { code, text } } };
}

/** The longest any call is kept without an answer. */
const MAX_HANG_MS = 60_000;
const BIG_BYTES = 10 * 1024 * 1024;
const HTML = '<!doctype html><title>Welcome</title><h1>It works!</h1>';

/** Says nothing, and cuts the connection after a while. */
export function hang(reply: FastifyReply, timers: Timers, forMs = MAX_HANG_MS): void {
  reply.hijack();
  timers.after(forMs, () => reply.raw.destroy());
}

/** Cuts the connection at once. */
export function drop(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.destroy();
}

function send(reply: FastifyReply, http: number, type: string, body: string | Buffer): void {
  void reply.code(http).header('content-type', type).send(body);
}

const JSON_TYPE = 'application/json; charset=utf-8';

/** Sends an answer as it is. */
export function sendAnswer(reply: FastifyReply, { http, body }: Answer): void {
  send(reply, http, JSON_TYPE, toJson(body));
}

/** Sends an answer, spoiled by the first fault in the list that spoils answers. */
export function sendSpoiled(
  reply: FastifyReply,
  answer: Answer,
  faults: readonly Fault[],
  timers: Timers,
): void {
  for (const fault of faults) {
    if (spoil(reply, answer, fault, timers)) return;
  }
  sendAnswer(reply, answer);
}

function big(fault: Fault, text: string): string {
  const bytes = fault.options.bytes ?? BIG_BYTES;
  return `${text.slice(0, -1)},"padding":"${'x'.repeat(bytes)}"}`;
}

/** Answers in the fault's way; false when this fault leaves answers alone. */
function spoil(reply: FastifyReply, answer: Answer, fault: Fault, timers: Timers): boolean {
  const text = toJson(answer.body);
  switch (fault.name) {
    case 'timeout_then_success':
      timers.after(delayOf(fault), () => sendAnswer(reply, answer));
      return true;
    case 'accept_then_hang':
      hang(reply, timers);
      return true;
    case 'accept_502':
      send(reply, 502, 'text/html', '<html><h1>502 Bad Gateway</h1></html>');
      return true;
    case 'query_down':
      sendAnswer(reply, UNAVAILABLE);
      return true;
    case 'html_200':
      send(reply, 200, 'text/html; charset=utf-8', HTML);
      return true;
    case 'huge_body':
      send(reply, answer.http, JSON_TYPE, big(fault, text));
      return true;
    case 'gzip_bomb':
      void reply.header('content-encoding', 'gzip');
      send(reply, answer.http, JSON_TYPE, gzipSync(big(fault, text)));
      return true;
    case 'redirect_302':
      void reply.header('location', '/elsewhere');
      send(reply, 302, 'text/plain', 'moved');
      return true;
    case 'malformed_json':
      send(reply, answer.http, JSON_TYPE, `${text.slice(0, -1)},"amountMinor":NaN}`);
      return true;
    case 'duplicate_keys':
      send(reply, answer.http, JSON_TYPE, `${text.slice(0, -1)},"status":"succeeded"}`);
      return true;
    case 'deep_json': {
      const deep = '['.repeat(10_000) + ']'.repeat(10_000);
      send(reply, answer.http, JSON_TYPE, `${text.slice(0, -1)},"deep":${deep}}`);
      return true;
    }
    case 'drop_connection_after_accept':
      drop(reply);
      return true;
    default:
      return false;
  }
}

export const UNAVAILABLE: Answer = refusalAnswer({
  ok: false,
  http: 503,
  code: 'unavailable',
  text: 'try again later',
});

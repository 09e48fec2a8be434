/** Small helpers that the route files share. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refusalAnswer, sendAnswer } from '../answers.ts';
import { decodeObject, Fields } from '../fields.ts';
import type { Refusal } from '../types.ts';
import { refuse } from '../types.ts';

/** The body as it came; empty when there was none. */
export function bodyBytes(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

/** Takes every content type as raw bytes: signatures need them. */
export function takeRawBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
}

export function sendRefusal(reply: FastifyReply, refusal: Refusal): void {
  sendAnswer(reply, refusalAnswer(refusal));
}

/** Reads a JSON body with a reader of fields; the first thing wrong is the refusal. */
export function readBody<Value>(
  request: FastifyRequest,
  read: (fields: Fields) => Value,
): { ok: true; value: Value; object: Readonly<Record<string, unknown>> } | Refusal {
  const object = decodeObject(bodyBytes(request));
  if (!object.ok) return object;
  const fields = new Fields(object.value);
  const value = read(fields);
  if (fields.problem !== undefined) return refuse(400, 'invalid_request', fields.problem);
  return { ok: true, value, object: object.value };
}

function isLoopback(address: string): boolean {
  const plain = address.startsWith('::ffff:') ? address.slice(7) : address;
  return plain === '::1' || plain.startsWith('127.');
}

/** Only this machine may turn the simulator's handles, and no web page of another origin. */
export function whyNotLocal(request: FastifyRequest): Refusal | undefined {
  if (!isLoopback(request.socket.remoteAddress ?? '')) {
    return refuse(403, 'loopback_only', 'this works from the same machine only');
  }
  const { origin, host } = request.headers;
  if (origin !== undefined && origin !== `http://${host}`) {
    return refuse(403, 'foreign_origin', 'not from another web page');
  }
  return undefined;
}

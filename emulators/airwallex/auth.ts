/** Logging in, and who may call: `POST /api/v1/authentication/login`. */
import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { writeJson } from './money.ts';
import { Refusal } from './refusal.ts';
import { stamp, type World } from './world.ts';

const LIFE_MS = 30 * 60_000;

export function authRoutes(app: FastifyInstance, world: World): void {
  app.post('/api/v1/authentication/login', (request, reply) => {
    const { clientId, apiKey, tokenLifeMs = LIFE_MS } = world.options;
    const { 'x-client-id': id, 'x-api-key': key } = request.headers;
    if (typeof id !== 'string' || id === '' || typeof key !== 'string') {
      throw new Refusal(400, 'invalid_argument', 'x-client-id and x-api-key are required');
    }
    if (id !== clientId || key !== apiKey) {
      throw new Refusal(401, 'credentials_invalid', 'UNAUTHORIZED');
    }
    world.logins += 1;
    const token = `eyJhbGciOiJIUzI1NiJ9.${randomUUID()}`;
    const expiresAtMs = Date.now() + tokenLifeMs;
    world.tokens.set(token, expiresAtMs);
    const body = { token, expires_at: stamp(new Date(expiresAtMs)) };
    return reply.code(201).send(writeJson(body));
  });
}

/** Refuses a call whose bearer token does not hold. */
export function checkToken(request: FastifyRequest, world: World): void {
  const token = bearerOf(request);
  if (token === null) throw new Refusal(401, 'unauthorized', 'Access denied, no token');
  const untilMs = world.tokens.get(token) ?? 0;
  if (untilMs <= Date.now()) {
    throw new Refusal(401, 'credentials_expired', 'The access token is invalid or expired');
  }
}

export function bearerOf({ headers }: FastifyRequest): string | null {
  return /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1] ?? null;
}

/** One effect for each `request_id` of an endpoint; a second use is refused (upstream notes, 7). */
export function claimRequestId(world: World, endpoint: string, requestId: string): void {
  const key = `${endpoint} ${requestId}`;
  if (world.requestIds.has(key)) {
    world.repeats.push(key);
    throw new Refusal(400, 'duplicate_request', `request_id ${requestId} was used before`, {
      source: 'request_id',
    });
  }
  world.requestIds.add(key);
}

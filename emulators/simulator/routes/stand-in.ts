/**
 * Stands in for a merchant's endpoint that is asked before money is taken: says yes or no, or is as
 * bad as such endpoints are. For demonstrations and tests; it looks at nothing that it is sent.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hang } from '../answers.ts';
import { refuse } from '../types.ts';
import type { World } from '../world.ts';
import { sendRefusal } from './http.ts';

/** What its answers say; the published codes of the Philippine API. */
const ANSWERS = {
  collect: { code: 2000, msg: 'Success' },
  refuse: { code: 1000, msg: 'Failed' },
  over_limit: { code: 1002, msg: 'The amount exceed limit' },
  nonsense: { hello: 'world' },
} as const;

const DELAY_MS_MAX = 60_000;

function verification(world: World, request: FastifyRequest, reply: FastifyReply) {
  const { answer = 'collect', delayMs = '0' } = request.query as Record<string, string>;
  const waitMs = /^\d{1,5}$/.test(delayMs) ? Number(delayMs) : DELAY_MS_MAX + 1;
  if (answer === 'hang') return hang(reply, world.timers);
  if (!Object.hasOwn(ANSWERS, answer) || waitMs > DELAY_MS_MAX) {
    const words = Object.keys(ANSWERS).join(', ');
    const text = `answer is hang, ${words}; delayMs at most ${DELAY_MS_MAX}`;
    return sendRefusal(reply, refuse(400, 'invalid_request', text));
  }
  const body = ANSWERS[answer as keyof typeof ANSWERS];
  reply.hijack();
  world.timers.after(waitMs, () => {
    if (reply.raw.destroyed) return;
    reply.raw.writeHead(200, { 'content-type': 'application/json' });
    reply.raw.end(JSON.stringify(body));
  });
}

export function standInRoutes(app: FastifyInstance, world: World): void {
  app.post('/stand-in/verification', (request, reply) => verification(world, request, reply));
}

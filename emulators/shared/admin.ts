/** Handles of every emulator itself, for tests and people: faults, and how it notifies. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Faults, isFaultKind } from './faults.ts';
import { NumberText } from './money.ts';
import type { Notifier } from './notifier.ts';

type Body = Readonly<Record<string, unknown>>;

/** The JSON object that a request brought. */
export function bodyOf(request: FastifyRequest): Body {
  return request.body as Body;
}

/** `PUT /emulator/<notifications>` and so on: what the provider calls its notifications. */
export function sharedAdminRoutes(
  app: FastifyInstance,
  faults: Faults,
  notifications: string,
  notifier: Notifier,
): void {
  app.post('/emulator/faults', (request, reply) => {
    const { on, kind, when, times, delayMs } = bodyOf(request);
    if (!isFaultKind(kind) || typeof on !== 'string') {
      return reply.code(400).send('{"emulator":"on or kind is wrong"}');
    }
    faults.add({
      on,
      kind,
      when: when === 'before' ? 'before' : 'after',
      times: times instanceof NumberText ? Number.parseInt(times.text, 10) : 1,
      delayMs: delayMs instanceof NumberText ? Number.parseInt(delayMs.text, 10) : 0,
    });
    return reply.send('{}');
  });

  app.delete('/emulator/faults', (_request, reply) => {
    faults.clear();
    return reply.send('{}');
  });

  app.put(`/emulator/${notifications}`, (request, reply) => {
    const { knobs } = notifier;
    const { url, copies, forged, delayMs, withheld, lost } = bodyOf(request);
    if (typeof url === 'string') knobs.url = url;
    if (copies instanceof NumberText) knobs.copies = Number.parseInt(copies.text, 10);
    if (delayMs instanceof NumberText) knobs.delayMs = Number.parseInt(delayMs.text, 10);
    if (typeof forged === 'boolean') knobs.forged = forged;
    if (typeof withheld === 'boolean') knobs.withheld = withheld;
    if (typeof lost === 'string' || lost === null) knobs.lost = lost;
    return reply.send(JSON.stringify(knobs));
  });

  app.post(`/emulator/${notifications}/release`, (request, reply) => {
    notifier.release(bodyOf(request).reversed === true);
    return reply.send('{}');
  });

  app.post(`/emulator/${notifications}/resend`, (_request, reply) => {
    notifier.resend();
    return reply.send('{}');
  });
}

/** The HTTP side that all emulators share: faults first and last, every call in the journal. */
import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import type { Faults } from './faults.ts';
import type { Timers } from './timers.ts';

/** A running emulator. */
export interface Emulator {
  /** `http://127.0.0.1:4711` */
  readonly url: string;
  /** Ends at once: open connections are cut, what was to come is dropped. */
  stop(): Promise<void>;
}

/** What the shell needs of an emulator's world. */
export interface ShellWorld {
  readonly faults: Faults;
  readonly calls: { readonly call: string; http: number }[];
  readonly timers: Timers;
  url: string;
}

export function makeShell(world: ShellWorld): FastifyInstance {
  const app = fastify({ bodyLimit: 64 * 1024, forceCloseConnections: true, logger: false });
  app.addHook('preHandler', (request, reply, done) => {
    world.faults.strike(request, reply, 'before', () => {
      reply.type('application/json');
      if (request.body === undefined) request.body = {};
      done();
    });
  });
  app.addHook('onSend', (request, reply, payload, done) => {
    world.faults.strike(request, reply, 'after', () => done(null, payload));
  });
  app.addHook('onResponse', ({ method, url }, reply, done) => {
    world.calls.push({ call: `${method} ${url.split('?')[0]}`, http: reply.statusCode });
    done();
  });
  return app;
}

/** Listens on this machine only. Rejects when the port is taken. */
export async function listen(app: FastifyInstance, world: ShellWorld, port = 0): Promise<Emulator> {
  await app.listen({ port, host: '127.0.0.1' });
  world.url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  return {
    url: world.url,
    async stop() {
      world.timers.stop();
      await app.close();
    },
  };
}

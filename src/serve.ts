/** A running process: what it is built of, its work and its routes, and how they end. */

import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Config, Role } from './config.ts';
import type { Log } from './log.ts';
import type { Platform } from './platform.ts';
import { createReadiness } from './readiness.ts';
import { listen } from './serve-routes.ts';
import { startWork, type WakeUps } from './serve-work.ts';
import { createServices } from './services.ts';
import { noteFourEyes } from './store/configuration/installation.ts';

export interface Running {
  /** The port that the server listens on (0 in the settings: any free one). */
  readonly port: number;
  /** Takes nothing more, lets what is under way end, and closes. */
  stop(): Promise<void>;
}

/**
 * Starts what a role does. Rejects when the port is taken; once it is ours, `prepare` is run, and
 * only then is the process said to be ready.
 */
export async function serve(
  config: Config,
  role: Role,
  platform: Platform,
  log: Log,
  wakeUps: WakeUps,
  prepare: () => Promise<void> = async () => undefined,
): Promise<Running> {
  const services = createServices(config, platform, log);
  const isWorker = role === 'worker' || role === 'all';
  const stopWork = isWorker ? startWork(services, wakeUps) : () => services.dispatcher.stop();
  const readiness = createReadiness(platform);
  let server: FastifyInstance | null = null;
  // Nobody sends anything to a process that was never ready.
  let drainMs = 0;
  const stop = async () => {
    readiness.stopping();
    await server?.close();
    await stopWork();
    await services.close();
  };
  try {
    server = await listen(services, role, readiness, () => delay(drainMs));
    if (role === 'console' || role === 'all') await noteFourEyes(platform.pool, config.fourEyes);
    await prepare();
    readiness.started();
    drainMs = config.drainMs;
    const address = server.server.address();
    const port = typeof address === 'object' && address !== null ? address.port : config.port;
    return { port, stop };
  } catch (error) {
    // Work has begun before the port turned out to be taken, and would keep the process alive.
    await stop();
    throw error;
  }
}

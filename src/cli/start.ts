/** `causeway start`: opens the platform, starts the roles, and says where everything is. */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { unseeded } from '../catalogue/sync.ts';
import type { Config, Role } from '../config.ts';
import { type DemoFile, demoPath, prepareDemo } from '../demo/demo.ts';
import { prepareMember } from '../demo/member.ts';
import { prepareOperator } from '../demo/operator.ts';
import { type ProviderPlan, planProviders, startProviders } from '../demo/providers.ts';
import { welcome } from '../demo/welcome.ts';
import { createLog, type Log } from '../log.ts';
import { operatorCommandsOf } from '../operator-commands.ts';
import { openPlatform, type Platform } from '../platform.ts';
import { type Running, serve } from '../serve.ts';
import { createWakeUps } from '../serve-work.ts';
import { seedOnce } from '../store/configuration/seed.ts';
import { createMembers } from '../store/operators/members.ts';
import { createOperators } from '../store/operators/operators.ts';
import { EXIT } from './command.ts';
import { checkKind, checkRules, settleKind, whatIsOpen } from './start-rules.ts';

export interface StartIo {
  say(line: string): void;
  /** Resolves when the process shall end (SIGINT, SIGTERM, SIGHUP). */
  readonly stopped: Promise<string>;
  /** Ends the process at once, whatever is still open. */
  exit(code: number): void;
}

/** Whoever stops a process waits for it for 30 s, and then kills it: we end by ourselves before. */
const STOP_WITHIN_MS = 25_000;

/** Runs until it is stopped; resolves with the exit code. */
export async function start(config: Config, role: Role, io: StartIo): Promise<number> {
  let log: Log | null = null;
  const closers: (() => Promise<unknown>)[] = [];
  const wakeUps = createWakeUps(() => log);
  try {
    const platform = await openPlatform(config, {
      say: io.say,
      events: wakeUps.events,
      mayOpen: (connection) => checkKind(connection, config),
    });
    closers.push(() => platform.close());
    checkRules(platform, config);
    log = createLog(config.logLevel, config.demo ? join(config.dataDir, 'causeway.log') : null);
    let demo: DemoFile | null = null;
    // Run once the ports are ours: a start that fails for a taken one has written nothing.
    const prepare = async () => {
      const hasDemo = config.demo && role === 'all';
      const providers = hasDemo ? await openProviders(config, platform, io, closers) : null;
      await settleKind(platform, config);
      if (await seedOnce(platform.pool, unseeded)) await platform.snapshot.refresh();
      if (providers !== null) demo = await openDemo(config, platform, io, providers);
    };
    const running: Running = await serve(config, role, platform, log, wakeUps, prepare);
    closers.push(() => running.stop());
    for (const line of whatIsOpen(config)) io.say(`still open: ${line}`);
    const { docs } = config;
    io.say(welcome({ role, port: running.port, demo, demoFile: demoPath(config), docs }));
    log.info({ role, port: running.port }, 'started');
    const signal = await io.stopped;
    io.say(`${signal}: letting what is under way end`);
    return 0;
  } finally {
    const overdue = await closeAll(closers);
    if (overdue) {
      io.say('not all that was under way has ended in time (is the database silent?): leaving it');
      io.exit(EXIT.refused);
    }
  }
}

/** Closes in the reverse order; true: it did not end in time. */
async function closeAll(closers: readonly (() => Promise<unknown>)[]): Promise<boolean> {
  const closing = (async () => {
    for (const close of closers.toReversed()) await close();
    return false;
  })();
  const late = delay(STOP_WITHIN_MS, true, { ref: false });
  return await Promise.race([closing, late]);
}

/** Starts the demo's providers, companies of their own: their ports are ours then. */
async function openProviders(
  config: Config,
  platform: Platform,
  io: StartIo,
  closers: (() => Promise<unknown>)[],
): Promise<ProviderPlan> {
  io.say('starting the simulated provider, and emulators of Airwallex and PayerMax');
  const plan = await planProviders(platform, config);
  await startProviders(plan, config, closers);
  return plan;
}

/** Creates the demo's accounts, merchant, operator and member. */
async function openDemo(
  config: Config,
  platform: Platform,
  io: StartIo,
  providers: ProviderPlan,
): Promise<DemoFile> {
  io.say('preparing the demo merchant');
  const commands = operatorCommandsOf(platform, config);
  const { publicUrl } = config;
  return await prepareDemo(platform, config, providers, {
    operator: (known) =>
      prepareOperator(createOperators(platform.pool), commands.run, publicUrl, known),
    member: (merchantId, known) =>
      prepareMember(
        { ...commands, members: createMembers(platform.pool) },
        merchantId,
        publicUrl,
        known,
      ),
  });
}

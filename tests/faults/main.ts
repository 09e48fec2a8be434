/**
 * `npm run faults`: kills everything, again and again, under load, and then compares the books.
 * `npm run faults -- --help` says how.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { PROVIDER_NAMES, type ProviderName } from './providers/contract.ts';
import { headline, reportText } from './report.ts';
import { runFaults } from './run.ts';
import { SABOTAGES, sabotagedRun, sabotageOf } from './sabotages.ts';
import type { RunOptions } from './settings.ts';

const HELP = `npm run faults -- [options]

  --provider NAME    the upstream: simulator (default), airwallex, payermax, or all in turn
  --seed N           the plan: orders, faults, victims, gaps (default: drawn, printed)
  --pg-kills N       kill -9 of PostgreSQL under load (default 10)
  --server-kills N   kill -9 of a server under load (default 10)
  --pauses N         SIGSTOP of a server beyond its leases (default 0)
  --terminations N   pg_terminate_backend of a connection (default 0)
  --servers N        server processes over one database (default 2)
  --orders N         orders begun at least (default 150)
  --rate N           orders a second (default 20)
  --two-accounts     orders may leave the first account at the provider for a second one
  --recharge         payins also in recharge, whose dispatches are born leased
  --minutes N        no fault after so long, however many were asked for
  --real-time        leave leases and timetables as they are: healing takes minutes
  --keep             leave the run's folder: journals, logs, database, all that was found
  --sabotage NAME    break a promise: the run must fail. One of:
${SABOTAGES.map(({ name, does }) => `                       ${name.padEnd(22)} ${does}`).join('\n')}

Exit code 0: every invariant holds. 1: violated, by name. 2: the run could not be made.`;

// The processes of a run end with this one, and its folder goes with it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => process.exit(130));
}
process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  let runs: readonly RunOptions[] | string;
  try {
    runs = runsOf(args);
  } catch (error) {
    console.error(`faults: ${(error as Error).message}`);
    return 2;
  }
  if (typeof runs === 'string') {
    console.log(runs);
    return 0;
  }
  let worst = 0;
  for (const options of runs) worst = Math.max(worst, await run(options));
  return worst;
}

async function run(options: RunOptions): Promise<number> {
  console.log(headline(options));
  try {
    const report = await runFaults(options, (line) => console.log(`  ${line}`));
    console.log(`\n${reportText(report)}`);
    return report.violations.length === 0 ? 0 : 1;
  } catch (error) {
    console.error(`faults: ${(error as Error).stack}`);
    console.error(headline(options));
    return 2;
  }
}

function runsOf(args: readonly string[]): readonly RunOptions[] | string {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      provider: { type: 'string', default: 'simulator' },
      seed: text,
      'pg-kills': text,
      'server-kills': text,
      pauses: text,
      terminations: text,
      servers: text,
      orders: text,
      rate: text,
      sabotage: text,
      'real-time': { type: 'boolean', default: false },
      'two-accounts': { type: 'boolean', default: false },
      recharge: { type: 'boolean', default: false },
      minutes: text,
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return HELP;
  const seed = integer('seed', values.seed, randomInt(1, 1_000_000));
  if (values.sabotage !== undefined) {
    const sabotage = sabotageOf(values.sabotage);
    if (sabotage === null) throw new Error(`no sabotage ${values.sabotage}; see --help`);
    return [{ ...sabotagedRun(sabotage, seed, null), keep: values.keep }];
  }
  const options: RunOptions = {
    seed,
    provider: 'simulator',
    pgKills: integer('pg-kills', values['pg-kills'], 10),
    serverKills: integer('server-kills', values['server-kills'], 10),
    pauses: integer('pauses', values.pauses, 0),
    terminations: integer('terminations', values.terminations, 0),
    servers: Math.max(1, integer('servers', values.servers, 2)),
    merchants: 6,
    orders: integer('orders', values.orders, 150),
    ratePerS: Math.max(1, integer('rate', values.rate, 20)),
    realTime: values['real-time'],
    twoAccounts: values['two-accounts'],
    alsoRecharge: values.recharge,
    faultsWithinMs: 60_000 * integer('minutes', values.minutes, 1_000),
    keep: values.keep,
    sabotage: null,
    databaseUrl: null,
    healWithinMs: values['real-time'] ? 600_000 : 480_000,
    backWithinMs: 600_000,
  };
  return providersOf(values.provider, options).map((provider) => ({ ...options, provider }));
}

function providersOf(text: string, { twoAccounts }: RunOptions): readonly ProviderName[] {
  const names = PROVIDER_NAMES.filter((name) => text === 'all' || text === name);
  if (names.length === 0) throw new Error(`no provider ${text}; see --help`);
  if (twoAccounts && text !== 'simulator') throw new Error('an emulator has one account');
  return names;
}

function integer(name: string, text: string | undefined, defaults: number): number {
  if (text === undefined) return defaults;
  if (!/^[0-9]{1,9}$/.test(text)) throw new Error(`--${name} is a whole number: ${text}`);
  return Number.parseInt(text, 10);
}

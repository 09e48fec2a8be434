/**
 * `npm run attack`: what hostile requests cost, and what merchants meet meanwhile. On loopback
 * only.
 */
import { parseArgs } from 'node:util';
import { connectionLimits } from '../../src/web/connection-limit.ts';
import { measureCost } from './cost.ts';
import { type Finding, tableOf } from './finding.ts';
import { startHonest } from './honest.ts';
import { measureSockets } from './sockets.ts';
import { openWorld } from './world.ts';

const HELP = `npm run attack -- [options]

  --quick          few of everything: a look, not a measurement
  --only NAME      cost (a hostile request beside a small right one, per dialect) or sockets
                   (slow headers and bodies, idle sockets, connects a second)
  --sockets N      idle sockets (default 10000, or what this machine lets a process open)

Exit code 0: every goal is met. 1: some are missed, by name. 2: nothing could be measured.`;

const NAMES = ['cost', 'sockets'] as const;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    sockets: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const only = NAMES.find((name) => name === values.only);
const wanted = Number.parseInt(values.sockets ?? (values.quick ? '500' : '10000'), 10);
if (values.help || (values.only !== undefined && only === undefined) || !(wanted > 0)) {
  process.stdout.write(`${HELP}\n`);
  process.exit(values.help ? 0 : 2);
}
process.exitCode = await main();

/** This process holds the other end of each socket. */
function socketsOf(count: number): number {
  return Math.min(count, connectionLimits().ofAllMax - 64);
}

async function main(): Promise<number> {
  const { quick } = values;
  const world = await openWorld();
  const honest = startHonest(world);
  try {
    const findings: Finding[] = [];
    if (only !== 'sockets') {
      const options = quick ? { rounds: 1, count: 100 } : { rounds: 3, count: 300 };
      findings.push(...(await measureCost(world, options)));
    }
    if (only !== 'cost') {
      const forMs = quick ? 2_000 : 8_000;
      const options = { sockets: socketsOf(wanted), connectsPerSecond: quick ? 500 : 2_000, forMs };
      findings.push(...(await measureSockets(world, honest, options)));
    }
    const missed = findings.filter(({ isMet }) => !isMet).map(({ what }) => what);
    process.stdout.write(`${tableOf(findings)}\n`);
    if (missed.length > 0) process.stdout.write(`\nmissed: ${missed.join('; ')}\n`);
    return missed.length === 0 ? 0 : 1;
  } catch (error) {
    process.stderr.write(`attack: ${(error as Error).message}\n`);
    return 2;
  } finally {
    await honest.stop();
    await world.stop();
  }
}

/** `npm run bench`: what this machine does, beside its limits. See docs/benchmarks.md. */
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { create } from './create.ts';
import { createOpenApi } from './create-open-api.ts';
import { ledger } from './ledger.ts';
import { notifications } from './notifications.ts';
import { overhead } from './overhead.ts';
import { payout } from './payout.ts';
import { queries } from './queries.ts';
import { slowProviders } from './slow-providers.ts';
import { storedOrders } from './stored-orders.ts';
import { startCluster } from './support/cluster.ts';
import { startLoad } from './support/load.ts';
import { makeBase } from './support/merchants.ts';
import { notesOf, type Row, tableOf } from './support/row.ts';
import type { Measurement, Run } from './support/run.ts';
import { wholeLife } from './whole-life.ts';

const MEASUREMENTS: readonly Measurement[] = [
  create,
  createOpenApi,
  slowProviders,
  wholeLife,
  overhead,
  queries,
  payout,
  ledger,
  notifications,
  storedOrders,
];

const COUNTS: Readonly<Record<string, number>> = {
  '10k': 10_000,
  '100k': 100_000,
  '1m': 1_000_000,
  '10m': 10_000_000,
};

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    orders: { type: 'string' },
    json: { type: 'boolean', default: false },
    save: { type: 'string' },
  },
});

const unknown = values.only.filter((name) => MEASUREMENTS.every((m) => m.name !== name));
const orders = values.orders ?? (values.quick ? '100k' : '1m');
if (unknown.length > 0 || COUNTS[orders] === undefined) {
  const names = MEASUREMENTS.map(({ name }) => name).join(', ');
  process.stderr.write(`--only takes ${names}; --orders takes ${Object.keys(COUNTS).join(', ')}\n`);
  process.exit(2);
}

const chosen = MEASUREMENTS.filter(
  ({ name }) => values.only.length === 0 || values.only.includes(name),
);
const facts = machineFacts();
const startedAt = performance.now();
const { rows, durability } = await measureAll(chosen);
const tookS = Math.round((performance.now() - startedAt) / 1000);
const text = values.json
  ? JSON.stringify({ ...facts, durability, tookS, rows }, null, 2)
  : [
      `${facts.date}, commit ${facts.commit}, ${facts.machine}, load before ${facts.loadBefore}`,
      `PostgreSQL embedded, ${durability}; server, database and load generator on this machine`,
      '',
      tableOf(rows),
      '',
      notesOf(rows),
      '',
      `took ${tookS} s`,
    ].join('\n');
process.stdout.write(`${text}\n`);
if (values.save !== undefined) {
  await mkdir(dirname(values.save), { recursive: true });
  await writeFile(values.save, `${text}\n`);
}

async function measureAll(measurements: readonly Measurement[]) {
  progress('starting PostgreSQL');
  const cluster = await startCluster();
  const load = startLoad(cluster);
  try {
    const run: Run = {
      cluster,
      base: await makeBase(cluster),
      load,
      quick: values.quick,
      rounds: values.quick ? 1 : 5,
      roundMs: values.quick ? 2_000 : 3_000,
      connections: 128,
      ordersMax: COUNTS[orders] as number,
      progress,
    };
    const rows: Row[] = [];
    for (const { name, measure } of measurements) {
      progress(`measuring ${name}`);
      rows.push(...(await measure(run)));
    }
    return { rows, durability: cluster.durability };
  } finally {
    await load.stop();
    await cluster.stop();
  }
}

/** What is going on is said beside the table, so that the table can be kept alone. */
function progress(line: string): void {
  process.stderr.write(`${line} …\n`);
}

function machineFacts() {
  const git = (...args: string[]) => {
    try {
      return execFileSync('git', args, { encoding: 'utf8', stdio: 'pipe' }).trim();
    } catch {
      return '';
    }
  };
  const changed = git('status', '--porcelain', '--', 'src') === '' ? '' : ' and changes';
  const memoryGib = Math.round(totalmem() / 2 ** 30);
  return {
    date: new Date().toISOString().slice(0, 16).replace('T', ' '),
    commit: (git('rev-parse', '--short', 'HEAD') || 'unknown') + changed,
    machine:
      `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ` +
      `${memoryGib} GiB, ${process.platform} ${process.arch}, Node ${process.version}`,
    loadBefore: loadavg()[0]?.toFixed(2) ?? '',
  };
}

/** One good input for each command of reconciliation: see `operator-trials.ts`. */
import { randomBytes } from 'node:crypto';
import { commandLineActor } from '../../src/operator/actor.ts';
import { reconMapDraft } from '../../src/operator/commands/reconciliation.ts';
import { createReportFiles } from '../../src/store/reconciliation/files.ts';
import { MAP, takeLines } from '../support/reconciliation.ts';

import type { ConsoleWorld } from '../wire/console/world.ts';
import type { Trial } from './operator-trials.ts';

const SOURCE = 'simulator/main';
const ROOT = commandLineActor('root');

async function draft({ deps }: ConsoleWorld, map: object = {}) {
  const input = { source: SOURCE, map: JSON.stringify({ ...MAP, ...map }) };
  await deps.run(reconMapDraft, ROOT, input);
  const maps = await deps.recon.maps();
  const drafted = maps.find((one) => one.state === 'draft' && one.source === SOURCE);
  return { source: SOURCE, version: `${drafted?.version}` };
}

/** The source, with a map that one person may decide up to 1,000.00 by. */
export async function reconciled(world: ConsoleWorld): Promise<void> {
  const { rows } = await world.pool.query(`select from recon_map where state = 'approved'`);
  if (rows.length > 0) return;
  const drafted = await draft(world, { onePersonUpTo: { 'PHP/2': '100000' } });
  await world.pool.query(
    `update recon_map set state = 'approved', approved_at = now() where version = $1::integer`,
    [drafted.version],
  );
  await world.pool.query(
    `insert into recon_source (source, mode) values ($1, 'live') on conflict do nothing`,
    [SOURCE],
  );
}

const item = (minor: number) => async (world: ConsoleWorld) => {
  await reconciled(world);
  const { rows } = await world.pool.query<{ id: bigint }>(
    `insert into recon_item (source, key, kind, type, asset, minor, differences, day)
     values ($1, $2, 'missing_here', 'payment', 'PHP/2', $3::bigint, $4, '2026-06-01')
     returning id`,
    [
      ...[SOURCE, `line:${randomBytes(6).readUIntBE(0, 6)}`, minor],
      JSON.stringify([{ asset: 'PHP/2', minor: `${minor}` }]),
    ],
  );
  return { item: `${rows[0]?.id}`, resolution: 'unallocated', reason: 'asked the provider' };
};

export const RECON_TRIALS: Readonly<Record<string, Trial>> = {
  'recon.map_draft': {
    roles: 'owner finance',
    prepare: async () => ({ source: SOURCE, map: JSON.stringify(MAP) }),
  },
  'recon.map_approve': { roles: 'owner finance', prepare: (world) => draft(world) },
  'recon.apply': {
    roles: 'owner finance',
    async prepare(world) {
      await reconciled(world);
      const ref = randomBytes(6).toString('hex');
      const lines = [{ key: ref, ref, amount: 100n, day: '2026-06-01' }];
      const [source] = await world.deps.recon.sources();
      if (source === undefined) throw new Error('there is no source');
      const staged = await takeLines(createReportFiles(world.pool), source, lines);
      if (!staged.ok) throw new Error('the file is not staged');
      return { file: `${staged.id}` };
    },
  },
  'recon.balance': {
    roles: 'owner finance',
    async prepare(world) {
      await reconciled(world);
      return { source: SOURCE, day: '2026-06-01', asset: 'PHP/2', closing: '12.50' };
    },
  },
  'recon.resolve': { roles: 'owner finance', prepare: item(500) },
  'recon.resolve_large': { roles: 'owner finance', prepare: item(500_000) },
};

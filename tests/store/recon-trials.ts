/** One good input for each command of reconciliation: see `operator-trials.ts`. */
import { randomBytes } from 'node:crypto';
import { fileOf, MAP } from '../support/reconciliation.ts';
import { draftMap, openItem, readReport, reconciled, SOURCE } from '../wire/console/recon-story.ts';
import type { ConsoleWorld } from '../wire/console/world.ts';
import type { Trial } from './operator-trials.ts';

const item = (minor: number) => async (world: ConsoleWorld) => ({
  item: `${await openItem(world, minor)}`,
  resolution: 'unallocated',
  reason: 'asked the provider',
});

export const RECON_TRIALS: Readonly<Record<string, Trial>> = {
  'recon.map_draft': {
    roles: 'owner finance',
    prepare: async () => ({ source: SOURCE, map: JSON.stringify(MAP) }),
  },
  'recon.map_approve': { roles: 'owner finance', prepare: (world) => draftMap(world) },
  'recon.upload': {
    roles: 'owner finance',
    async prepare(world) {
      await reconciled(world);
      const line = { key: randomBytes(6).toString('hex'), amount: 100n, day: '2026-06-01' };
      const file = Buffer.from(fileOf([line])).toString('base64');
      return { source: SOURCE, file, file_name: 'report.csv' };
    },
  },
  'recon.apply': {
    roles: 'owner finance',
    prepare: async (world) => ({ file: `${await readReport(world)}` }),
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

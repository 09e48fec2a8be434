/** One good input for each command of reconciliation: see `operator-trials.ts`. */
import { randomBytes } from 'node:crypto';
import { MAP } from '../support/reconciliation.ts';
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
  'recon.shipped_map': {
    roles: 'owner finance',
    prepare: async () => ({ source: SOURCE, report: 'settlement', from: '2026-06-01' }),
  },
  'recon.upload': {
    roles: 'owner finance',
    // Nobody has drafted a map: the simulator's own report is read by the one that is shipped.
    async prepare() {
      const seq = randomBytes(6).readUIntBE(0, 6);
      const heads = 'seq,at,operation,payment_id,reference,asset,amount_minor,effect,utr';
      const line = `${seq},2026-06-01T08:00:00Z,payment,txn_1,1,PHP/2,100,+,6`;
      const text = `${heads},fee_minor,tax_minor\r\n${line},0,0\r\n`;
      const file = Buffer.from(text).toString('base64');
      return { source: SOURCE, report: 'settlement', file, file_name: 'report.csv' };
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

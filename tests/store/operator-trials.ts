/** One good input for each operator's command, over the world of the console's tests. */
import type { Input } from '../../src/operator/command.ts';
import type { ConsoleWorld } from '../wire/console/world.ts';

export interface Trial {
  /** Written out once more, so that a change of the table alone opens nothing. */
  readonly roles: string;
  /** Prepares what the command is about. */
  input(world: ConsoleWorld): Promise<Input>;
}

const appOf = ({ app }: ConsoleWorld) => String(app.id);

export const TRIALS: Readonly<Record<string, Trial>> = {
  'merchant.create': { roles: 'owner', input: async () => ({ name: 'Tea House' }) },
  'merchant.set': {
    roles: 'owner',
    input: async ({ app }) => ({ merchant: String(app.merchantId), share_orders: 'yes' }),
  },
  'app.create': {
    roles: 'owner',
    input: async ({ app }) => ({
      ...{ merchant: String(app.merchantId), dialect: 'collect', public_id: 'M7' },
      'setting.asset': 'PHP/2',
    }),
  },
  'app.set': {
    roles: 'owner',
    input: async (world) => ({ app: appOf(world), 'setting.reportFormat': 'csv' }),
  },
  'key.rotate': {
    roles: 'owner',
    input: async (world) => ({ app: appOf(world), purpose: 'request', overlap_s: '3600' }),
  },
};

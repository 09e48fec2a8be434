/** One good input for each command of calendars and accounts' limits: see `operator-trials.ts`. */
import { randomUUID } from 'node:crypto';
import { commandLineActor } from '../../src/operator/actor.ts';
import type { Input } from '../../src/operator/command.ts';
import { calendarDraft } from '../../src/operator/commands/calendars.ts';
import { ACCEPTED, type ConsoleWorld, paid } from '../wire/console/world.ts';
import type { Trial } from './operator-trials.ts';

/** A payin that is due on a day which was closed only afterwards. */
async function plannedOtherwise(world: ConsoleWorld): Promise<Input> {
  const ref = `PLAN-${randomUUID().slice(0, 8)}`;
  const { id } = await world.payin(ref, [ACCEPTED, paid(125_050n, ref)]);
  const settle = { kind: 'business', n: 1, zone: 'Asia/Manila', cutoff: null };
  const terms = JSON.stringify({ settle: { ...settle, calendars: ['PH'], trade: 'following' } });
  await world.pool.query(
    `update orders set final_at = '2029-06-11T02:00:00Z', settle_at = '2029-06-11T16:00:00Z',
       settle_date = '2029-06-12', settle_calendar = 'PH/2029:0', detail = detail || $2::jsonb
     where id = $1`,
    [id, terms],
  );
  await world.pool.query(
    `insert into calendar_year (calendar, year, version, state, days)
     values ('PH', 2029, 1, 'approved', '{"2029-06-12": {"is": "closed", "name": "Late"}}')
     on conflict do nothing`,
  );
  await world.deps.snapshot.refresh();
  return { calendar: 'PH', year: '2029' };
}

export const SETTING_TRIALS: Readonly<Record<string, Trial>> = {
  'account.limit': {
    roles: 'owner',
    prepare: async () => ({ connector: 'simulator', account: 'main', most: '50' }),
  },
  'calendar.draft': {
    roles: 'owner finance',
    prepare: async () => ({
      calendar: 'PH',
      year: '2027',
      days: '2027-06-12,closed,Independence Day',
    }),
  },
  'calendar.approve': {
    roles: 'owner finance',
    prepare: async ({ deps }) => {
      const year = { calendar: 'PH', year: '2028' };
      await deps.run(calendarDraft, commandLineActor('root'), {
        ...year,
        days: '2028-12-25,closed,Christmas',
      });
      const drafted = (await deps.settlements.calendars()).find((one) => one.year === 2028);
      return { ...year, version: `${drafted?.version}` };
    },
  },
  'calendar.replan': { roles: 'owner finance', prepare: plannedOtherwise },
};

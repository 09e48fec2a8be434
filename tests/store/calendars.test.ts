/** Years of business days: what two people approve, what is missing, and what moves. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandLineActor } from '../../src/operator/actor.ts';
import {
  calendarApprove,
  calendarDraft,
  calendarReplan,
  movesOf,
} from '../../src/operator/commands/calendars.ts';
import { ACCEPTED, type ConsoleWorld, openConsole, paid } from '../wire/console/world.ts';

const ROOT = commandLineActor('root');
const TERMS = { kind: 'business', n: 1, zone: 'Asia/Manila', cutoff: null, trade: 'following' };

const draft = async ({ deps }: ConsoleWorld, days: string) => {
  const input = { calendar: 'PH', year: '2029', days };
  const done = await deps.run(calendarDraft, ROOT, input);
  assert.ok(done.ok && 'result' in done);
  return (done.result as { version: number }).version;
};

const approve = ({ deps }: ConsoleWorld, version: number) =>
  deps.run(calendarApprove, ROOT, { calendar: 'PH', year: '2029', version: `${version}` });

/** So many payins due on a day that stays open, and one after them whose day is closed late. */
async function waitingPayins(world: ConsoleWorld, staying: number): Promise<bigint> {
  const { id } = await world.payin('LATE-1', [ACCEPTED, paid(125_050n, 'LATE-1')]);
  const settle = JSON.stringify({ settle: { ...TERMS, calendars: ['PH'] } });
  await world.pool.query(
    `update orders set final_at = '2029-06-11T02:00:00Z', settle_at = '2029-06-11T16:00:00Z',
       settle_date = '2029-06-12', settle_calendar = 'PH/2029:1', detail = detail || $2::jsonb
     where id = $1`,
    [id, settle],
  );
  await world.pool.query(
    `insert into orders select (jsonb_populate_record(o, jsonb_build_object('id', o.id + n,
         'merchant_ref', 'STAYS-' || n, 'final_at', '2029-06-08T02:00:00Z',
         'settle_at', '2029-06-10T16:00:00Z', 'settle_date', '2029-06-11'))).*
     from orders o, generate_series(1, $2::int) n where o.id = $1`,
    [id, staying],
  );
  return id;
}

test('calendars', async (t) => {
  const world = await openConsole(t);

  await t.test(
    'a draft that is corrected has another number, so what was read is what is approved',
    async () => {
      const read = await draft(world, '2029-12-25,closed,Christmas');
      const corrected = await draft(world, '2029-12-24,closed,Another day');
      assert.ok(corrected > read, `${corrected} after ${read}`);
      assert.equal((await approve(world, read)).ok, false);
      assert.equal((await approve(world, corrected)).ok, true);
      const [year] = await world.deps.settlements.calendars();
      assert.deepEqual(Object.keys(year?.days ?? {}), ['2029-12-24']);
    },
  );

  await t.test(
    'a calendar that terms name and nobody has drafted is known to be named',
    async () => {
      const named = () => world.deps.settlements.namedCalendars();
      const settle = (calendars: string[]) => JSON.stringify({ ...TERMS, calendars });
      const add = (days: number, calendars: string[]) =>
        world.pool.query(
          `insert into terms (channel_code, rate_ppm, fixed_minor, settle_after_days, settle,
           effective_from)
         values ('PH_GCASH', 0, 0, 1, $1::jsonb, now() + $2 * interval '1 day')`,
          [settle(calendars), days],
        );
      await add(-3, ['OLD']);
      await add(-2, ['PH', 'BANKS']);
      await add(5, ['NEXT']);
      assert.deepEqual(await named(), ['BANKS', 'NEXT', 'PH']);
    },
  );

  await t.test(
    'what a late holiday moves is found on whatever page of those that wait',
    async () => {
      const id = await waitingPayins(world, 1_001);
      const version = await draft(world, '2029-06-12,closed,Late');
      assert.equal((await approve(world, version)).ok, true);
      await world.deps.snapshot.refresh();
      const year = { calendar: 'PH', year: 2029 };
      const moves = await movesOf(world.deps, year);
      assert.deepEqual(
        moves.map(({ order, to }) => [order.id, to]),
        [[id, '2029-06-13']],
      );
      const moved = await world.deps.run(calendarReplan, ROOT, { calendar: 'PH', year: '2029' });
      assert.ok(moved.ok && 'result' in moved);
      assert.deepEqual(moved.result, { ...year, moved: 1 });
    },
  );
});

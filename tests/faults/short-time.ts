/**
 * A short run cannot wait for leases of minutes. It runs the product with these clocks shortened,
 * and nothing else changed; `--real-time` leaves them alone.
 */
import type { Patch } from './patch.ts';

const UPSTREAM = 'src/workers/upstream.ts';
const NOTIFY = 'src/workers/notify.ts';
const COLLECT = 'src/dialects/collect/notification.ts';
const RECHARGE = 'src/dialects/recharge/notification.ts';
const TWO_SECONDS = ['airwallex', 'payermax'] as const;

export const SHORT_TIME: readonly Patch[] = [
  // A send: 2 s to answer, leased for 4 s; a query and a create after it for 8 s.
  clock('src/connectors/simulator/capabilities.ts', 'TIMEOUT_MS = 10_000', '2_000'),
  ...TWO_SECONDS.map((name) =>
    clock(`src/connectors/${name}/capabilities.ts`, 'TIMEOUT_MS = 20_000', '2_000'),
  ),
  clock(UPSTREAM, 'LEASE_MARGIN_MS = 10_000', '2_000'),
  clock(UPSTREAM, 'SEND_MARGIN_MS = 2_000', '500'),
  // An attempt: 2 s to answer, leased for 6 s; the timetable's forty minutes pass in ten seconds.
  clock(NOTIFY, 'const LEASE_MS = 90_000', '6_000'),
  clock(NOTIFY, 'LEASE_MARGIN_MS = 5_000', '1_000'),
  clock(COLLECT, 'ATTEMPT_TIMEOUT_MS = 10_000', '2_000'),
  clock(COLLECT, 'MINUTE_MS = 60_000', '250'),
  clock(RECHARGE, 'ATTEMPT_TIMEOUT_MS = 10_000', '2_000'),
  clock(RECHARGE, 'const SECOND_MS = 1_000', '20'),
  // An unanswered question becomes a case for the operator after seconds, not after a minute.
  {
    file: 'src/domain/dispatch.ts',
    find: '= [2, 3, 5, 10, 20, 30, 60,',
    put: '= [1, 1, 1, 1, 2, 2, 60,',
  },
  // Pending orders are asked about after 3, 15, 37, … seconds instead of minutes.
  clock('src/workers/watch.ts', 'MINUTE_MS = 60_000', '1_500'),
  clock('src/workers/workers.ts', 'WATCH_EVERY_MS = 5_000', '1_000'),
  clock('src/workers/watch.ts', 'const LEASE_MS = 300_000', '10_000'),
  clock('src/workers/watch.ts', 'const DAY_MS = 1440 * MINUTE_MS', '60_000'),
  // The last ages lie hours apart, too long to wait for: all are reached within six minutes.
  ages('[2, 10, 25, 60, 240, 720, 1440]', '[2, 10, 25, 60, 100, 140, 180]'),
  ages(
    '[0.5, 2, 10, 60, 180, 360, 720, 1440, 2880, 4320, 7200, 14_400]',
    '[0.5, 2, 10, 30, 60, 100, 140, 180]',
  ),
  ages('[5, 30, 120, 480, 1440, 4320, 10_080]', '[5, 30, 60, 100, 140, 180, 240]'),
  ages('[60, 1440, 4320, 10_080, 43_200]', '[10, 30, 60, 120, 240]'),
  // Lists of disputes are read every few seconds, not every hour.
  clock('src/workers/workers.ts', 'LISTS_EVERY_MS = 60_000', '1_000'),
  clock('src/workers/dispute-lists.ts', 'const LIST_EVERY_MS = HOUR_MS', '5_000'),
  clock('src/workers/dispute-lists.ts', 'const LEASE_MS = 900_000', '10_000'),
];

function ages(find: string, put: string): Patch {
  return { file: 'src/workers/watch.ts', find: `minutes: ${find},`, put: `minutes: ${put},` };
}

function clock(file: string, find: string, ms: string): Patch {
  return { file, find: `${find};`, put: `${find.replace(/= .*$/, `= ${ms}`)};` };
}

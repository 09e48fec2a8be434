/** What an operator sees of the providers' health is what orders are routed by. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_LIMIT } from '../../../src/domain/account-limit.ts';
import { BREAKER } from '../../../src/domain/breaker.ts';
import { Health } from '../../../src/workers/health.ts';
import { visitor } from './browsing.ts';
import { openConsole } from './world.ts';

test('accounts are shown with their breaker and what the last calls came to', async (t) => {
  let nowMs = 1_000_000;
  const health = new Health({ rule: BREAKER, ticks: () => nowMs, random: () => 0 });
  const second = { connector: 'airwallex', account: 'second' };
  const world = await openConsole(t, { health: () => health.list() });
  const ann = visitor(world.server);
  await ann.signIn('viewer');
  const lines = async () =>
    (await ann.get('/console/api/providers')).json<
      { connector: string; account: string; state: string; troubles: number; outcomes: number }[]
    >();
  const quiet = await lines();
  assert.deepEqual(
    quiet.map(({ connector, account, state }) => `${connector}/${account} ${state}`),
    ['simulator/main quiet'],
  );

  health.recordOutcome({ connector: 'simulator', account: 'main' }, false);
  for (let n = 0; n < BREAKER.troubles; n += 1) health.recordOutcome(second, true);
  const [avoided, works] = await lines();
  assert.deepEqual(avoided, {
    ...second,
    ...{ state: 'open', troubles: BREAKER.troubles, outcomes: BREAKER.troubles },
    ...{ mode: null, hasCredentials: false, channelCount: 0 },
    ...{ load: null, limit: DEFAULT_LIMIT },
    callbackAddress: 'https://causeway.example/hooks/airwallex/second',
  });
  const channelCount = world.deps.snapshot.current().channels().length;
  assert.deepEqual(works, {
    ...{ connector: 'simulator', account: 'main', state: 'closed', troubles: 0, outcomes: 1 },
    ...{ mode: 'test', hasCredentials: true, channelCount },
    ...{ load: null, limit: DEFAULT_LIMIT },
    callbackAddress: null,
  });
  const { body } = await ann.get('/console/providers');
  assert.match(body, /paused after failures/);
  assert.match(body, /no credentials/);
  assert.match(body, /https:\/\/causeway\.example\/hooks\/airwallex\/second/);

  nowMs += BREAKER.pauseMs;
  assert.equal((await lines())[0]?.state, 'half_open');
});

/** The pages of disputes: what must be answered by when, and what each holds. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyProviderEvent } from '../../../src/app/apply-provider-event.ts';
import { disputeEvent } from '../../../src/connectors/dispute-event.ts';
import { report } from '../../support/disputes.ts';
import { visitor } from './browsing.ts';
import { ACCEPTED, openConsole, paid } from './world.ts';

test('an open dispute is listed by its day, with what to do and what it holds', async (t) => {
  const world = await openConsole(t);
  const order = await world.payin('A-1', [ACCEPTED, paid(125_050n, 'P1')]);
  const source = { connector: `${order.connector}`, account: `${order.account}` };
  const send = (...said: Parameters<typeof report>) =>
    applyProviderEvent(
      world.deps,
      source,
      disputeEvent({ reference: `${order.id}` }, report(...said)),
    );
  const dueAt = new Date('2026-12-24T10:00:00Z');
  await send('open', { ref: 'D2', minor: 100n });
  await send('open', { minor: 50_050n, dueAt, reason: '<b>fraud</b>' });
  const ann = visitor(world.server);
  await ann.signIn('viewer');
  const json = await ann.get('/console/api/disputes');
  const { disputes } = JSON.parse(json.body) as {
    disputes: readonly { id: string; ref: string }[];
  };
  assert.deepEqual(
    disputes.map(({ ref }) => ref),
    ['D1', 'D2'],
    'what has no day comes last',
  );
  const url = `/console/disputes/${disputes[0]?.id}`;
  const list = await ann.get('/console/disputes');
  assert.match(list.body, /500\.50/);
  assert.ok(list.body.includes(url));
  const page = await ann.get(url);
  assert.match(page.body, /Send evidence in the provider’s portal before the day shown/);
  assert.match(page.body, /2026-12-24/);
  assert.match(page.body, /&lt;b&gt;fraud/);
  await send('won', { minor: 50_050n });
  const won = await ann.get(url);
  assert.match(won.body, /The money is released/);
  assert.ok(!(await ann.get('/console/disputes')).body.includes(url));
  assert.ok((await ann.get('/console/disputes?state=all')).body.includes(url));
  assert.equal((await ann.get('/console/disputes/17')).status, 404);
  assert.deepEqual(world.failures, []);
});

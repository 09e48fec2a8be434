/** An app's settings on its merchant's page: what it can set, and that nothing else is taken. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { APP_SETTINGS } from '../../../src/domain/app-setting.ts';
import { flash, problemOf, signedIn } from './browsing.ts';
import { openConsole, PASSWORD } from './world.ts';

test('settings are set and removed by their names, and others are refused', async (t) => {
  const world = await openConsole(t);
  const ann = await signedIn(world, 'owner');
  const { merchantId, id } = world.app;
  const page = `/console/merchants/${merchantId}`;
  const set = (setting: string, value: string) =>
    ann.post(`${page}/app-settings`, { app: String(id), setting, value, password: PASSWORD });
  const stored = () => world.deps.snapshot.current().app(id)?.settings;
  const first = stored();

  const { body } = await ann.get(page);
  for (const { name } of APP_SETTINGS) assert.ok(body.includes(`<code>${name}</code>`), name);
  assert.ok(body.includes('<code>callbackProfile</code>'), "the dialect's own");
  assert.match(body, /csv · xlsx/);

  assert.match(await flash(ann, await set('reportFormat', ' csv ')), /Merchant saved/);
  assert.deepEqual(stored(), { ...first, reportFormat: 'csv' });
  const [row] = await world.deps.audit.list(null, 1);
  assert.deepEqual([row?.action, row?.phase, row?.detail], ['app.set', 'done', 'reportFormat']);

  const unknown = await set('reportformat', 'csv');
  assert.match(problemOf(unknown), /is not a setting of this app; it has .*reportFormat/);
  const wrong = await set('reportFormat', 'pdf');
  assert.match(problemOf(wrong), /reportFormat: must be csv or xlsx/);
  assert.match(wrong.body, />\npdf<\/textarea>/, 'what was typed stays');
  assert.match(problemOf(await set('', 'csv')), /is needed: name and value/);
  assert.deepEqual(stored(), { ...first, reportFormat: 'csv' });

  await set('reportFormat', '');
  assert.deepEqual(stored(), first, 'the default again');
});

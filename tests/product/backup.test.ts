/** The second way of docs/backup.md: the folder of a stopped server is a backup. */
import assert from 'node:assert/strict';
import { cp, rm } from 'node:fs/promises';
import { test } from 'node:test';
import { buildRequest } from '../../src/dialects/collect/client.ts';
import { newPlace, startProduct } from './product.ts';

test('a copy of the folder of a stopped server starts, and has the orders and the keys', async (t) => {
  const cleanup = { after: (task: () => Promise<void>) => t.after(task) };
  const place = await newPlace(cleanup);
  const first = await startProduct(place);
  const { merchant = '', key = '', payCode = '' } = first.demo.apps.collect ?? {};
  const ask = async (operation: 'collect_create' | 'order_query', more: object) => {
    const fields = { merchant, orderId: 'KEPT1', ...more };
    const { path, headers, body } = buildRequest(operation, fields, key);
    const reply = await fetch(first.demo.baseUrl + path, { method: 'POST', headers, body });
    return ((await reply.json()) as { code: number }).code;
  };
  const notifyUrl = `${first.demo.baseUrl}/nobody`;
  assert.equal(await ask('collect_create', { payCode, amount: '5.00', notifyUrl }), 200);
  assert.equal(await first.stop('SIGTERM'), 0);

  const copy = `${place.dataDir}-copy`;
  await cp(place.dataDir, copy, { recursive: true });
  await rm(place.dataDir, { recursive: true });
  place.stops.push(() => rm(copy, { recursive: true, force: true }));
  const restored = await startProduct({ ...place, dataDir: copy });
  assert.deepEqual(restored.demo.apps, first.demo.apps);
  assert.equal(await ask('order_query', {}), 200);
  assert.notEqual(await ask('order_query', { orderId: 'NEVER1' }), 200);
});

/** A group of codes on a real database: one transaction, and a row that cannot be sinks alone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { handle } from '../../src/app/handle.ts';
import type { Channel } from '../../src/domain/channel.ts';
import type { GroupCode, MerchantRequest } from '../../src/domain/request.ts';
import { openLanes } from '../support/lanes.ts';
import {
  appOf,
  CALLER_IP,
  CODE_CHANNEL,
  codeRequest,
  merchantOf,
  shopOf,
} from '../support/shop.ts';

const COUNT = 40;
const CHANNELS = Array.from({ length: COUNT }, (_, n) => ({ ...CODE_CHANNEL, code: `CODE_${n}` }));

test('a group is written in one transaction, read, changed, and outlives a row that cannot be', async (t) => {
  const { lanes, reader, pool } = await openLanes(t);
  const merchant = merchantOf(5);
  const deps = shopOf({
    ...{ lanes, reader, merchants: [merchant], nowMs: Date.now },
    ...{ channels: CHANNELS, listed: CHANNELS },
  });
  const caller = { appId: appOf(merchant).id, ip: CALLER_IP };
  const ask = (request: MerchantRequest) => handle(deps, caller, request);
  const { kind: _do, scope: _scope, merchantRef: _ref, ...rest } = codeRequest('-');
  const create = async (merchantRef: string, ofChannel: (n: number) => Partial<GroupCode>) => {
    const items = CHANNELS.map((channel, n) => ({ ...rest, channel, ...ofChannel(n) }));
    const outcome = await ask({
      kind: 'create_codes',
      group: { scope: 'bill', merchantRef },
      items,
    });
    assert.ok(outcome.ok && outcome.kind === 'codes');
    return outcome.items;
  };

  const made = await create('U1', () => ({}));
  assert.ok(made.every(({ outcome }) => outcome.ok));
  const { rows } = await pool.query<{ transactions: bigint; orders: bigint }>(
    `select count(distinct xmin::text) as transactions, count(*) as orders
     from orders where merchant_ref = 'U1'`,
  );
  assert.deepEqual(rows, [{ transactions: 1n, orders: BigInt(COUNT) }]);

  const poisoned = await create('U2', (n) => (n === 17 ? { metadata: { note: 'a\0b' } } : {}));
  const failed = poisoned.flatMap(({ channel, outcome }) => (outcome.ok ? [] : [channel]));
  assert.deepEqual(failed, ['CODE_17']);
  const group = { scope: 'bill', merchantRef: 'U2' } as const;
  const found = await ask({ kind: 'query_codes', group, channels: null });
  assert.ok(found.ok && found.kind === 'codes');
  assert.equal(found.items.length, COUNT - 1);

  const key = { kind: 'merchantRef', scope: 'bill:CODE_3', merchantRef: 'U2' } as const;
  const changes = { metadata: { remark: 'June' }, notifyUrl: 'https://shop.example/other' };
  const changed = await ask({ kind: 'update_order', key, kinds: ['code'], changes });
  assert.ok(changed.ok && changed.kind === 'order');
  const stored = await reader.orderById(changed.order.id);
  assert.deepEqual([stored?.metadata, stored?.notifyUrl], [changes.metadata, changes.notifyUrl]);

  // A code in use, whose provider does not answer to a change.
  const { id } = changed.order;
  await pool.query("update orders set state = 'active' where id = $1", [id]);
  const channels = [CHANNELS[3] as Channel];
  const terms = { maxMinor: 900n, expiresAt: new Date(Date.UTC(2099, 0, 1)) };
  await ask({ kind: 'extend_codes', group, channels, wait: 'instructions', terms });
  const asked = await reader.orderById(id);
  const { minMinor } = stored?.code ?? {};
  const change = { n: 100, minMinor, ...terms, endBefore: null, refused: null };
  assert.deepEqual([asked?.termsChange, asked?.code], [change, stored?.code]);
  const [, update] = await reader.dispatchesOf(id);
  assert.deepEqual([update?.n, update?.operation, update?.state], [100, 'update', 'ready']);
});

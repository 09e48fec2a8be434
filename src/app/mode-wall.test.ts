import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { codeOf, openShop, orderIn } from '../../tests/support/memory-shop.ts';
import { paid } from '../../tests/support/sample.ts';
import {
  appOf,
  CALLER_IP,
  CODE_CHANNEL,
  codeRequest,
  merchantOf,
  PAYIN_CHANNEL,
  payinRequest,
  payoutRequest,
  refundRequest,
} from '../../tests/support/shop.ts';
import type { Mode } from '../domain/merchant.ts';
import { codeScope } from '../domain/payment-code.ts';

const MERCHANT = merchantOf(5);
const TEST_APP = appOf(MERCHANT, { id: MERCHANT.id + 1n, publicId: 'T', mode: 'test' });
/** The merchant's own app, which is live, and its test app. */
const LIVE = { appId: MERCHANT.id, ip: CALLER_IP };
const TEST = { appId: TEST_APP.id, ip: CALLER_IP };

/** A merchant with an app of each mode, and a provider whose account is of one. */
function shopAt(account: () => Mode | null) {
  return openShop({ merchants: [MERCHANT], moreApps: [TEST_APP], accountMode: () => account() });
}

describe('the wall between test and live', () => {
  test('a channel is open to the apps whose mode one of its accounts has', async () => {
    const shop = shopAt(() => 'test');
    const refused = await shop.ask(payinRequest('A'), LIVE);
    assert.equal(codeOf(refused), 'channel_unavailable');
    assert.equal(codeOf(await shop.ask(payinRequest('B'), TEST)), 'ok');
    const asked = { kind: 'list_channels', channelKind: 'payin', country: 'PH' } as const;
    const open = await shop.ask(asked, LIVE);
    assert.ok(open.ok && open.kind === 'channels' && open.channels.length === 0);
  });

  test('what a live app has earned no test app pays out', async () => {
    const shop = shopAt(() => null);
    await shop.report(orderIn(await shop.ask(payinRequest('A'), LIVE)), paid(10_000n, 'P'));
    const out = payoutRequest('O', { amountMinor: 5_000n });
    assert.equal(codeOf(await shop.ask(out, TEST)), 'insufficient_balance');
    assert.equal(codeOf(await shop.ask({ ...out, merchantRef: 'O2' }, LIVE)), 'ok');
    const balance = { kind: 'query_balance', asset: 'PHP/2' } as const;
    const seen = await shop.ask(balance, TEST);
    assert.ok(seen.ok && seen.kind === 'balance');
    assert.equal(seen.balances[0]?.balance.available, 0n);
  });

  test('what an account of the other mode reports moves nothing, and a person looks at it', async () => {
    let account: Mode | null = null;
    const shop = shopAt(() => account);
    const order = orderIn(await shop.ask(payinRequest('A'), LIVE));
    account = 'test';
    assert.equal(await shop.report(order, paid(10_000n, 'P')), 'ignored');
    assert.equal(shop.order(order).state, 'created');
    assert.equal(shop.lanes.rows.entries.size, 0);
    const [seen] = [...shop.lanes.rows.cases.values()];
    assert.equal(seen?.kind, 'contradiction');
    assert.match(seen?.detail ?? '', /fake\/main: a live order and a test account/);
  });

  test('each mode has references of its own', async () => {
    const shop = shopAt(() => null);
    const key = { kind: 'merchantRef', scope: 'order', merchantRef: 'A' } as const;
    const seen = [];
    for (const who of [LIVE, TEST]) {
      const order = orderIn(await shop.ask(payinRequest('A'), who));
      await shop.report(order, paid(10_000n, `P ${order.mode}`));
      const found = await shop.ask({ kind: 'query_order', key, kinds: ['payin'] }, who);
      assert.ok(found.ok && found.kind === 'order');
      assert.equal(found.order.id, order.id);
      const refund = orderIn(await shop.ask(refundRequest('R', key), who));
      assert.equal(refund.parentId, order.id);
      seen.push(order.mode, refund.mode);
    }
    assert.deepEqual(seen, ['live', 'live', 'test', 'test']);
    const again = payinRequest('A', { digest: 'another' });
    assert.equal(codeOf(await shop.ask(again, TEST)), 'duplicate_order');
  });

  test('each mode has idempotency keys of its own', async () => {
    const shop = shopAt(() => null);
    for (const who of [LIVE, TEST]) {
      await shop.report(orderIn(await shop.ask(payinRequest('A'), who)), paid(10_000n, who.ip));
      const out = payoutRequest('O', { amountMinor: 1_000n, idempotencyKey: 'K' });
      assert.equal(codeOf(await shop.ask(out, who)), 'ok');
      const again = { ...out, merchantRef: 'O2' };
      assert.equal(codeOf(await shop.ask(again, who)), 'duplicate_order');
    }
  });

  test('each mode has groups of codes of its own', async () => {
    const shop = shopAt(() => null);
    const group = { scope: 'codes', merchantRef: 'G' };
    const scope = codeScope(group, CODE_CHANNEL.code);
    for (const who of [LIVE, TEST]) {
      const code = orderIn(await shop.ask(codeRequest('G', { scope }), who));
      const found = await shop.ask({ kind: 'query_codes', group, channels: null }, who);
      assert.ok(found.ok && found.kind === 'codes');
      assert.equal(found.items.length, 1);
      const arrived = await shop.report(code, paid(500n, 'ARRIVED'));
      assert.equal(arrived, 'applied', code.mode);
    }
  });

  test('test orders use up no limit of live ones', async () => {
    const limits = { ...PAYIN_CHANNEL.limits, dayMinor: 10_000n };
    const shop = shopAt(() => null);
    const channel = { ...PAYIN_CHANNEL, limits };
    assert.equal(codeOf(await shop.ask(payinRequest('A', { channel }), TEST)), 'ok');
    assert.equal(codeOf(await shop.ask(payinRequest('B', { channel }), LIVE)), 'ok');
    const over = await shop.ask(payinRequest('C', { channel }), LIVE);
    assert.equal(codeOf(over), 'amount_out_of_limits');
  });
});

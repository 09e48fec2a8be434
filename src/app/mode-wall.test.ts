import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { codeOf, openShop, orderIn } from '../../tests/support/memory-shop.ts';
import { paid } from '../../tests/support/sample.ts';
import {
  appOf,
  CALLER_IP,
  merchantOf,
  PAYIN_CHANNEL,
  payinRequest,
  payoutRequest,
} from '../../tests/support/shop.ts';
import type { Mode } from '../domain/merchant.ts';

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

/** Codes of one reference: each answered for itself, and another app's business never. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { codeOf, openShop, type Shop } from '../../tests/support/memory-shop.ts';
import { accepted, paid } from '../../tests/support/sample.ts';
import {
  appOf,
  CALLER_IP,
  CODE_CHANNEL,
  codeRequest,
  merchantOf,
  PAYIN_CHANNEL,
} from '../../tests/support/shop.ts';
import type { Channel } from '../domain/channel.ts';
import type { CodeItem, GroupCode, Outcome } from '../domain/request.ts';
import { codesBeside, GROUP_CODES_MAX } from './code-groups.ts';

const channelOf = (code: string, changes: Partial<Channel> = {}): Channel => ({
  ...CODE_CHANNEL,
  code,
  ...changes,
});
const COUNTER = channelOf('COUNTER');
const WALLET = channelOf('WALLET');
const SHUT = channelOf('SHUT', { enabled: false });
const ONCE_MADE = channelOf('ONCE_MADE', {
  abilities: { ...CODE_CHANNEL.abilities, close: false },
});
const CHANNELS = [COUNTER, WALLET, SHUT, ONCE_MADE];
const GROUP = { scope: 'bill', merchantRef: 'U1' } as const;

function item(channel: Channel, changes: Partial<GroupCode> = {}): GroupCode {
  const { kind: _kind, scope: _scope, merchantRef: _ref, ...rest } = codeRequest('-');
  return { ...rest, onRepeat: 'refuse', channel, ...changes };
}

function openGroups(changes: Parameters<typeof openShop>[0] = {}) {
  const shop = openShop({ channels: CHANNELS, listed: CHANNELS, ...changes });
  const create = (...items: readonly GroupCode[]) =>
    shop.ask({ kind: 'create_codes', group: GROUP, items });
  return { shop, create };
}

function itemsIn(outcome: Outcome): readonly CodeItem[] {
  assert.ok(outcome.ok && outcome.kind === 'codes', codeOf(outcome));
  return outcome.items;
}
const reported = (outcome: Outcome) =>
  itemsIn(outcome).map(({ channel, outcome: { ok, ...rest } }) => [
    channel,
    ok && 'order' in rest ? rest.order.state : 'refusal' in rest && rest.refusal.code,
  ]);
const query = (shop: Shop, channels: readonly string[] | null = null) =>
  shop.ask({ kind: 'query_codes', group: GROUP, channels });

describe('a group of codes', () => {
  test('has an answer for each: what is refused leaves the others', async () => {
    const { shop, create } = openGroups();
    const outcome = await create(
      item(COUNTER),
      item(SHUT),
      item(WALLET, { minMinor: 1n }),
      item(ONCE_MADE),
    );
    assert.deepEqual(reported(outcome), [
      ['COUNTER', 'created'],
      ['SHUT', 'channel_unavailable'],
      ['WALLET', 'amount_out_of_limits'],
      ['ONCE_MADE', 'created'],
    ]);
    const orders = [...shop.lanes.rows.orders.values()];
    assert.deepEqual(
      orders.map(({ scope, merchantRef }) => [scope, merchantRef]),
      [
        ['bill:COUNTER', 'U1'],
        ['bill:ONCE_MADE', 'U1'],
      ],
    );
    assert.ok(outcome.ok && outcome.kind === 'codes');
    assert.equal(outcome.pageUrl, `https://pay.example/b/${orders[0]?.id}`);
    assert.equal(shop.lanes.rows.dispatches.size, 2);
  });

  test('has one code for a channel, for ever, also within one request', async () => {
    const { create } = openGroups();
    const twice = await create(item(COUNTER), item(COUNTER));
    assert.deepEqual(reported(twice), [
      ['COUNTER', 'created'],
      ['COUNTER', 'duplicate_order'],
    ]);
    const again = await create(item(COUNTER), item(WALLET));
    assert.deepEqual(reported(again), [
      ['COUNTER', 'duplicate_order'],
      ['WALLET', 'created'],
    ]);
    const nothing = await create(item(COUNTER));
    assert.ok(nothing.ok && nothing.kind === 'codes' && nothing.pageUrl === null);
  });

  test('is bounded, and never empty', async () => {
    const { create } = openGroups();
    const many = Array.from({ length: GROUP_CODES_MAX + 1 }, (_, n) => item(channelOf(`C${n}`)));
    assert.equal(codeOf(await create(...many)), 'invalid_field');
    assert.equal(codeOf(await create()), 'missing_field');
  });

  test('refuses an address that notifications may not go to before anything is made', async () => {
    const { shop, create } = openGroups();
    Object.assign(shop.deps, {
      notifyUrlProblem: (url: string) => (url.includes('10.0.0.1') ? 'private' : null),
    });
    const outcome = await create(item(COUNTER), item(WALLET, { notifyUrl: 'https://10.0.0.1/' }));
    assert.deepEqual([codeOf(outcome), shop.lanes.rows.orders.size], ['invalid_field', 0]);
  });

  test('grows by channels that are like its first code, and keeps what it has', async () => {
    const { shop, create } = openGroups();
    const expiresAt = new Date(Date.UTC(2027, 0, 1));
    const likeness = { minMinor: 500n, expiresAt, metadata: { note: 'n' } };
    const [first] = itemsIn(await create(item(COUNTER, likeness)));
    const extend = (...channels: readonly Channel[]) =>
      shop.ask({ kind: 'extend_codes', group: GROUP, channels, wait: 'none', terms: null });
    const grown = itemsIn(await extend(WALLET, COUNTER, SHUT));
    assert.deepEqual(
      grown.map(({ channel, outcome }) => [channel, outcome.ok]),
      [
        ['WALLET', true],
        ['COUNTER', true],
        ['SHUT', false],
      ],
    );
    assert.ok(first?.outcome.ok && grown[0]?.outcome.ok && grown[1]?.outcome.ok);
    const { code, metadata, expiresAt: until } = grown[0].outcome.order;
    assert.deepEqual([code?.minMinor, metadata, until], [500n, { note: 'n' }, expiresAt]);
    assert.equal(grown[1].outcome.order.id, first.outcome.order.id);
    assert.equal(shop.lanes.rows.orders.size, 2);
    const other = { ...GROUP, merchantRef: 'U2' };
    const unknown = await shop.ask({
      ...{ kind: 'extend_codes', group: other, channels: [WALLET], wait: 'none', terms: null },
    });
    assert.equal(codeOf(unknown), 'not_found');
  });

  test('is asked about, paid and ended as one', async () => {
    const { shop, create } = openGroups();
    const made = itemsIn(await create(item(COUNTER), item(WALLET), item(ONCE_MADE)));
    for (const { outcome } of made) {
      assert.ok(outcome.ok);
      await shop.report(outcome.order, accepted);
    }
    const [counter, wallet] = made.map(({ outcome }) => outcome.ok && outcome.order);
    assert.ok(counter && wallet);
    await shop.report(counter, paid(500n, 'T1'));
    shop.passes(1);
    await shop.report(wallet, paid(700n, 'T2'));
    const payments = async (channels: readonly string[] | null) => {
      const asked = { kind: 'list_code_payments', group: GROUP, within: null } as const;
      const outcome = await shop.ask({ ...asked, channels });
      assert.ok(outcome.ok && outcome.kind === 'orders');
      return outcome.orders.map(({ paidMinor }) => paidMinor);
    };
    assert.deepEqual(await payments(null), [700n, 500n]);
    assert.deepEqual(await payments(['COUNTER']), [500n]);
    assert.deepEqual(reported(await query(shop, ['WALLET'])), [['WALLET', 'pending']]);

    const close = () => shop.ask({ kind: 'close_codes', group: GROUP, channels: null });
    const closed = [
      ['COUNTER', 'closed'],
      ['WALLET', 'closed'],
      ['ONCE_MADE', 'not_supported'],
    ];
    assert.deepEqual(reported(await close()), closed);
    assert.deepEqual(reported(await close()), closed, 'ended once, and reported again');
  });

  test("another app's group is like one that does not exist", async () => {
    const { shop, create } = openGroups();
    const sister = appOf(shop.merchant, { id: shop.merchant.id + 1n });
    const other = openGroups({ moreApps: [sister], merchants: [shop.merchant] });
    await other.create(item(COUNTER));
    await create(item(COUNTER));
    const from = { appId: sister.id, ip: CALLER_IP };
    const common = { group: GROUP, channels: null } as const;
    for (const request of [
      { kind: 'query_codes', ...common },
      { kind: 'close_codes', ...common },
      { kind: 'list_code_payments', ...common, within: null },
      { kind: 'extend_codes', group: GROUP, channels: [WALLET], wait: 'none', terms: null },
    ] as const) {
      const before = other.shop.lanes.rows;
      const theirs = await other.shop.ask(request, from);
      const group = { ...GROUP, merchantRef: 'NOBODYS' };
      assert.deepEqual(theirs, await other.shop.ask({ ...request, group }, from), request.kind);
      assert.equal(other.shop.lanes.rows, before, 'nothing has moved');
    }
    const taken = itemsIn(
      await other.shop.ask({ kind: 'create_codes', group: GROUP, items: [item(COUNTER)] }, from),
    );
    const [first] = taken;
    assert.ok(first && !first.outcome.ok && first.outcome.refusal.code === 'duplicate_order');
  });

  test('is one page, whichever of the apps that share orders has added to it', async () => {
    for (const shareOrders of [true, false]) {
      const merchant = { ...merchantOf(5), shareOrders };
      const sister = appOf(merchant, { id: merchant.id + 1n });
      const { shop, create } = openGroups({ moreApps: [sister], merchants: [merchant] });
      const [first] = itemsIn(await create(item(COUNTER)));
      const from = { appId: sister.id, ip: CALLER_IP };
      const items = [item(WALLET)];
      const [second] = itemsIn(await shop.ask({ kind: 'create_codes', group: GROUP, items }, from));
      for (const made of [first, second]) {
        assert.ok(made?.outcome.ok);
        const shown = await codesBeside(shop.deps, made.outcome.order.id);
        const both = ['COUNTER', 'WALLET'];
        assert.deepEqual(
          shown.map(({ channel }) => channel),
          shareOrders ? both : [made.channel],
        );
      }
    }
  });

  test('holds no order that only has its names', async () => {
    const { shop } = openGroups();
    const request = codeRequest('U1', { scope: 'bill:PAY', channel: COUNTER });
    await shop.ask({
      ...{ ...request, kind: 'create_payin', channel: PAYIN_CHANNEL, amountMinor: 100n },
      ...{ returnUrl: null, expiryMinutes: null },
    });
    assert.equal(codeOf(await query(shop)), 'not_found');
  });
});

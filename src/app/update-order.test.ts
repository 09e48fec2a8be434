/** What is said of an order otherwise than when it was made, and until when it may be. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { codeOf, openShop, orderIn } from '../../tests/support/memory-shop.ts';
import { accepted, paid } from '../../tests/support/sample.ts';
import {
  appOf,
  CALLER_IP,
  CODE_CHANNEL,
  codeRequest,
  payinRequest,
  payoutRequest,
} from '../../tests/support/shop.ts';
import type { OrderChanges, OrderKey } from '../domain/request.ts';

const FIELDS = [
  { name: 'payer.name', required: true, check: 'name' },
  { name: 'payer.email', required: false, check: 'email' },
] as const;
const NAMED = { ...CODE_CHANNEL, code: 'NAMED', fields: FIELDS };
const KEY: OrderKey = { kind: 'merchantRef', scope: 'code', merchantRef: 'C' };
const CHANGES: OrderChanges = {
  fields: { 'payer.name': 'Maria Santos', 'payer.email': '' },
  metadata: { remark: 'June', note: '' },
  notifyUrl: 'https://shop.example/other',
};

async function openWith(changes: Parameters<typeof openShop>[0] = {}) {
  const shop = openShop({ channels: [NAMED], ...changes });
  const fields = { 'payer.name': 'Juan Cruz', 'payer.email': 'juan@example.com' };
  const metadata = { remark: 'May', note: 'n', kept: 'k' };
  const request = codeRequest('C', { channel: NAMED, fields, metadata });
  const code = orderIn(await shop.ask(request));
  const update = (changed: OrderChanges, from?: Parameters<typeof shop.ask>[1]) =>
    shop.ask({ kind: 'update_order', key: KEY, kinds: ['code', 'payin'], changes: changed }, from);
  return { shop, code, update };
}

describe('an open order', () => {
  test('is changed where something is said, and stays otherwise as it is', async () => {
    const { shop, code, update } = await openWith();
    await shop.report(code, accepted);
    const before = shop.order(code);
    const outcome = await update(CHANGES);
    assert.ok(outcome.ok && outcome.kind === 'order');
    const changed = {
      fields: { 'payer.name': 'Maria Santos' },
      metadata: { remark: 'June', kept: 'k' },
      notifyUrl: 'https://shop.example/other',
    };
    assert.deepEqual(outcome.order, { ...before, ...changed });
    assert.deepEqual(shop.order(code), outcome.order);
    const rows = shop.lanes.rows.orders;
    assert.deepEqual(await update(CHANGES), outcome, 'repeated, it is the same');
    assert.equal(shop.lanes.rows.orders.get(code.id), rows.get(code.id), 'and nothing is written');
  });

  test('refuses a fact that its channel would not take, and one that it needs', async () => {
    const { shop, code, update } = await openWith();
    const wrong = await update({ fields: { 'payer.email': 'no-address' } });
    assert.ok(!wrong.ok && wrong.refusal.field === 'payer.email');
    const missing = await update({ fields: { 'payer.name': '' } });
    assert.deepEqual([codeOf(missing), shop.order(code)], ['missing_field', code]);
  });

  test('refuses an address that notifications may not go to', async () => {
    const { shop, code, update } = await openWith();
    Object.assign(shop.deps, { notifyUrlProblem: () => 'private' });
    const refused = await update({ notifyUrl: 'https://10.0.0.1/' });
    assert.ok(!refused.ok && refused.refusal.field === 'notifyUrl');
    assert.deepEqual(shop.order(code), code);
  });

  test('of another app is like one that does not exist', async () => {
    const base = openShop();
    const sister = appOf(base.merchant, { id: base.merchant.id + 1n });
    const { shop, code, update } = await openWith({
      merchants: [base.merchant],
      moreApps: [sister],
    });
    const refused = await update(CHANGES, { appId: sister.id, ip: CALLER_IP });
    assert.deepEqual([codeOf(refused), shop.order(code)], ['not_found', code]);
  });

  test('that pays out is sent on already: its facts stay', async () => {
    const shop = openShop();
    const code = orderIn(await shop.ask(codeRequest('C')));
    await shop.report(code, paid(50_000n));
    orderIn(await shop.ask(payoutRequest('P')));
    const key: OrderKey = { kind: 'merchantRef', scope: 'order', merchantRef: 'P' };
    const ask = (changes: OrderChanges) =>
      shop.ask({ kind: 'update_order', key, kinds: ['payout'], changes });
    const refused = await ask({ fields: { 'beneficiary.name': 'Other' } });
    assert.ok(!refused.ok && refused.refusal.code === 'not_supported');
    assert.equal(refused.refusal.field, 'fields');
    assert.equal(codeOf(await ask({ metadata: { remark: 'r' } })), 'ok');
  });
});

test('an order that has ended is not changed', async () => {
  const shop = openShop();
  const payin = orderIn(await shop.ask(payinRequest('C', { scope: 'code' })));
  await shop.report(payin, paid(10_000n));
  const request = { kind: 'update_order', key: KEY, kinds: ['payin'], changes: CHANGES } as const;
  const refused = await shop.ask(request);
  assert.ok(!refused.ok && refused.refusal.reason === 'ended');
  assert.equal(shop.order(payin).metadata.remark, undefined);
});

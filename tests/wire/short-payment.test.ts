/** What is reported to merchants of an underpaid order. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openApi } from '../../src/dialects/open-api/dialect.ts';
import { statusOf as rechargeStatusOf } from '../../src/dialects/recharge/status.ts';
import { DIALECTS } from '../../src/dialects/registry.ts';
import { amountRulesOf } from '../../src/domain/amount-rules.ts';
import type { App } from '../../src/domain/merchant.ts';
import type { Order } from '../../src/domain/order.ts';
import { sampleOrder } from '../support/order.ts';
import { advance, TAKES_ALL } from '../support/payin.ts';
import { paid } from '../support/sample.ts';

/** By the rule of a merchant that has set none, whose API shows the ordered amount. */
const HELD = amountRulesOf(TAKES_ALL, [], 'PH_GCASH_URL', 'hold');

const queried = (order: Order) => {
  const outcome = { ok: true, kind: 'order', order, payUrl: 'https://pay.example' } as const;
  const app = { id: order.appId } as App;
  const { body } = openApi.reply(outcome, 'ph_payment_query', app, 0);
  return JSON.parse(body).data.transactionStatus;
};

test('APIs that show the ordered amount alone do not report it as paid before it is whole', () => {
  const { order: short } = advance(sampleOrder(), paid(1n, 'A'), HELD);
  assert.deepEqual([queried(short), rechargeStatusOf(short)], ['PENDING', 'PAYING']);
  const { order: whole, events } = advance(short, paid(9_999n, 'B'), HELD);
  assert.deepEqual([queried(whole), rechargeStatusOf(whole)], ['COMPLETED', 'IN_PROGRESS']);
  assert.equal(events.length, 1);
});

test('each API says which amount it shows', () => {
  const shown = DIALECTS.map(({ name, amountShown }) => `${name} ${amountShown}`).sort();
  assert.deepEqual(shown, [
    'collect paid',
    'open-api ordered',
    'open-api-ph ordered',
    'recharge ordered',
  ]);
});

/** What merchants learn of an order that was paid with less, or with more, than was ordered. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { collect } from '../../src/dialects/collect/dialect.ts';
import * as ofCollect from '../../src/dialects/collect/fixtures/sample.ts';
import type { Dialect } from '../../src/dialects/contract.ts';
import { openApi } from '../../src/dialects/open-api/dialect.ts';
import * as ofOpenApi from '../../src/dialects/open-api/fixtures/sample.ts';
import { openApiPh } from '../../src/dialects/open-api-ph/dialect.ts';
import * as ofOpenApiPh from '../../src/dialects/open-api-ph/fixtures/sample.ts';
import { recharge } from '../../src/dialects/recharge/dialect.ts';
import * as ofRecharge from '../../src/dialects/recharge/fixtures/sample.ts';
import { statusOf as rechargeStatusOf } from '../../src/dialects/recharge/status.ts';
import { DIALECTS } from '../../src/dialects/registry.ts';
import { amountRulesOf } from '../../src/domain/amount-rules.ts';
import type { App, AppKey } from '../../src/domain/merchant.ts';
import type { Order } from '../../src/domain/order.ts';
import { AT, sampleOrder } from '../support/order.ts';
import { advance, TAKES_ALL } from '../support/payin.ts';
import { paid } from '../support/sample.ts';

/** By the rule of a merchant that has set none, where the API does not say to compare. */
const HELD = amountRulesOf(TAKES_ALL, [], 'PH_GCASH_URL', 'hold');

function answered(dialect: Dialect, order: Order, operation: string) {
  const outcome = { ok: true, kind: 'order', order, payUrl: 'https://pay.example' } as const;
  const { body } = dialect.reply(outcome, operation, { id: order.appId } as App, 0);
  const json = JSON.parse(body);
  return json.data ?? json;
}

const queried = (order: Order) => answered(openApi, order, 'ph_payment_query').transactionStatus;

test('APIs that do not say to compare amounts do not report an order before it is whole', () => {
  const { order: short } = advance(sampleOrder(), paid(1n, 'A'), HELD);
  assert.deepEqual([queried(short), rechargeStatusOf(short)], ['PENDING', 'PAYING']);
  const { order: whole, events } = advance(short, paid(9_999n, 'B'), HELD);
  assert.deepEqual([queried(whole), rechargeStatusOf(whole)], ['COMPLETED', 'IN_PROGRESS']);
  assert.equal(events.length, 1);
});

test('only one API says that merchants should compare', () => {
  const telling = DIALECTS.filter(({ saysToCompare }) => saysToCompare);
  assert.deepEqual(
    telling.map(({ name }) => name),
    ['collect'],
  );
});

interface Spoken {
  readonly dialect: Dialect;
  readonly of: {
    readonly SAMPLE_APP: App;
    readonly SAMPLE_KEYS: readonly AppKey[];
    sampleOrder(changes?: Partial<Order>): Order;
  };
  /** A query, and changes to the sample order that it is about. */
  readonly queries: readonly (readonly [string, Partial<Order>?])[];
  /** How so many minor units are shown. */
  readonly shown: (minor: bigint) => unknown;
  /** The amount that an overpaid order shows; left out: what came. */
  readonly shows?: 'ordered';
  /** What is signed in a notification. */
  readonly contentOf: (body: string) => { readonly amount: unknown };
}

const CHECKOUT = { choices: ['PH_GCASH_URL'] };
const SPOKEN: readonly Spoken[] = [
  {
    dialect: collect,
    of: ofCollect,
    queries: [['order_query']],
    shown: (minor) => Number(minor) / 100,
    contentOf: JSON.parse,
  },
  {
    dialect: openApi,
    of: ofOpenApi,
    queries: [['ph_payment_query'], ['payment_query'], ['checkout_query', CHECKOUT]],
    shown: Number,
    contentOf: (body) => JSON.parse(JSON.parse(body).param),
  },
  {
    dialect: openApiPh,
    of: ofOpenApiPh,
    queries: [['payment_query'], ['checkout_query', { choices: ['PHL_GCASH_URL'] }]],
    shown: Number,
    contentOf: JSON.parse,
  },
  {
    dialect: recharge,
    of: ofRecharge,
    queries: [['recharge_info']],
    shown: (minor) => (Number(minor) / 100).toFixed(2),
    shows: 'ordered',
    contentOf: JSON.parse,
  },
];

/** The order after a tenth more than was ordered has come. */
function overpaid(order: Order, amountPolicy: 'accept' | 'excess_to_suspense') {
  const came = (order.amountMinor * 11n) / 10n;
  const effect = advance(order, paid(came, 'A', order.asset), { amountPolicy });
  assert.equal(effect.order.state, 'paid');
  return { ...effect, came };
}

describe('an order that was paid with more', () => {
  for (const { dialect, of, queries, shown, shows, contentOf } of SPOKEN) {
    const notified = async ({ order, events }: ReturnType<typeof overpaid>) => {
      const [{ n = 1, type = 'payin.paid' } = {}] = events;
      const event = { type, order, n, url: 'https://shop.example/notify', at: AT } as const;
      const signed = await dialect.notification(event, of.SAMPLE_APP, of.SAMPLE_KEYS);
      return contentOf(signed?.body ?? '').amount;
    };

    test(`${dialect.name}: queries and the notification show ${shows ?? 'what came'}`, async () => {
      for (const [operation, changes] of queries) {
        const effect = overpaid(of.sampleOrder(changes), 'accept');
        const { order, came } = effect;
        const expected = shown(shows === 'ordered' ? order.amountMinor : came);
        assert.deepEqual(answered(dialect, order, operation).amount, expected, operation);
        assert.deepEqual(await notified(effect), expected, operation);
      }
    });

    test(`${dialect.name}: what is set aside is not the merchant's, and not shown`, async () => {
      for (const [operation, changes] of queries) {
        const effect = overpaid(of.sampleOrder(changes), 'excess_to_suspense');
        const { order } = effect;
        const expected = shown(order.amountMinor);
        assert.deepEqual(answered(dialect, order, operation).amount, expected, operation);
        assert.deepEqual(await notified(effect), expected, operation);
      }
    });
  }
});

test('less that was accepted is shown as it came where the API shows what came', () => {
  const order = advance(ofOpenApi.sampleOrder(), paid(30_000n, 'A')).order;
  assert.equal(answered(openApi, order, 'ph_payment_query').amount, 30_000);
  const ph = advance(ofOpenApiPh.sampleOrder(), paid(30_000n, 'A')).order;
  assert.equal(answered(openApiPh, ph, 'payment_query').amount, 30_000);
});

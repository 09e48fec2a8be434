/** Other terms of a code in use: by its provider's word alone, and what holds until then. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { codeOf, openShop, orderIn } from '../../tests/support/memory-shop.ts';
import { accepted, paid } from '../../tests/support/sample.ts';
import { CODE_CHANNEL, codeRequest } from '../../tests/support/shop.ts';
import { type Dispatch, UPDATES_MAX, type Verdict } from '../domain/dispatch.ts';
import type { Order } from '../domain/order.ts';
import { whyNotPayable } from '../domain/payment-check.ts';
import type { Outcome } from '../domain/request.ts';
import type { CodeTerms } from '../domain/terms-change.ts';
import { applyVerdict, SEND_AGAIN_MAX } from './apply-verdict.ts';
import { buildIntent } from './build-intent.ts';

const QR = { kind: 'qr', payload: '000201' } as const;
const NEW_QR = { kind: 'qr', payload: '000202' } as const;
const YES: Verdict = { kind: 'accepted', upstreamId: 'U1', instructions: NEW_QR };
const NO: Verdict = {
  kind: 'declined',
  failure: { code: 'declined', text: 'not below what was paid' },
};
const SILENCE: Verdict = { kind: 'doubt', reason: 'timeout' };
const NEVER_SENT: Verdict = { kind: 'not_executed', reason: 'connection refused' };
const GROUP = { scope: 'bill', merchantRef: 'C' } as const;
const day = (n: number) => new Date(Date.UTC(2026, 11, n));

/** A code from 1.00 to 5.00 pesos until 10 December, in use; `says`: the provider, to changes. */
async function openCode() {
  let says: Verdict = YES;
  const apply = (dispatch: Dispatch, verdict: Verdict) =>
    applyVerdict(shop.deps, { ...dispatch, state: 'sent' }, null, verdict);
  const shop = openShop({
    dispatchNow: async (dispatch) => {
      if (dispatch.operation === 'update') await apply(dispatch, says);
    },
  });
  const terms = { minMinor: 100n, maxMinor: 500n, expiresAt: day(10) };
  const { kind: _kind, scope: _scope, merchantRef: _ref, ...like } = codeRequest('C', terms);
  const items = [{ ...like, channel: CODE_CHANNEL }];
  const made = await shop.ask({ kind: 'create_codes', group: GROUP, items });
  assert.ok(made.ok && made.kind === 'codes' && made.items[0]?.outcome.ok);
  const code = orderIn(made.items[0].outcome);
  await shop.report(code, { ...accepted, instructions: QR });
  const updates = () =>
    [...shop.lanes.rows.dispatches.values()].filter(({ operation }) => operation === 'update');
  return {
    ...{ shop, code: shop.order(code), now: () => shop.order(code), updates },
    async change(changes: CodeTerms, answer: Verdict = says): Promise<Outcome> {
      says = answer;
      const channels = [CODE_CHANNEL];
      const request = { group: GROUP, channels, wait: 'instructions', terms: changes } as const;
      const outcome = await shop.ask({ kind: 'extend_codes', ...request });
      if (!outcome.ok) return outcome;
      assert.ok(outcome.kind === 'codes' && outcome.items[0] !== undefined);
      return outcome.items[0].outcome;
    },
    /** What the provider says later, of the change that was asked for last. */
    async says(verdict: Verdict, leaseNo = 0) {
      const last = updates().at(-1) as Dispatch;
      return (await apply({ ...last, leaseNo }, verdict)).applied;
    },
    async paysIn(minor: bigint): Promise<Order> {
      await shop.report(code, paid(minor, `T${minor}`));
      const all = [...shop.lanes.rows.orders.values()];
      return all.find(({ merchantRef }) => merchantRef === `T${minor}`) as Order;
    },
  };
}

const limitsOf = ({ code, expiresAt }: Order) => [code?.minMinor, code?.maxMinor, expiresAt];

describe('other terms of a code', () => {
  test('are in force by the word of its provider, who is asked once', async () => {
    const { code, change, now, updates } = await openCode();
    const outcome = await change({ maxMinor: 900n, expiresAt: day(5) });
    assert.deepEqual(orderIn(outcome), now());
    assert.deepEqual(limitsOf(now()), [100n, 900n, day(5)]);
    assert.deepEqual(now().instructions, NEW_QR, 'a text that holds the amount is made anew');
    assert.equal(now().termsChange, undefined);
    const [asked] = updates();
    assert.deepEqual([updates().length, asked?.n, asked?.state], [1, 100, 'done']);
    assert.equal(codeOf(await change({ maxMinor: 900n })), 'ok', 'as they are already');
    assert.equal(updates().length, 1);
    assert.equal(codeOf(await change({ minMinor: 200n })), 'ok');
    assert.deepEqual([updates().at(-1)?.n, limitsOf(now())[0]], [101, 200n]);
    assert.deepEqual(now().state, code.state);
  });

  test('are asked for as they shall be, under the name of the code and one of their own', async () => {
    const { shop, code, change, now, updates } = await openCode();
    await change({ maxMinor: 900n, expiresAt: day(5) }, SILENCE);
    const intent = await buildIntent(shop.deps, now(), updates()[0] as Dispatch);
    assert.ok(intent !== null);
    assert.deepEqual(limitsOf(intent.order), [100n, 900n, day(5)]);
    assert.deepEqual(
      [intent.operation, intent.reference, intent.about?.reference],
      ['update', `${code.id}_100`, `C${code.id}`],
    );
    assert.ok(intent.reference.length <= 23);
  });

  test('that are refused leave all as it was, and the merchant hears why', async () => {
    const { code, change, now } = await openCode();
    const refused = await change({ maxMinor: 900n, expiresAt: day(20) }, NO);
    assert.ok(!refused.ok && refused.refusal.code === 'upstream_declined');
    assert.equal(refused.refusal.detail, 'not below what was paid');
    const { termsChange, ...rest } = now();
    assert.deepEqual(rest, code);
    assert.equal(termsChange?.refused?.text, 'not below what was paid');
    assert.equal(codeOf(await change({ maxMinor: 900n }, YES)), 'ok', 'asked for once more');
    assert.deepEqual(limitsOf(now()), [100n, 900n, day(10)]);
  });

  test('that nobody has answered hold beside the old ones, and a silence refuses nothing', async () => {
    const { change, now, updates, paysIn, says } = await openCode();
    const raised = { minMinor: 300n, maxMinor: 900n, expiresAt: day(20) };
    const silent = await change(raised, SILENCE);
    assert.ok(!silent.ok);
    assert.equal(silent.refusal.reason, 'upstream_unreachable');
    assert.deepEqual(limitsOf(now()), [100n, 500n, day(20)], 'it ends with the later end');
    const may = (minor: bigint, at = day(1)) =>
      whyNotPayable(now(), { asset: 'PHP/2', minor }, at) === null;
    assert.deepEqual(
      [99n, 100n, 900n, 901n].map((minor) => may(minor)),
      [false, true, true, false],
    );
    assert.ok(may(900n, day(15)));
    for (const [minor, ordered] of [
      [150n, 150n],
      [900n, 900n],
      [950n, 500n],
    ] as const) {
      const { amountMinor, paidMinor } = await paysIn(minor);
      assert.deepEqual([amountMinor, paidMinor], [ordered, minor], `${minor}`);
    }
    assert.equal((await change(raised)).ok, false);
    assert.equal(updates().length, 1, 'the same again asks for nothing more');
    assert.equal(codeOf(await change({ maxMinor: 800n })), 'overloaded', 'one after the other');
    assert.equal(await says(YES), 'applied');
    assert.deepEqual(limitsOf(now()), [300n, 900n, day(20)]);
    assert.equal((await paysIn(250n)).amountMinor, 300n, 'from now on by the new ones');
    assert.equal(codeOf(await change(raised)), 'ok');
  });

  test('that ask for an earlier end bring it by the provider`s word alone', async () => {
    const { change, now, says } = await openCode();
    await change({ expiresAt: day(5) }, SILENCE);
    assert.deepEqual(now().expiresAt, day(10));
    assert.equal(await says(NO), 'applied');
    assert.deepEqual(now().expiresAt, day(10));
  });

  test('that provably never left are sent again, and refused once that was tried enough', async () => {
    const { change, now, says, updates } = await openCode();
    await change({ maxMinor: 900n }, NEVER_SENT);
    assert.deepEqual([updates()[0]?.state, now().termsChange?.refused], ['ready', null]);
    const rows = updates()[0] as Dispatch;
    Object.assign(rows, { leaseNo: SEND_AGAIN_MAX });
    assert.equal(await says(NEVER_SENT, SEND_AGAIN_MAX), 'applied');
    assert.equal(now().termsChange?.refused?.code, 'upstream_unavailable');
    assert.deepEqual(limitsOf(now()), [100n, 500n, day(10)]);
  });

  test('of a code that has ended, that its provider has not made, or that make no sense', async () => {
    const { shop, change, now, says } = await openCode();
    for (const [terms, code] of [
      [{ minMinor: 600n }, 'amount_invalid'],
      [{ maxMinor: 10n ** 15n }, 'amount_out_of_limits'],
      [{ expiresAt: new Date(0) }, 'invalid_field'],
    ] as const) {
      assert.equal(codeOf(await change(terms)), code);
    }
    await change({ maxMinor: 900n }, SILENCE);
    await shop.ask({ kind: 'close_codes', group: GROUP, channels: null });
    const ended = await change({ maxMinor: 950n }, YES);
    assert.ok(!ended.ok && ended.refusal.reason === 'ended');
    assert.equal(await says(YES), 'applied');
    assert.deepEqual([now().state, now().code?.maxMinor], ['closed', 500n]);
    const other = { ...GROUP, merchantRef: 'D' };
    const { kind: _kind, scope: _scope, merchantRef: _ref, ...like } = codeRequest('D');
    const items = [{ ...like, channel: CODE_CHANNEL }];
    await shop.ask({ kind: 'create_codes', group: other, items });
    const early = await shop.ask({
      ...{ kind: 'extend_codes', group: other, channels: [CODE_CHANNEL], wait: 'instructions' },
      terms: { maxMinor: 900n },
    });
    assert.ok(early.ok && early.kind === 'codes');
    const outcome = early.items[0]?.outcome as Outcome;
    assert.ok(!outcome.ok && outcome.refusal.reason === 'state');
  });

  test('are changed so often and no more', async () => {
    const { shop, code, change } = await openCode();
    const last = { ...shop.lanes.rows.dispatches.values().next().value } as Dispatch;
    shop.lanes.rows.dispatches.set('last', { ...last, orderId: code.id, n: 99 + UPDATES_MAX });
    const refused = await change({ maxMinor: 900n });
    assert.ok(!refused.ok && /changed 200 times/.test(refused.refusal.detail ?? ''));
  });
});

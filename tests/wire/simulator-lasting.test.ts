/** The connector against the real simulator over HTTP: codes, mandates, debits and closings. */
import assert from 'node:assert/strict';
import { verify } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { Intent } from '../../src/connectors/contract.ts';
import { sampleClosing } from '../../src/connectors/sample.fixture.ts';
import type { Order } from '../../src/domain/order.ts';
import type { ProviderEvent } from '../../src/domain/provider-event.ts';
import { kinds, paidMinor, Talk } from './provider-talk.ts';

let talk: Talk;
before(async () => {
  talk = await Talk.start({ faultDefaults: { late_reversal: { delayMs: 50 } } });
});
after(() => talk[Symbol.asyncDispose]());

/** The intent once the core knows what its create was answered. */
async function created(intent: Intent): Promise<Intent> {
  const verdict = await talk.create(intent);
  assert.ok(verdict.kind === 'accepted', verdict.kind);
  const { upstreamId, instructions } = verdict;
  const state = intent.operation === 'code' ? 'active' : 'pending';
  return { ...intent, order: { ...intent.order, upstreamId, instructions, state } };
}

/** The number, account or QR text of a code. */
function numberOf({ order: { instructions } }: Intent): string {
  if (instructions?.kind === 'va') return instructions.number;
  if (instructions?.kind === 'bank_transfer') return instructions.account;
  assert.ok(instructions?.kind === 'qr');
  return instructions.payload;
}

function refsOf(events: readonly ProviderEvent[]): readonly string[] {
  return events.flatMap(({ fact }) => (fact.kind === 'paid' ? [fact.paymentRef] : []));
}

const RULES: readonly (readonly [string, Partial<Order>, readonly bigint[]])[] = [
  ['open', {}, [1n, 99_999n]],
  ['fixed', { amountMinor: 10_050n }, [10_050n, 10_050n]],
  ['limited', { code: { minMinor: 500n, maxMinor: 2_000n, single: false } }, [500n, 2_000n]],
];

describe('codes', () => {
  for (const method of ['va', 'bank_transfer', 'qr'] as const) {
    for (const [rule, changes, amounts] of RULES) {
      test(`${method}, ${rule}: each payment is an event of its own, reported alike by the query`, async () => {
        const code = await created(talk.code(method, changes));
        assert.equal(code.order.instructions?.kind, method);
        assert.deepEqual(await talk.query(code), { kind: 'pending' });
        for (const minor of amounts) {
          await talk.pay(code, { order: numberOf(code), amountMinor: minor.toString() });
        }
        const reported = await talk.untilReported(code, amounts.length);
        assert.deepEqual(paidMinor(reported), amounts);
        assert.equal(new Set(refsOf(reported)).size, amounts.length);
        await talk.assertQueryReports(code, reported);
        assert.deepEqual(await talk.movements(code), amounts);
      });
    }
  }

  test('another amount than the rule says is refused, or comes as it is', async () => {
    const code = await created(talk.code('va', { amountMinor: 10_050n }));
    assert.equal((await talk.pay(code, { amountMinor: '10049' })).paid, undefined);
    for (const amountMinor of ['10049', '10051']) {
      await talk.pay(code, { amountMinor, force: true });
    }
    assert.deepEqual(paidMinor(await talk.untilReported(code, 2)), [10_049n, 10_051n]);
  });

  test('for one payment: used after it, and what comes then is reported all the same', async () => {
    const single = { code: { minMinor: null, maxMinor: null, single: true } };
    const code = await created(talk.code('qr', single));
    await talk.pay(code, { amountMinor: '500' });
    await talk.assertQueryReports(code, await talk.untilReported(code, 1));
    await talk.pay(code, { amountMinor: '600', again: true });
    const reported = await talk.untilReported(code, 2);
    assert.deepEqual(paidMinor(reported), [500n, 600n]);
    await talk.assertQueryReports(code, reported);
  });

  test('closed: late money is reported, and the query reports the end too', async () => {
    const code = await created(talk.code('va'));
    await talk.pay(code, { amountMinor: '500' });
    assert.equal((await talk.create(sampleClosing(code))).kind, 'accepted');
    await talk.pay(code, { amountMinor: '600', late: true });
    assert.deepEqual(paidMinor(await talk.untilReported(code, 2)), [500n, 600n]);
    assert.equal(await talk.asked(code), 'paid,paid,ended');
  });

  test('expired: the query reports it, and late money', async () => {
    const code = await created(talk.code('qr', { expiresAt: new Date(Date.now() + 200) }));
    await talk.until(async () => (await talk.asked(code)) === 'expired');
    await talk.pay(code, { amountMinor: '600', late: true });
    assert.deepEqual(paidMinor(await talk.untilReported(code, 1)), [600n]);
  });

  test('a payment that is reversed names itself, and can be refunded by its name', async () => {
    const code = await created(talk.code('va'));
    await talk.pay(code, { amountMinor: '500' });
    await talk.pay(code, { amountMinor: '600' });
    const [first = '', second = ''] = refsOf(await talk.untilReported(code, 2));
    await talk.act(code, 'reverse');
    const reported = await talk.untilReported(code, 3);
    assert.deepEqual(kinds(reported), ['paid', 'paid', 'reversed']);
    const reversed = reported[2]?.fact;
    assert.ok(reversed?.kind === 'reversed');
    assert.equal(reversed.payment?.ref, second);
    const refund = talk.refund(5, code, first);
    assert.equal((await talk.create(refund)).kind, 'accepted');
    assert.deepEqual(paidMinor(await talk.untilReported(refund, 1)), [500n]);
    const twice = await talk.create(talk.refund(6, code, second));
    assert.equal(twice.kind, 'declined');
  });

  test('asked for twice is one code', async () => {
    const code = talk.code('va');
    const [first, again] = [await talk.create(code), await talk.create(code)];
    assert.equal(first.kind, 'accepted');
    assert.deepEqual(again, first);
  });
});

/** Agreed to by the payer, as the core then knows it. */
async function agreed(): Promise<Intent> {
  const mandate = await created(talk.mandate());
  await talk.pay(mandate);
  await talk.untilReported(mandate, 1);
  return { ...mandate, order: { ...mandate.order, state: 'active' } };
}

describe('mandates and debits', () => {
  test('a mandate leads the payer to a page, and is in use once he agrees', async () => {
    const mandate = await created(talk.mandate());
    const { instructions } = mandate.order;
    assert.ok(instructions?.kind === 'redirect');
    assert.match(instructions.url, /\/m\/mdt_/);
    assert.deepEqual(await talk.query(mandate), { kind: 'pending' });
    await talk.pay(mandate);
    const reported = await talk.untilReported(mandate, 1);
    const [fact] = reported.map((event) => event.fact);
    assert.ok(fact?.kind === 'activated');
    assert.equal(fact.upstreamId, mandate.order.upstreamId);
    assert.ok((fact.expiresAt?.getTime() ?? 0) > Date.now());
    await talk.assertQueryReports(mandate, reported);
  });

  test('refused by the payer, or not agreed to in time, it never comes into use', async () => {
    const refused = await created(talk.mandate());
    await talk.act(refused, 'fail');
    const late = await created(talk.mandate({ expiresAt: new Date(Date.now() + 150) }));
    for (const [mandate, kind] of [
      [refused, 'declined'],
      [late, 'expired'],
    ] as const) {
      const reported = await talk.untilReported(mandate, 1);
      assert.deepEqual(kinds(reported), [kind]);
      await talk.assertQueryReports(mandate, reported);
    }
  });

  test('ended by the payer or by the bank: it had been in use, and who ended it is reported', async () => {
    const byPayer = await agreed();
    await talk.form(`/m/${byPayer.order.upstreamId}/revoke`);
    const byBank = await agreed();
    await talk.act(byBank, 'reverse');
    for (const [mandate, by] of [
      [byPayer, 'payer'],
      [byBank, 'provider'],
    ] as const) {
      const reported = await talk.untilReported(mandate, 2);
      assert.deepEqual(kinds(reported), ['activated', 'ended']);
      assert.deepEqual(reported[1]?.fact, { kind: 'ended', by });
      await talk.assertQueryReports(mandate, reported);
    }
  });

  test('a debit is accepted without anything to show, made by itself, and reported once', async () => {
    const debit = talk.debit(100, await agreed());
    const verdict = await talk.create(debit);
    assert.ok(verdict.kind === 'accepted');
    assert.equal(verdict.instructions, null);
    const reported = await talk.untilReported(debit, 1);
    assert.deepEqual(paidMinor(reported), [10_000n]);
    await talk.assertQueryReports(debit, reported);
    assert.deepEqual(await talk.movements(debit), [10_000n]);
  });

  test('a debit for want of money, or of a mandate in use, is declined', async () => {
    const mandate = await agreed();
    const poor = talk.debit(9002, mandate);
    const unasked = talk.debit(10, await created(talk.mandate()));
    for (const debit of [poor, unasked]) {
      assert.equal((await talk.create(debit)).kind, 'accepted');
      const reported = await talk.untilReported(debit, 1);
      assert.deepEqual(kinds(reported), ['declined']);
      await talk.assertQueryReports(debit, reported);
      assert.deepEqual(await talk.movements(debit), []);
    }
    const unrelated = talk.debit(10, { ...mandate, reference: 'of-nobody' });
    assert.equal((await talk.create(unrelated)).kind, 'declined');
    const unnamed = { ...talk.debit(10, mandate), about: null };
    assert.equal((await talk.create(unnamed)).kind, 'declined');
  });
});

describe('closings', () => {
  const OPEN = {
    payin: () => talk.payin(10),
    code: () => talk.code('va'),
    mandate: () => talk.mandate(),
  };

  for (const [kind, open] of Object.entries(OPEN)) {
    test(`a ${kind} is closed, and once more, and stays closed`, async () => {
      const made = await created(open());
      const closing = sampleClosing(made);
      for (const _ of [1, 2]) {
        const verdict = await talk.create(closing);
        assert.deepEqual(verdict, {
          kind: 'accepted',
          upstreamId: made.order.upstreamId,
          instructions: null,
        });
      }
      assert.deepEqual(await talk.query(closing), { kind: 'pending' });
      assert.notEqual(await talk.asked(made), 'pending');
    });

    test(`a ${kind} that upstream does not know yet is doubt`, async () => {
      assert.equal((await talk.create(sampleClosing(open()))).kind, 'doubt');
    });
  }

  test('what has ended otherwise is an answer, no doubt', async () => {
    const paid = await created(talk.payin(10));
    await talk.pay(paid);
    const refused = await created(talk.mandate());
    await talk.act(refused, 'fail');
    const expired = await created(talk.code('va'));
    await talk.act(expired, 'expire');
    for (const made of [paid, refused, expired]) {
      const verdict = await talk.create(sampleClosing(made));
      assert.ok(verdict.kind === 'declined', made.operation);
      assert.equal(verdict.failure.code, 'closed');
    }
  });

  test('a mandate in use is ended, and debits fail from then on', async () => {
    const mandate = await agreed();
    assert.equal((await talk.create(sampleClosing(mandate))).kind, 'accepted');
    const debit = talk.debit(10, mandate);
    await talk.create(debit);
    assert.deepEqual(kinds(await talk.untilReported(debit, 1)), ['declined']);
  });

  test('a spoiled answer is doubt, and the next closing is answered', async () => {
    for (const fault of ['accept_502', 'html_200', 'malformed_json', 'query_down', 'deep_json']) {
      const made = await created(talk.code('va'));
      const match = { reference: made.reference, operation: 'close' };
      await talk.call('POST', '/admin/faults', { match, fault });
      assert.equal((await talk.create(sampleClosing(made))).kind, 'doubt', fault);
      assert.equal((await talk.create(sampleClosing(made))).kind, 'accepted', fault);
    }
  });
});

describe('faults of codes and mandates', () => {
  const COURSES = [
    ['decline', 'declined', 'declined'],
    ['accept_502', 'doubt', 'accepted'],
    ['lost', 'doubt', 'not_found'],
    ['html_200', 'doubt', 'accepted'],
    ['late_visible', 'accepted', 'not_found'],
    ['unknown_word', 'doubt', 'doubt'],
    ['duplicate_keys', 'doubt', 'accepted'],
    ['drop_connection_after_accept', 'doubt', 'accepted'],
  ] as const;

  for (const [fault, verdict, answer] of COURSES) {
    test(`${fault}: the create is ${verdict}, the query then says ${answer}`, async () => {
      for (const intent of [talk.code('va'), talk.mandate()]) {
        const options = { delayMs: fault === 'lost' ? 50 : 60_000 };
        const match = { reference: intent.reference };
        await talk.call('POST', '/admin/faults', { match, fault, options });
        assert.equal((await talk.create(intent)).kind, verdict, intent.operation);
        const reported = await talk.asked(intent);
        assert.equal(reported, answer, intent.operation);
      }
    });
  }

  test('forged and doubled callbacks change nothing', async () => {
    const [code, mandate] = [await created(talk.code('va')), await created(talk.mandate())];
    for (const fault of ['forged_callback', 'duplicate_callback']) {
      for (const { reference } of [code, mandate]) {
        await talk.call('POST', '/admin/faults', { match: { reference }, fault });
      }
    }
    await talk.pay(code, { amountMinor: '500' });
    await talk.pay(mandate);
    for (const [intent, kind] of [
      [code, 'paid'],
      [mandate, 'activated'],
    ] as const) {
      await talk.until(() => talk.callbacks(intent).length === 9);
      assert.deepEqual(kinds(talk.events(intent)), [kind]);
    }
  });
});

describe('WeChat', () => {
  test('what is handed on is what the provider has signed', async () => {
    const fields = { 'payer.userId': 'o-1', 'payer.appId': 'wx0123456789abcdef' };
    const payin = talk.intent('payin', 'redirect', { fields, asset: 'THB/2' });
    const channel = { ...payin.channel, wechat: 'jsapi' } as const;
    const { order } = await created({ ...payin, channel });
    assert.ok(order.instructions?.kind === 'redirect');
    const { wechat } = order.instructions;
    assert.ok(wechat !== undefined);
    const { publicKey } = await talk.call('GET', '/admin/wechat-key');
    const { timeStamp, nonceStr, pkg, paySign } = wechat;
    const lines = `wx0123456789abcdef\n${timeStamp}\n${nonceStr}\n${pkg}\n`;
    const signature = Buffer.from(paySign, 'base64');
    assert.ok(verify('sha256', Buffer.from(lines), String(publicKey), signature));
    const page = await fetch(wechat.shortUrl);
    assert.match(await page.text(), /TEST WeChat Pay/);
  });
});

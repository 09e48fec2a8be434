/** Every channel of the open API can be paid at the simulated provider, by its own row's data. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { parse as parseEmv } from 'promptparse';
import { isWholeQr } from '../../emulators/simulator/schemes.ts';
import { CHANNELS } from '../../src/catalogue/catalogue.ts';
import type { Intent } from '../../src/connectors/contract.ts';
import type { Channel, FieldName } from '../../src/domain/channel.ts';
import type { Instructions } from '../../src/domain/order.ts';
import { kinds, paidMinor, Talk } from './provider-talk.ts';

let talk: Talk;
before(async () => {
  talk = await Talk.start();
});
after(() => talk[Symbol.asyncDispose]());

const OPEN_API = CHANNELS.filter(({ aliases }) => aliases['open-api'] !== undefined);

/** Facts as merchants give them; a channel gets those that it asks for. */
const FACTS: Readonly<Partial<Record<FieldName, string>>> = {
  'payer.name': 'Maria Santos',
  'payer.userId': 'o-1',
  'payer.appId': 'wx0123456789abcdef',
  'payer.clientIp': '203.0.113.7',
  'beneficiary.name': 'Maria Santos',
  'beneficiary.account': '0012345678',
  'beneficiary.bankCode': 'BANK',
  description: 'Two coffees',
};

function fieldsOf({ fields }: Channel): Readonly<Record<string, string>> {
  return Object.fromEntries(
    fields.flatMap(({ name }) => (FACTS[name] === undefined ? [] : [[name, FACTS[name]]])),
  );
}

/** An amount of each currency that chooses no fault, within the channel's limits. */
function amountOf({ limits }: Channel): bigint {
  return limits.minMinor + 1n;
}

function intentFor(channel: Channel, kind: 'payin' | 'payout' | 'code' | 'mandate'): Intent {
  const isOpen = kind === 'code' || kind === 'mandate';
  const { minMinor, maxMinor } = channel.limits;
  const changes = {
    asset: channel.asset,
    channel: channel.code,
    fields: fieldsOf(channel),
    amountMinor: isOpen ? 0n : amountOf(channel),
    ...(kind === 'code' ? { code: { minMinor, maxMinor, single: false } } : {}),
  };
  return { ...talk.intent(kind, channel.method, changes), channel };
}

async function shownFor(intent: Intent): Promise<Instructions | null> {
  const verdict = await talk.create(intent);
  assert.ok(verdict.kind === 'accepted', JSON.stringify(verdict));
  return verdict.instructions;
}

/** What the channel's row says about numbers and QR texts is what the payer gets. */
function assertOfChannel(shown: Instructions | null, { codeData, wechat, code }: Channel): void {
  if (shown?.kind === 'va') {
    const { bank, vaPrefix, vaLength } = codeData ?? {};
    assert.match(shown.number, /^[0-9]+$/);
    assert.ok(shown.number.startsWith(vaPrefix ?? '99'), code);
    if (vaLength) assert.equal(shown.number.length, vaLength);
    if (bank) assert.equal(shown.bank, bank);
  }
  if (shown?.kind === 'qr') assert.ok(isWholeQr(shown.payload), code);
  const isCall = shown?.kind === 'redirect' && shown.wechat !== undefined;
  assert.equal(isCall, wechat !== undefined, code);
}

describe('payments', () => {
  const isDynamic = ({ kind, method, abilities }: Channel) =>
    kind === 'payin' && !abilities.static && method !== 'direct_debit';
  for (const channel of OPEN_API.filter(isDynamic)) {
    test(`${channel.code}: is shown to the payer, paid, and reported alike by callback and query`, async () => {
      const payin = intentFor(channel, 'payin');
      const shown = await shownFor(payin);
      assertOfChannel(shown, channel);
      const order = shown?.kind === 'qr' ? shown.payload : payin.order.id.toString();
      assert.equal((await talk.pay(payin, { order })).paid, true);
      const reported = await talk.untilReported(payin, 1);
      assert.deepEqual(paidMinor(reported), [payin.order.amountMinor]);
      await talk.assertQueryReports(payin, reported);
    });
  }
});

describe('codes', () => {
  for (const channel of OPEN_API.filter(({ abilities }) => abilities.static)) {
    test(`${channel.code}: is paid twice, within its limits, each payment reported`, async () => {
      const code = intentFor(channel, 'code');
      const shown = await shownFor(code);
      assertOfChannel(shown, channel);
      if (shown?.kind === 'qr') {
        const parsed = parseEmv(shown.payload, true);
        assert.equal(parsed?.getTagValue('01'), '11');
        assert.equal(parsed?.getTagValue('54'), undefined);
      }
      const { minMinor, maxMinor } = channel.limits;
      for (const minor of [minMinor, maxMinor]) {
        const paid = await talk.pay(code, { amountMinor: minor.toString() });
        assert.equal(paid.paid, true, JSON.stringify(paid));
      }
      const over = await talk.pay(code, { amountMinor: (maxMinor + 1n).toString() });
      assert.equal(over.paid, undefined);
      assert.deepEqual(paidMinor(await talk.untilReported(code, 2)), [minMinor, maxMinor]);
    });
  }
});

describe('direct debits', () => {
  for (const channel of OPEN_API.filter(({ method }) => method === 'direct_debit')) {
    test(`${channel.code}: the payer agrees, and is debited`, async () => {
      const mandate = intentFor(channel, 'mandate');
      assert.equal((await shownFor(mandate))?.kind, 'redirect');
      await talk.pay(mandate);
      assert.deepEqual(kinds(await talk.untilReported(mandate, 1)), ['activated']);
      const about = { order: mandate.order, reference: mandate.reference };
      const debit = { ...intentFor(channel, 'payin'), about };
      assert.equal(await shownFor(debit), null);
      assert.deepEqual(paidMinor(await talk.untilReported(debit, 1)), [debit.order.amountMinor]);
    });
  }
});

describe('payouts', () => {
  for (const channel of OPEN_API.filter(({ kind }) => kind === 'payout')) {
    test(`${channel.code}: goes out and is reported`, async () => {
      const payout = intentFor(channel, 'payout');
      await shownFor(payout);
      assert.deepEqual(paidMinor(await talk.untilReported(payout, 1)), [payout.order.amountMinor]);
    });
  }
});

test('every channel of the open API is among these, in every way to pay that it has', () => {
  const methods = new Set(OPEN_API.map(({ method }) => method));
  const ways = ['redirect', 'card', 'va', 'qr', 'direct_debit', 'payout'] as const;
  for (const way of ways) assert.ok(methods.has(way), way);
  assert.ok(OPEN_API.length >= 55, `${OPEN_API.length}`);
  assert.deepEqual(
    OPEN_API.filter(({ wechat }) => wechat !== undefined).map(({ code }) => code),
    ['TH_WECHAT_URL', 'TH_WECHAT_JS_URL'],
  );
});

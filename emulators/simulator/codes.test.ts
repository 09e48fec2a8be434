/** Codes: whatever the payer does, and whatever rule the code has. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Json, Platform, Reply } from './testing/harness.ts';
import { startPlatform } from './testing/harness.ts';

let platform: Platform;
before(async () => {
  platform = await startPlatform();
});
after(() => platform.stop());

const pay = (order: string, more: Json = {}) => platform.call('POST', '/pay', { order, ...more });

/** The payer's page, with its form. */
const byPage = (id: unknown, form: Record<string, string>) =>
  fetch(`${platform.simulator.url}/p/${id}/transfer`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });

function problem({ body }: Reply): unknown {
  return (body.error as Json | undefined)?.code;
}

async function look(reference: string): Promise<Json> {
  return (await platform.query('code', reference)).body;
}

const FORMS = [
  ['va', 'number'],
  ['bank_transfer', 'account'],
  ['qr', 'payload'],
] as const;

/** What a code takes, and what it refuses unless the payer's bank does not check. */
const RULES = [
  ['open', {}, ['1', '10050', '99999999'], []],
  ['fixed', { amountMinor: '10050' }, ['10050'], ['10049', '10051']],
  ['limited', { minAmountMinor: '500', maxAmountMinor: '2000' }, ['500', '2000'], ['499', '2001']],
  ['at least', { minAmountMinor: '500' }, ['500', '99999999'], ['499']],
  ['proposed', { amountMinor: '900', maxAmountMinor: '1000' }, ['900', '1'], ['1001']],
] as const;

for (const [method, name] of FORMS) {
  for (const [rule, terms, taken, refused] of RULES) {
    test(`${method}, ${rule}: paid twice, under and over as its rule says, and by force`, async () => {
      const made = await platform.code({ method, ...terms });
      assert.deepEqual([made.http, made.body.status], [201, 'active']);
      const number = (made.body.instructions as Json)[name] as string;
      for (const amountMinor of [...taken, ...taken]) {
        assert.equal((await pay(number, { amountMinor })).body.amountMinor, amountMinor);
      }
      for (const amountMinor of refused) {
        assert.equal(problem(await pay(number, { amountMinor })), 'amount_out_of_limits');
        const forced = await pay(number, { amountMinor, force: true });
        assert.equal(forced.body.amountMinor, amountMinor);
      }
      const expected = [...taken, ...taken, ...refused];
      const { payments, status } = await look(made.reference);
      const amounts = (payments as Json[]).map(({ amountMinor }) => amountMinor);
      assert.deepEqual([amounts, status], [expected, 'active']);
      const events = platform.events(made.reference);
      assert.deepEqual(
        events.map(({ type, amountMinor, id }) => [type, amountMinor, id]),
        expected.map((amountMinor) => ['code.paid', amountMinor, made.body.id]),
      );
    });
  }

  test(`${method}: for one payment it ends with it; more comes only once more or late`, async () => {
    const made = await platform.code({ method, maxPayments: 1 });
    assert.equal((await pay(made.reference, { amount: '5' })).http, 200);
    assert.deepEqual((await look(made.reference)).status, 'used');
    assert.equal((await pay(made.reference, { amount: '5' })).body.already, true);
    assert.equal((await look(made.reference)).paymentCount, 1);
    await pay(made.reference, { amount: '6', again: true });
    await pay(made.reference, { amount: '7', late: true });
    const { status, paidMinor, paymentCount } = await look(made.reference);
    assert.deepEqual([status, paidMinor, paymentCount], ['used', '1800', 3]);
  });

  test(`${method}: late money comes after it was closed, and after its time`, async () => {
    const closed = await platform.code({ method });
    await platform.api('POST', `/v1/codes/by-reference/${closed.reference}/close`);
    assert.equal(problem(await pay(closed.reference, { amount: '5' })), 'closed');
    const expiresAt = new Date(Date.now() - 1_000).toISOString();
    const expired = await platform.code({ method, expiresAt });
    await platform.until(async () => (await look(expired.reference)).status === 'expired');
    for (const { reference } of [closed, expired]) {
      const late = await pay(reference, { amount: '5', late: true });
      assert.deepEqual([late.http, late.body.callback], [200, 'sent']);
      assert.equal(platform.events(reference)[0]?.amountMinor, '500');
    }
    assert.equal((await look(closed.reference)).status, 'closed');
  });
}

test('three payments are as many as were allowed', async () => {
  const made = await platform.code({ maxPayments: 3 });
  const all = Array.from({ length: 10 }, () => pay(made.reference, { amount: '1' }));
  const paid = (await Promise.all(all)).filter(({ body }) => body.paid && !body.already);
  assert.equal(paid.length, 3);
});

test('on its page a code is paid, refused, forced, paid too late and once more', async () => {
  const made = await platform.code({ amountMinor: '10050', maxPayments: 2 });
  const { id } = made.body;
  const refused = await byPage(id, { amount: '100' });
  assert.equal(refused.status, 422);
  assert.match(await refused.text(), /only PHP 100\.50 exactly/);
  assert.equal((await byPage(id, { amount: '100', force: '1' })).status, 200);
  assert.equal((await byPage(id, { amount: '100.50' })).status, 200);
  const used = await (await fetch(`${platform.simulator.url}/p/${id}`)).text();
  assert.match(used, /takes no more/);
  assert.match(used, /name="again" value="1"/);
  await byPage(id, { amount: '100.50', again: '1' });
  const closed = await platform.code();
  await platform.api('POST', `/v1/codes/${closed.body.id}/close`);
  const over = await (await fetch(`${platform.simulator.url}/p/${closed.body.id}`)).text();
  assert.match(over, /name="late" value="1"/);
  assert.equal((await byPage(closed.body.id, { amount: '1', late: '1' })).status, 200);
  assert.deepEqual(
    [(await look(made.reference)).paidMinor, (await look(closed.reference)).paidMinor],
    ['30100', '100'],
  );
});

test('numbers have the prefix and length that were asked for, and are never given twice', async () => {
  const shapes = [
    [{ vaPrefix: '8808', vaLength: '16' }, /^8808\d{12}$/],
    [{ vaPrefix: '26215', bank: 'BRI' }, /^26215\d{10}$/],
    [{ bank: 'BCA' }, /^99\d{14}$/],
    [{ vaLength: '20' }, /^99\d{18}$/],
    [{}, /^99\d{12}$/],
  ] as const;
  for (const [attributes, shape] of shapes) {
    const code = await platform.code({ attributes });
    assert.match((code.body.instructions as Json).number as string, shape);
    const account = await platform.payment({ method: 'bank_transfer', attributes });
    assert.match((account.body.instructions as Json).account as string, shape);
  }
  const attributes = { vaPrefix: '12', vaLength: '8' };
  const all = await Promise.all(Array.from({ length: 300 }, () => platform.code({ attributes })));
  const numbers = all.map(({ body }) => (body.instructions as Json).number);
  assert.equal(new Set(numbers).size, numbers.length);
});

test('shapes that are none are refused, and the field is named', async () => {
  const wrong = [
    [{ vaPrefix: '12a' }, /vaPrefix/],
    [{ vaLength: '7' }, /vaLength/],
    [{ vaLength: '33' }, /vaLength/],
    [{ vaLength: '1e1' }, /vaLength/],
    [{ vaPrefix: '1234567890' }, /vaLength/],
    [{ scheme: 'qris' }, /for IDR/],
    [{ scheme: 'constructor' }, /scheme is one of/],
    [{ wechat: 'app' }, /h5 or jsapi/],
  ] as const;
  for (const [attributes, text] of wrong) {
    for (const made of [
      await platform.code({ attributes }),
      await platform.payment({ attributes }),
    ]) {
      assert.equal(made.http, 400);
      assert.match((made.body.error as Json).text as string, text);
    }
  }
  assert.equal((await platform.code({ maxPayments: 0 })).http, 400);
});

test('a QR is static when it is for many, and says an amount only where there is only one', async () => {
  const head = async (over: Json) => {
    const { body } = await platform.code({ method: 'qr', ...over });
    const { payload } = body.instructions as { payload: string };
    return [payload.slice(8, 12), /54\d\d[\d.]+5802/.exec(payload)?.[0]];
  };
  assert.deepEqual(await head({}), ['0211', undefined]);
  assert.deepEqual(await head({ amountMinor: '10050' }), ['0211', '5406100.505802']);
  assert.deepEqual(await head({ amountMinor: '10050', maxAmountMinor: '20000' }), [
    '0211',
    undefined,
  ]);
  assert.deepEqual(await head({ maxPayments: 1 }), ['0212', undefined]);
  assert.deepEqual(await head({ amountMinor: '10050', maxPayments: 1 }), [
    '0212',
    '5406100.505802',
  ]);
});

test('a QR whose amount changes is made anew, and the printed one still leads there', async () => {
  const made = await platform.code({ method: 'qr', amountMinor: '10050' });
  const { payload: old } = made.body.instructions as { payload: string };
  const change = { amountMinor: '20000' };
  const changed = await platform.api('POST', `/v1/codes/${made.body.id}/update`, change);
  const { payload: next } = changed.body.instructions as { payload: string };
  assert.match(next, /5406200\.00/);
  for (const number of [old, next]) assert.equal((await pay(number)).body.amountMinor, '20000');
});

test('a change is made once under its reference, by the id of the code or by its reference', async () => {
  const made = await platform.code({ minAmountMinor: '100', maxAmountMinor: '500' });
  const change = (path: string, maxAmountMinor: string, reference: string) =>
    platform.api('POST', `/v1/codes/${path}/update`, { maxAmountMinor, reference });
  const named = `by-reference/${made.reference}`;
  assert.equal((await change(named, '600', 'c-1')).body.maxAmountMinor, '600');
  assert.equal((await change(`${made.body.id}`, '700', 'c-2')).body.maxAmountMinor, '700');
  assert.equal((await change(named, '600', 'c-1')).body.maxAmountMinor, '700', 'late');
  assert.equal((await change('by-reference/none', '600', 'c-3')).http, 404);
  await platform.api('POST', `/v1/codes/${named}/close`);
  const refused = await change(named, '800', 'c-4');
  assert.deepEqual([refused.http, problem(refused)], [409, 'closed']);
});

test('a code may have every fault of a create, of money and of callbacks', async () => {
  const declined = await platform.code({ amountMinor: '900100' });
  assert.deepEqual([declined.http, declined.body.status], [422, 'failed']);
  const less = await platform.code({ amountMinor: '900800' });
  assert.equal((await pay(less.reference)).body.amountMinor, '450400');
  const twice = await platform.code({ amountMinor: '900600' });
  await pay(twice.reference);
  assert.equal(platform.events(twice.reference).length, 5);
  const spoiled = await platform.code({ amountMinor: '900500' });
  assert.equal(spoiled.http, 502);
  assert.equal((await look(spoiled.reference)).status, 'active');
});

test('closing twice changes nothing, and what has ended otherwise cannot be closed', async () => {
  const made = await platform.code();
  const path = `/v1/codes/by-reference/${made.reference}/close`;
  for (const _ of [1, 2]) assert.equal((await platform.api('POST', path)).body.status, 'closed');
  const used = await platform.code({ maxPayments: 1 });
  await pay(used.reference, { amount: '1' });
  const refused = await platform.api('POST', `/v1/codes/${used.body.id}/close`);
  assert.deepEqual([refused.http, problem(refused)], [409, 'not_closable']);
  const payment = await platform.payment();
  const byReference = `/v1/payments/by-reference/${payment.reference}/close`;
  assert.equal((await platform.api('POST', byReference)).body.status, 'expired');
  assert.equal((await platform.api('POST', '/v1/codes/by-reference/none/close')).http, 404);
});

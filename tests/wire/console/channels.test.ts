/** The catalogue is edited here: what is wrong is refused by its name, nothing newer is lost. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createPayin } from '../../../src/app/create-payin.ts';
import { CHANNELS } from '../../../src/catalogue/catalogue.ts';
import { LOCALES } from '../../../src/console/locale.ts';
import { abilityList } from '../../../src/domain/abilities.ts';
import { FREE } from '../../../src/domain/fee.ts';
import { type Reply, visitor } from './browsing.ts';
import { type ConsoleWorld, openConsole, PASSWORD } from './world.ts';

type Form = Readonly<Record<string, string>>;

interface OperatorQueries {
  readonly world: ConsoleWorld;
  /** Posts to `/console/api/channels/<code>/<to>` with the newest revision and the password. */
  post(to: string, form: Form, code?: string): Promise<Reply>;
  file(code?: string): ReturnType<typeof fileOf>;
}

const GCASH = 'PH_GCASH';
const FACTS: Form = { name: 'GCash', min: '20', max: '50000', expiry: '30', enabled: 'yes' };
const ABLE: Form = {
  ...{ 'refund.full': 'yes', 'refund.partial': 'yes', 'refund.windowDays': '60', close: 'yes' },
};
const TERMS: Form = { rate: '1.25', fixed: '3.50', days: '2' };
const ROUTE: Form = { connector: 'simulator', account: 'main', priority: '2', weight: '3' };

async function fileOf(world: ConsoleWorld, code: string) {
  return (await world.deps.catalogue.details(code)) ?? assert.fail(code);
}

async function openQueries(t: TestContext, login = 'finance'): Promise<OperatorQueries> {
  const world = await openConsole(t);
  const ann = visitor(world.server);
  await ann.signIn(login);
  return {
    world,
    file: (code = GCASH) => fileOf(world, code),
    async post(to, form, code = GCASH) {
      const revision = String((await fileOf(world, code)).revision);
      return await ann.post(`/console/api/channels/${code}/${to}`, {
        ...{ revision, password: PASSWORD },
        ...form,
      });
    },
  };
}

async function order(world: ConsoleWorld, amountMinor: bigint) {
  const channel = world.deps.snapshot.current().channel(GCASH) ?? assert.fail();
  return await createPayin(
    world.deps,
    { appId: world.app.id, ip: '192.0.2.1' },
    {
      ...{ kind: 'create_payin', scope: 'order', merchantRef: `R${amountMinor}`, digest: '00' },
      ...{ channel, amountMinor, fields: {}, metadata: {}, notifyUrl: null, returnUrl: null },
      ...{ onRepeat: 'refuse', wait: 'none', expiryMinutes: null },
    },
  );
}

test('limits, expiry and abilities are changed in major units, and the next order meets them', async (t) => {
  const { world, post, file } = await openQueries(t);
  assert.ok((await order(world, 2_000n)).ok);
  const form = { ...FACTS, ...ABLE, name: ' GCash 2 ', min: '100.50', day: '1000', open_max: '9' };
  const changed = await post('facts', { ...form, 'refund.windowDays': '45' });
  assert.deepEqual(changed.json(), { ok: true, done: 'channel_changed', count: 0 });
  const { channel } = await file();
  assert.deepEqual(channel.limits, {
    ...{ minMinor: 10_050n, maxMinor: 5_000_000n, dayMinor: 100_000n, openMax: 9 },
  });
  assert.deepEqual(channel.abilities, {
    refund: {
      ...{ full: true, partial: true, partialSameDay: false, windowDays: 45 },
      ...{ feeBackOnFull: false, feeBackOnPartial: false },
    },
    ...{ static: false, close: true, void: false },
  });
  assert.equal(channel.name, 'GCash 2');
  const refused = await order(world, 2_001n);
  assert.ok(!refused.ok && refused.refusal.code === 'amount_out_of_limits');
  assert.ok((await order(world, 10_050n)).ok);
  await post('facts', { ...FACTS, ...ABLE, enabled: '' });
  const shut = await order(world, 20_000n);
  assert.ok(!shut.ok && shut.refusal.code === 'channel_unavailable');
});

test('what cannot be is refused by the name of its field, and changes nothing', async (t) => {
  const { post, file, world } = await openQueries(t);
  const before = await file();
  const wrong: readonly (readonly [to: string, form: Form, field: string])[] = [
    ['facts', { ...FACTS, ...ABLE, name: '' }, 'name'],
    ['facts', { ...FACTS, ...ABLE, min: '0' }, 'min'],
    ['facts', { ...FACTS, ...ABLE, min: '1.005' }, 'min'],
    ['facts', { ...FACTS, ...ABLE, min: '-5' }, 'min'],
    ['facts', { ...FACTS, ...ABLE, max: '19.99' }, 'max'],
    ['facts', { ...FACTS, ...ABLE, max: '1e6' }, 'max'],
    ['facts', { ...FACTS, ...ABLE, max: '99999999999999999999' }, 'max'],
    ['facts', { ...FACTS, ...ABLE, expiry: '0' }, 'expiry'],
    ['facts', { ...FACTS, ...ABLE, expiry: '43201' }, 'expiry'],
    ['facts', { ...FACTS, ...ABLE, expiry: '1.5' }, 'expiry'],
    ['facts', { ...FACTS, ...ABLE, day: '19' }, 'day'],
    ['facts', { ...FACTS, ...ABLE, open_max: '0' }, 'open_max'],
    ['facts', { ...FACTS, ...ABLE, 'refund.windowDays': '' }, 'refund.windowDays'],
    ['facts', { ...FACTS, ...ABLE, 'refund.windowDays': '366' }, 'refund.windowDays'],
    ['terms', { ...TERMS, refund_rate: 'x' }, 'refund_rate'],
    ['terms', { ...TERMS, refund_fixed: '0.001' }, 'refund_fixed'],
    ['terms', { ...TERMS, dispute_rate: 'x' }, 'dispute_rate'],
    ['terms', { ...TERMS, dispute_fee_refunded: 'yes' }, 'dispute_fee_refunded'],
    ['facts', { ...FACTS, ...ABLE, static: 'yes' }, 'static'],
    ['fields', { 'ask:payer.name': 'must', 'check:payer.name': '' }, 'check:payer.name'],
    ['fields', { 'ask:payer.name': 'maybe', 'check:payer.name': 'name' }, 'ask:payer.name'],
    [
      'fields',
      { 'ask:payer.phone': 'may', 'check:payer.phone': 'phone', 'arg:payer.phone': 'XX' },
      'check:payer.phone',
    ],
    ['fields', { 'ask:payer.name': 'may', 'check:payer.name': 'eval' }, 'check:payer.name'],
    ['codes', { scheme: '' }, 'scheme'],
    ['terms', { ...TERMS, rate: '100.1' }, 'rate'],
    ['terms', { ...TERMS, rate: '1,5' }, 'rate'],
    ['terms', { ...TERMS, fixed: '' }, 'fixed'],
    ['terms', { ...TERMS, fee_min: '5', fee_max: '4' }, 'fee_max'],
    ['terms', { ...TERMS, days: '366' }, 'days'],
    ['terms', { ...TERMS, merchant: '17' }, 'merchant'],
    ['terms', { ...TERMS, from: '2020-01-01' }, 'from'],
    ['terms', { ...TERMS, from: '2030-02-30' }, 'from'],
    ['terms/withdraw', { terms: '999999' }, 'terms'],
    ['routes', { ...ROUTE, connector: 'nobody' }, 'connector'],
    ['routes', { ...ROUTE, account: 'a/b' }, 'account'],
    ['routes', { ...ROUTE, account: 'second', enabled: 'yes' }, 'account'],
    ['routes', { ...ROUTE, priority: '32768' }, 'priority'],
    ['routes', { ...ROUTE, weight: '0' }, 'weight'],
    ['routes', { ...ROUTE, min: '5', max: '4' }, 'max'],
    ['routes', { ...ROUTE, merchants: '17' }, 'merchants'],
    ['routes', { ...ROUTE, route: '999999' }, 'route'],
    ['routes/remove', { route: '999999' }, 'route'],
  ];
  for (const [to, form, field] of wrong) {
    const reply = await post(to, form);
    const what = `${to} ${JSON.stringify(form)}`;
    assert.equal(reply.status, 422, what);
    const { error } = reply.json<{ error: Record<string, string> }>();
    assert.deepEqual([error.code, error.field], ['field', field], `${what}: ${error.why}`);
  }
  assert.deepEqual(await file(), before);
  assert.deepEqual(world.failures, []);
});

test('an edit over a newer edit is refused with a reason; the newer one stays', async (t) => {
  const { post, file, world } = await openQueries(t);
  const { revision } = await file();
  await post('facts', { ...FACTS, ...ABLE, name: 'Mine' });
  const late: readonly (readonly [string, Form])[] = [
    ['facts', { ...FACTS, ...ABLE, name: 'Theirs' }],
    ['terms', TERMS],
    ['routes', ROUTE],
  ];
  for (const [to, form] of late) {
    const reply = await post(to, { ...form, revision: String(revision) });
    assert.equal(reply.status, 422);
    assert.equal(reply.json<{ error: { code: string } }>().error.code, 'edited_meanwhile', to);
  }
  const after = await file();
  assert.deepEqual([after.channel.name, after.terms.length, after.routes.length], ['Mine', 1, 1]);
  const ben = visitor(world.server);
  await ben.signIn('owner');
  const form = { ...FACTS, ...ABLE, name: 'Theirs', part: 'facts', password: PASSWORD };
  const { body } = await ben.post(`/console/channels/${GCASH}/facts`, { ...form, revision: '1' });
  assert.match(body, /Someone else changed this channel/);
  assert.match(body, /name="name" type="text" value="Mine"/);
});

test('a channel asks for what the operator says, checked as he says', async (t) => {
  const { world, post, file } = await openQueries(t);
  const before = (await file()).channel.fields;
  await post('fields', {
    ...{ 'ask:payer.email': 'must', 'check:payer.email': 'email' },
    ...{ 'ask:payer.phone': 'no' },
    ...{ 'ask:payer.taxId': 'may', 'check:payer.taxId': 'digits', 'arg:payer.taxId': '9-12' },
  });
  const { fields } = (await file()).channel;
  const kept = before.filter(({ name }) => name !== 'payer.phone' && name !== 'payer.email');
  assert.deepEqual(fields, [
    ...kept.filter(({ name }) => name === 'payer.name'),
    { name: 'payer.email', required: true, check: 'email' },
    ...kept.filter(({ name }) => name === 'description'),
    { name: 'payer.taxId', required: false, check: 'digits:9-12' },
  ]);
  const refused = await order(world, 5_000n);
  assert.ok(!refused.ok && refused.refusal.code === 'missing_field');
});

test('new terms hold from their day on, for one merchant or all, and can be withdrawn till then', async (t) => {
  const { world, post, file } = await openQueries(t);
  const { merchantId } = world.app;
  const terms = (at: string) =>
    world.deps.snapshot.current().terms(merchantId, GCASH, new Date(at));
  const cost = {
    ...{ refund_rate: '0.1', refund_fixed: '2', dispute_fixed: '15' },
    ...{ dispute_fee_refunded: 'yes', payment_fee_refunded: 'yes' },
  };
  const next = { ...TERMS, ...cost, from: '2090-05-01', fee_min: '1', fee_max: '90' };
  assert.equal((await post('terms', next)).status, 200);
  assert.equal(terms('2090-04-30T23:59:59Z')?.fee.ratePpm, 10_000n);
  assert.deepEqual(terms('2090-05-01T00:00:00Z'), {
    fee: { ratePpm: 12_500n, fixedMinor: 350n, minMinor: 100n, maxMinor: 9_000n },
    settle: 2,
    refundFee: { ratePpm: 1_000n, fixedMinor: 200n, minMinor: null, maxMinor: null },
    dispute: { fee: { ...FREE, fixedMinor: 1_500n }, refundedWhenWon: true, refundsFee: true },
  });
  const again = await post('terms', next);
  assert.equal(again.json<{ error: { field: string } }>().error.field, 'from');
  const own = { ...TERMS, rate: '0.5', merchant: String(merchantId) };
  assert.equal((await post('terms', own)).status, 200);
  const made = await order(world, 10_000n);
  const due = made.ok && 'order' in made ? made.order.terms.fee.ratePpm : null;
  assert.equal(due, 5_000n);
  assert.equal(terms(new Date(Date.now() + 1_000).toISOString())?.fee.ratePpm, 5_000n);
  const future = (await file()).terms[0];
  assert.equal((await post('terms/withdraw', { terms: String(future?.id) })).status, 200);
  const begun = (await file()).terms[0];
  const refused = await post('terms/withdraw', { terms: String(begun?.id) });
  assert.match(refused.json<{ error: { why: string } }>().error.why, /have begun/);
  assert.equal((await file()).terms.length, 2);
});

test('routes are added, changed, closed and removed, and orders go by them', async (t) => {
  const { world, post, file } = await openQueries(t);
  const routes = (minor: bigint) =>
    world.deps.snapshot.current().routes(GCASH, world.app.merchantId, minor, 'test');
  const mine = { ...ROUTE, min: '100', max: '200', merchants: ` ${world.app.merchantId},` };
  await post('routes', { ...mine, priority: '0', enabled: 'yes' });
  assert.equal(routes(15_000n).length, 2);
  assert.equal(routes(20_001n).length, 1);
  const added = (await file()).routes.find(({ priority }) => priority === 0);
  assert.deepEqual(added?.merchantIds, [world.app.merchantId]);
  await post('routes', { ...mine, route: String(added?.id), priority: '5', enabled: '' });
  assert.equal(routes(15_000n).length, 1);
  const shut = (await file()).routes.find(({ id }) => id === added?.id);
  assert.deepEqual([shut?.priority, shut?.enabled, shut?.maxMinor], [5, false, 20_000n]);
  await post('routes/remove', { route: String(added?.id) });
  assert.equal((await file()).routes.length, 1);
});

test('payment codes: a prefix and length, or the payee of a QR that a scheme takes', async (t) => {
  const { post, file } = await openQueries(t);
  const va = 'PH_7ELEVEN_VA';
  const numbers = { bank: '7-Eleven', va_prefix: '8812', va_length: '12' };
  assert.equal((await post('codes', numbers, va)).status, 200);
  const { codeData } = (await file(va)).channel;
  assert.deepEqual([codeData?.vaPrefix, codeData?.vaLength], ['8812', 12]);
  const qr = 'PH_QRPH_DYNAMIC';
  const payee = { scheme: 'qrph', acquirerBic: 'BANKPHM1XXX', merchantId: 'SHOP1', mcc: '5999' };
  assert.equal((await post('codes', { ...payee, city: 'CEBU' }, qr)).status, 200);
  assert.equal((await file(qr)).channel.codeData?.merchant.city, 'CEBU');
  const wrong: readonly (readonly [string, Form, string])[] = [
    [va, { ...numbers, va_prefix: '88-12' }, 'va_prefix'],
    [va, { ...numbers, va_length: '9' }, 'va_length'],
    [va, { ...numbers, va_length: '31' }, 'va_length'],
    [qr, payee, 'city'],
    [qr, { ...payee, city: 'CEBU', mcc: '59' }, 'mcc'],
    [qr, { ...payee, city: 'CEBU', acquirerBic: 'BANK' }, 'acquirerBic'],
    [qr, { ...payee, scheme: 'qris' }, 'scheme'],
  ];
  for (const [code, form, field] of wrong) {
    const { error } = (await post('codes', form, code)).json<{ error: { field: string } }>();
    assert.equal(error.field, field, JSON.stringify(form));
  }
  assert.equal((await post('codes', { scheme: '' }, qr)).status, 200);
  assert.deepEqual((await file(qr)).channel.codeData?.merchant, {});
});

test('a change asks for the password, and is in the audit log with what it was before', async (t) => {
  const { world, post, file } = await openQueries(t);
  const guess = { ...FACTS, ...ABLE, password: 'not it' };
  assert.equal(
    (await post('facts', guess)).json<{ error: { code: string } }>().error.code,
    'wrong_password',
  );
  await post('facts', { ...FACTS, ...ABLE, min: '30' });
  await post('facts', { ...FACTS, ...ABLE, min: '-1' });
  const rows = await world.deps.audit.list(null, 3);
  const [refused, , done] = rows;
  assert.equal(done?.action, 'channel.facts');
  assert.equal(done?.subject, 'channel PH_GCASH');
  assert.equal(done?.detail, '3000 to 5000000 PHP/2, 30 min, open');
  assert.match(done?.before ?? '', /^[0-9a-f]{64}$/);
  assert.notEqual(done?.before, done?.after);
  assert.match(refused?.detail ?? '', /^field min the amount must not be negative/);
  assert.equal((await file()).channel.limits.minMinor, 3_000n);
});

test('who may only look sees the same page without a form, and unknown channels are not found', async (t) => {
  const world = await openConsole(t);
  const eve = visitor(world.server);
  await eve.signIn('viewer');
  const { body, status } = await eve.get('/console/channels/PH_GCASH');
  assert.equal(status, 200);
  const main = body.slice(body.indexOf('<main'));
  assert.match(main, /payer\.email/);
  assert.doesNotMatch(main, /<form/);
  assert.equal((await eve.get('/console/channels/NO_SUCH')).status, 404);
});

test('every ability of every channel, and every name of a form, has its word in both languages', () => {
  const leaves = new Set(
    CHANNELS.flatMap(({ abilities }) => abilityList(abilities).map(([path]) => path)),
  );
  for (const { tag, messages } of LOCALES) {
    const missing = [...leaves].filter((leaf) => messages.catalogue.able[leaf] === undefined);
    assert.deepEqual(missing, [], tag);
    assert.deepEqual(
      Object.keys(messages.catalogue.labels).sort(),
      Object.keys(LOCALES[0].messages.catalogue.labels).sort(),
    );
  }
});

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { TEST_CARDS } from './cards.ts';
import type { Json, Platform } from './testing/harness.ts';
import { startPlatform } from './testing/harness.ts';

let platform: Platform;
let folder: string;
let journalFile: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'simulator-pages-'));
  journalFile = join(folder, 'journal.jsonl');
  platform = await startPlatform({ journalFile });
});
after(async () => {
  await platform.stop();
  await rm(folder, { recursive: true });
});

type Shown = { http: number; text: string; headers: Headers };

async function open(path: string): Promise<Shown> {
  const response = await fetch(platform.simulator.url + path, { redirect: 'manual' });
  return { http: response.status, text: await response.text(), headers: response.headers };
}

async function send(path: string, form: Record<string, string> = {}): Promise<Shown> {
  const body = new URLSearchParams(form);
  const init = { method: 'POST', redirect: 'manual', body } as const;
  const response = await fetch(platform.simulator.url + path, init);
  return { http: response.status, text: await response.text(), headers: response.headers };
}

async function statusOf(reference: string): Promise<Json> {
  return (await platform.query('payment', reference)).body;
}

const RETURN_URL = 'http://shop.example/done?order=1&x=2';
const GOOD_CARD = { number: '4035 5010 0000 0008', holder: 'Ann', expiry: '03/25', cvc: '123' };

test('a wallet page shows what is paid, confirms once and leads back to the merchant', async () => {
  const made = await platform.payment({
    returnUrl: RETURN_URL,
    description: 'Two coffees',
    payerName: 'Maria',
    amountMinor: '123456',
  });
  const page = await open(`/p/${made.body.id}`);
  assert.match(page.text, /TEST/);
  assert.match(page.text, /PHP 1,234\.56/);
  assert.match(page.text, /Two coffees/);
  const done = await send(`/p/${made.body.id}/confirm`);
  assert.equal(done.http, 200);
  assert.match(
    done.text,
    /http-equiv="refresh" content="3;url=http:\/\/shop\.example\/done\?order=1&amp;x=2"/,
  );
  assert.match(done.text, /href="http:\/\/shop\.example\/done\?order=1&amp;x=2"/);
  assert.equal(platform.events(made.reference)[0]?.type, 'payment.succeeded');
  await send(`/p/${made.body.id}/confirm`);
  const { status, paymentCount } = await statusOf(made.reference);
  assert.deepEqual([status, paymentCount], ['succeeded', 1]);
  assert.match((await open(`/p/${made.body.id}`)).text, /Paid/);
});

test('a refused wallet payment fails, is reported, and leads back too', async () => {
  const made = await platform.payment({ returnUrl: RETURN_URL });
  const done = await send(`/p/${made.body.id}/refuse`);
  assert.match(done.text, /Not paid/);
  assert.match(done.text, /shop\.example/);
  const { status, failure } = await statusOf(made.reference);
  assert.deepEqual([status, (failure as Json).code], ['failed', 'payer_refused']);
  assert.equal(platform.events(made.reference)[0]?.type, 'payment.failed');
});

test('names from merchants and payers are only text', async () => {
  const evil = `"><script>alert('x')</script>&amp;`;
  const over = {
    description: evil,
    payerName: evil,
    merchantOrder: evil,
    attributes: { name: evil },
  };
  for (const method of ['wallet', 'card', 'va', 'bank_transfer', 'qr']) {
    const made = await platform.payment({ ...over, method });
    const page = await open(`/p/${made.body.id}`);
    assert.equal(page.http, 200);
    assert.equal(page.text.includes('<script'), false, method);
    assert.match(page.text, /&quot;&gt;&lt;script&gt;/, method);
  }
  const typed = await open(`/va?number=${encodeURIComponent(evil)}`);
  assert.equal(typed.text.includes('<script'), false);
});

test('pages run no script, load nothing foreign and cannot be framed', async () => {
  const made = await platform.payment({ method: 'card' });
  for (const path of ['/', '/va', '/transfer', '/qr', `/p/${made.body.id}`, '/p/none']) {
    const { headers, text } = await open(path);
    const policy = headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'/, path);
    assert.match(policy, /frame-ancestors 'none'/, path);
    assert.doesNotMatch(policy, /unsafe|script-src/, path);
    assert.doesNotMatch(text, /<script|style=|onclick/, path);
    assert.match(text, /<strong>TEST<\/strong>/, path);
  }
});

test('a VA is found by its number and takes any amount', async () => {
  const made = await platform.payment({
    method: 'va',
    attributes: { bank: 'BCA', name: 'TOKO UJI' },
    asset: 'IDR/0',
    amountMinor: '150000',
  });
  const { number, bank } = made.body.instructions as { number: string; bank: string };
  assert.equal(bank, 'BCA');
  assert.match(number, /^99\d{14}$/);
  const spaced = number.replace(/(\d{4})/g, '$1 ').trim();
  const page = await open(`/va?number=${encodeURIComponent(spaced)}`);
  assert.match(page.text, /TOKO UJI/);
  assert.match(page.text, /IDR 150,000/);
  assert.match(page.text, /value="150000"/);
  assert.equal((await send(`/p/${made.body.id}/transfer`, { amount: 'much' })).http, 422);
  const paid = await send(`/p/${made.body.id}/transfer`, { amount: '149,999' });
  assert.equal(paid.http, 200);
  const { status, paidMinor } = await statusOf(made.reference);
  assert.deepEqual([status, paidMinor], ['succeeded', '149999']);
  assert.equal((await open('/va?number=9900000000000000')).http, 404);
  assert.equal((await open(`/transfer?number=${number}`)).http, 404);
});

test('a bank transfer suggests what is due', async () => {
  const made = await platform.payment({ method: 'bank_transfer' });
  const { account } = made.body.instructions as { account: string };
  const page = await open(`/transfer?number=${account}`);
  assert.match(page.text, /value="100\.50"/);
  await send(`/p/${made.body.id}/transfer`, { amount: '100.50' });
  assert.equal((await statusOf(made.reference)).paidMinor, '10050');
});

test('a QR text is scanned by pasting it, and a damaged one is noticed', async () => {
  const made = await platform.payment({ method: 'qr' });
  const { payload } = made.body.instructions as { payload: string };
  const page = await open(`/qr?number=${encodeURIComponent(payload)}`);
  assert.match(page.text, /<svg/);
  const damaged = encodeURIComponent(`${payload.slice(0, -1)}x`);
  assert.match((await open(`/qr?number=${damaged}`)).text, /damaged/);
  await send(`/p/${made.body.id}/transfer`, { amount: '100.50' });
  assert.equal((await statusOf(made.reference)).status, 'succeeded');
});

test('the test cards do what their table says', async () => {
  const cases = [
    ['4035501000000008', '8059', true],
    ['4012000300001003', '8059', false],
    ['4012000300001003', '8060', true],
    ['2223000010181375', '8005', false],
    ['2223000010181375', '8059', true],
    ['4444333322221111', '8059', true],
    ['5555555555554444', '8005', true],
    ['4111111111111111', '100', false],
  ] as const;
  for (const [number, amountMinor, succeeds] of cases) {
    const made = await platform.payment({ method: 'card', amountMinor });
    const shown = await send(`/p/${made.body.id}/card`, { ...GOOD_CARD, number });
    assert.equal(shown.http, succeeds ? 200 : 422, `${number} ${amountMinor}`);
    const { status, card } = await statusOf(made.reference);
    assert.equal(status, succeeds ? 'succeeded' : 'pending');
    if (succeeds) assert.equal((card as Json).last4, number.slice(-4));
  }
});

test('after a refused card the payer may try another', async () => {
  const made = await platform.payment({ method: 'card', amountMinor: '8059' });
  const refused = await send(`/p/${made.body.id}/card`, {
    ...GOOD_CARD,
    number: '4012000300001003',
  });
  assert.match(refused.text, /Try another card/);
  assert.match(refused.text, /name="number"/);
  assert.deepEqual(platform.events(made.reference), []);
  await send(`/p/${made.body.id}/card`, GOOD_CARD);
  const { status, card } = await statusOf(made.reference);
  assert.equal(status, 'succeeded');
  assert.deepEqual(card, { brand: 'Visa', last4: '0008' });
});

test('no card number is stored, logged, reported or shown again', async () => {
  const numbers = [...TEST_CARDS.map(({ number }) => number), '4111111111111111'];
  const pages: string[] = [];
  for (const number of numbers) {
    const made = await platform.payment({ method: 'card', amountMinor: '8059' });
    const grouped = number.replace(/(\d{4})(?=\d)/g, '$1 ');
    for (const typed of [number.replace(/\d$/, 'x'), number, grouped]) {
      pages.push((await send(`/p/${made.body.id}/card`, { ...GOOD_CARD, number: typed })).text);
    }
  }
  const looks = ['journal', 'calls', 'callbacks', 'state', 'totals'];
  const admin = await Promise.all(looks.map((path) => platform.call('GET', `/admin/${path}`)));
  const kept = [
    ...admin.map(({ text }) => text),
    await readFile(journalFile, 'utf8'),
    JSON.stringify(platform.logged),
    JSON.stringify(platform.received),
    ...pages.map((text) => text.replace(/<details>.*<\/details>/s, '')),
  ].join('\n');
  assert.match(kept, /"last4":"0008"/);
  assert.equal(platform.logged.length > numbers.length, true);
  for (const number of numbers) {
    const anyForm = new RegExp([...number].join('[\\s-]?'));
    assert.doesNotMatch(kept, anyForm);
    assert.equal(kept.includes(number.slice(0, 12)), false);
  }
});

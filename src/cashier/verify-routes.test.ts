/** The page on which a payer shows who they are: its steps, and what it takes for a picture. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { HOSTILE_NAMES } from '../../tests/browser/hostile-names.ts';
import { emptyPng, exifOf, jpegOf } from '../../tests/support/images.ts';
import { until } from '../../tests/support/until.ts';
import { TOKEN, verificationPage } from '../../tests/support/verification-page.ts';
import { LOCALES } from './locale.ts';

const PAGE = `/pay/${TOKEN}`;
const BOUNDARY = '----page';

async function page(t: TestContext, document: string | null = 'PH_NATIONAL_ID', name?: string) {
  const opened = await verificationPage(document, name);
  const { server } = opened;
  t.after(() => server.close());
  const post = (path: string, payload: string | Buffer, type: string) =>
    server.inject({ method: 'POST', url: path, payload, headers: { 'content-type': type } });
  return {
    ...opened,
    get: async (url = PAGE) => (await server.inject({ url })).body,
    choose: (code: string) =>
      post(`${PAGE}/document`, `document=${code}`, 'application/x-www-form-urlencoded'),
    take: (part: string, picture: Buffer, url = `${PAGE}/photo`) =>
      post(url, formOf(part, picture), `multipart/form-data; boundary=${BOUNDARY}`),
    submit: () => post(`${PAGE}/submit`, '', 'application/x-www-form-urlencoded'),
    wants: async () =>
      /name="part" value="(\w+)"/.exec((await server.inject({ url: PAGE })).body)?.[1],
  };
}

function formOf(part: string, picture: Buffer): Buffer {
  const head = (name: string, more = '') =>
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`;
  return Buffer.concat([
    Buffer.from(`${head('part')}${part}\r\n${head('photo', '; filename="a.jpg"')}`),
    picture,
    Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
  ]);
}

const GOOD = jpegOf(800, 500);

test('leads from one step to the next, until everything is sent in', async (t) => {
  const { get, choose, take, submit, wants, order } = await page(t, null);
  assert.match(await get(), /Which document do you have\?[\s\S]*PH_DRIVER_LICENSE/);
  assert.equal((await choose('PH_DRIVER_LICENSE')).statusCode, 303);
  for (const part of ['front', 'back', 'selfie']) {
    assert.equal(await wants(), part);
    assert.equal((await take(part, GOOD)).statusCode, 303);
  }
  assert.match(await get(), /Send your pictures\?/);
  assert.match(await get(`${PAGE}?step=back`), /name="part" value="back"/);
  await submit();
  assert.equal(order().verification?.stage, 'submitted');
  assert.match(await get(), /We are checking your pictures/);
  // Who presses "back" in the browser and sends once more, sends nothing.
  await take('front', GOOD);
  await submit();
  assert.equal(order().verification?.captures, 3);
});

test('asks for the back of a document that has one alone', async (t) => {
  const { choose, take, wants } = await page(t, null);
  await choose('PH_PASSPORT');
  await take('front', GOOD);
  assert.equal(await wants(), 'selfie');
});

test('keeps of a picture what is its own, and nothing of where it was taken', async (t) => {
  const { take, shop, order } = await page(t);
  await take('front', jpegOf(800, 500, [exifOf(6, 'N 14 35 E 120 58')]));
  const [photo] = await shop.deps.verifications.photosOf(order().id);
  assert.deepEqual([photo?.part, photo?.type, photo?.width], ['front', 'image/jpeg', 800]);
  assert.ok(!Buffer.from(photo?.bytes ?? []).includes('N 14 35'));
});

test('says what is wrong with a picture, and keeps none of it', async (t) => {
  const { take, order, server } = await page(t);
  for (const [picture, words] of [
    [Buffer.from('<svg onload="alert(1)"/>'), 'not a JPEG or PNG picture'],
    [GOOD.subarray(0, 60), 'damaged'],
    [jpegOf(100, 100), 'too small'],
    [emptyPng(30_000, 30_000), 'too large'],
    [Buffer.alloc(0), 'choose a picture first'],
    [Buffer.concat([GOOD, Buffer.alloc(5 * 1024 * 1024)]), 'too large'],
  ] as const) {
    const { statusCode, body, headers } = await take('front', picture);
    assert.equal(statusCode, 422, words);
    assert.match(body, new RegExp(`role="alert">[^<]*${words}`));
    assert.match(body, /name="part" value="front"/);
    assert.equal(headers['cache-control'], 'no-store');
  }
  // More than a form may have is refused before it is read, and answered like a large picture.
  const vast = await take('front', Buffer.alloc(6 * 1024 * 1024));
  assert.equal(vast.statusCode, 422);
  assert.match(vast.body, /too large/);
  const [again] = [await server.inject({ url: `${PAGE}/photo` })];
  assert.deepEqual([again?.statusCode, again?.headers.location], [303, `${PAGE}?lang=en`]);
  assert.deepEqual(order().verification?.parts, []);
});

test('takes no picture that was not asked for', async (t) => {
  const { take, order } = await page(t, 'PH_PASSPORT');
  for (const part of ['back', 'portrait', 'passport', '']) await take(part, GOOD);
  assert.deepEqual(order().verification?.parts, []);
});

test('may use the camera and send forms to us, and nothing else', async (t) => {
  const { server } = await page(t);
  const { headers, body } = await server.inject({ url: PAGE });
  const policy = String(headers['content-security-policy']);
  assert.match(policy, /default-src 'none'; script-src 'self'/);
  assert.match(policy, /form-action 'self'/);
  assert.match(String(headers['permissions-policy']), /camera=\(self\), microphone=\(\)/);
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(headers['cache-control'], 'no-store');
  assert.doesNotMatch(body, /<[^>]*\s(?:style|on\w+)=/i);
  assert.match(body, /<script src="\/assets\/capture-[0-9a-f]{16}\.js" defer>/);
});

test('knows no link but its own, and is no page of a payment', async (t) => {
  const { server, take } = await page(t);
  assert.equal((await server.inject({ url: '/pay/forged' })).statusCode, 404);
  assert.equal((await take('front', GOOD, '/pay/forged/photo')).statusCode, 404);
  assert.equal((await server.inject({ url: `${PAGE}/qr.png` })).statusCode, 404);
  const choice = { method: 'POST', url: `${PAGE}/choose`, payload: 'channel=PAY' } as const;
  assert.equal((await server.inject(choice)).statusCode, 404);
});

test('unknown callers and one link alone do not keep others from sending pictures', async (t) => {
  const { server, take, order } = await page(t);
  const origin = new URL(await server.listen({ host: '127.0.0.1', port: 0 }));
  const body = formOf('front', GOOD);
  /** Sends all but the end; answers what came back before that, or null. */
  const begin = async (path: string) => {
    const socket = connect(Number(origin.port), origin.hostname);
    t.after(() => socket.destroy());
    await once(socket, 'connect');
    const head = [
      `POST ${path} HTTP/1.1`,
      `host: ${origin.host}`,
      `content-length: ${body.length}`,
      `content-type: multipart/form-data; boundary=${BOUNDARY}`,
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    socket.write(body.subarray(0, -9));
    return socket;
  };
  const answer = async (socket: Socket) => String((await once(socket, 'data'))[0]).slice(0, 12);
  for (let n = 0; n < 30; n += 1) {
    assert.equal(await answer(await begin('/pay/forged/photo')), 'HTTP/1.1 404');
  }
  const [first, second] = [await begin(`${PAGE}/photo`), await begin(`${PAGE}/photo`)];
  assert.equal(await answer(await begin(`${PAGE}/photo`)), 'HTTP/1.1 503');
  first.end(body.subarray(-9));
  assert.equal(await answer(first), 'HTTP/1.1 303');
  second.destroy();
  await until(async () => (await take('front', GOOD)).statusCode === 303);
  assert.deepEqual(order().verification?.parts, ['front']);
});

test('says how it ended, with the way back; and when the time is over', async (t) => {
  const { take, submit, shop, order, get, server } = await page(t, 'PH_PASSPORT');
  await take('front', GOOD);
  await take('selfie', GOOD);
  await submit();
  const status = async () => (await server.inject({ url: `${PAGE}/status` })).json();
  assert.equal((await status()).state, 'checking');
  const outcome = { kind: 'verified', upstreamId: 'V', reason: null, reading: null } as const;
  await shop.report(order(), { ...outcome, outcome: 'passed' });
  assert.equal((await status()).state, 'passed');
  assert.match(await get(), /You are verified[\s\S]*https:\/\/shop\.example\.com\/back/);
  const late = await page(t);
  late.shop.passes(31 * 60_000);
  assert.match(await late.get(), /The time is over/);
  await late.take('front', GOOD);
  assert.deepEqual(late.order().verification?.parts, []);
});

test('is whole in each of the nine languages', async (t) => {
  const { get, take, submit } = await page(t, 'PH_PASSPORT');
  const seen = new Map<string, Set<string>>();
  const look = async (step: string) => {
    for (const { tag, messages } of LOCALES) {
      const body = await get(`${PAGE}?lang=${tag}`);
      assert.match(body, new RegExp(`<html lang="${tag}"`));
      assert.doesNotMatch(body, /undefined|\[object/);
      const title = /<h1[^>]*>([^<]*)</.exec(body)?.[1] ?? '';
      assert.ok(title.length > 2, `${step} in ${tag}`);
      if (step !== 'end') assert.ok(body.includes(messages.verify.privacy), `${step} in ${tag}`);
      seen.set(step, (seen.get(step) ?? new Set()).add(title));
    }
  };
  await look('front');
  await take('front', GOOD);
  await look('selfie');
  await take('selfie', GOOD);
  await look('confirm');
  await submit();
  await look('end');
  assert.equal(LOCALES.length, 9);
  for (const [step, titles] of seen) assert.equal(titles.size, 9, step);
});

test('120 hostile names leave the page’s markup as it is', async (t) => {
  const skeleton = (body: string) =>
    [...body.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(/="[^"]*"/g, '')).join('\n');
  const plain = skeleton(await (await page(t)).get());
  for (const name of HOSTILE_NAMES) {
    const { get, server } = await page(t, 'PH_NATIONAL_ID', name);
    assert.equal(skeleton(await get()), plain, JSON.stringify(name));
    await server.close();
  }
});

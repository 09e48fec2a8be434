/** What the cashier does while it is open: countdown, copy, live status, return, keyboard. */
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, type TestContext, test } from 'node:test';
import type { Page } from 'playwright-core';
import { timeLeftText } from '../../src/cashier/clock-text.ts';
import { LOCALES } from '../../src/cashier/locale.ts';
import type { Order } from '../../src/domain/order.ts';
import { newPage, openBrowser, problemsOf, screenshot, tabStops } from './browser.ts';
import { fakeCashier, NOW_MS, orderFor, TOKEN, WAYS, type World } from './cashier-fixture.ts';

const browser = await openBrowser({ after });

interface Scene {
  readonly page: Page;
  readonly world: World;
  readonly url: string;
  readonly open: (query?: string) => Promise<void>;
}

async function scene(t: TestContext, order: Order, locale = 'en'): Promise<Scene> {
  const { server, world } = await fakeCashier(order);
  const origin = await server.listen({ host: '127.0.0.1', port: 0 });
  const page = await newPage(browser, { width: 360, height: 740, dark: false, locale });
  t.after(async () => {
    await page.context().close();
    await server.close();
  });
  const url = `${origin}/pay/${TOKEN}`;
  const open = async (query = '') => {
    await page.goto(url + query);
  };
  return { page, world, url, open };
}

function state(page: Page, wanted: string) {
  return page.locator(`#cashier[data-state="${wanted}"]`).waitFor();
}

test('the page turns to paid by itself, and says so to a screen reader', async (t) => {
  const { page, world, open } = await scene(t, orderFor(WAYS.qr));
  await open();
  world.order = orderFor(WAYS.qr, { state: 'paid', paidMinor: 12_990n });
  await state(page, 'paid');
  assert.equal(await page.locator('h1').textContent(), 'Payment received');
  assert.equal(await page.locator('#announcer').textContent(), 'Payment received');
  assert.equal(await page.locator('.qr').count(), 0);
  await screenshot(page, 'live-paid');
  assert.deepEqual(problemsOf(page), []);
});

test('what to pay with appears as soon as it is known, in the language picked', async (t) => {
  const { page, world, open } = await scene(
    t,
    orderFor(WAYS.va, { state: 'created', instructions: null }),
  );
  await open('?lang=id');
  assert.equal(await page.locator('h1').textContent(), 'Menyiapkan pembayaran');
  world.order = orderFor(WAYS.va);
  await state(page, 'waiting');
  assert.equal(await page.locator('h1').textContent(), 'Bayar ke virtual account');
  assert.deepEqual(problemsOf(page), []);
});

test('a focus inside what is replaced moves to what is new', async (t) => {
  const { page, world, open } = await scene(t, orderFor(WAYS.va));
  await open();
  await page.locator('.copy').first().focus();
  world.order = orderFor(WAYS.va, { state: 'failed' });
  await state(page, 'failed');
  assert.equal(await page.evaluate('document.activeElement.localName'), 'h1');
});

test('the countdown goes down, and the page expires with it', async (t) => {
  const { page, world, open } = await scene(t, orderFor(WAYS.qr));
  world.order = orderFor(WAYS.qr, { expiresAt: new Date(world.nowMs() + 4000) });
  await open();
  const countdown = page.locator('.countdown');
  await countdown.getByText('00:03').waitFor();
  assert.match((await countdown.getAttribute('class')) ?? '', /soon/);
  await screenshot(page, 'countdown-soon');
  await countdown.getByText('00:01').waitFor();
  await state(page, 'expired');
  assert.equal(await page.locator('.qr').count(), 0);
  assert.deepEqual(problemsOf(page), []);
});

test('a payment that comes after the time still shows on the expired page', async (t) => {
  const { page, world, open } = await scene(t, orderFor(WAYS.qr, { state: 'expired' }));
  await page.clock.install();
  await open();
  world.order = orderFor(WAYS.qr, { state: 'paid', paidMinor: 12_990n });
  await page.clock.runFor(10_500);
  await state(page, 'paid');
});

test('server and script write the time left in the same form', async (t) => {
  const { page, world, open } = await scene(t, orderFor(WAYS.qr));
  world.nowMs = () => NOW_MS;
  for (const leftMs of [59_000, 7_265_000, 3 * 86_400_000 + 62_000]) {
    world.order = orderFor(WAYS.qr, { expiresAt: new Date(NOW_MS + leftMs) });
    for (const { tag } of LOCALES) {
      await open(`?lang=${tag}`);
      const [shown] = await page.locator('[data-countdown]').allTextContents();
      const possible = [0, 1000, 2000, 3000].map((gone) => timeLeftText(leftMs - gone, tag));
      assert.ok(possible.includes(shown ?? ''), `${tag}: ${shown}`);
    }
  }
});

test('the copy button copies the bare number and says so', async (t) => {
  const { page, open } = await scene(t, orderFor(WAYS.va));
  await open();
  const [number, amount] = [page.locator('.copy').nth(0), page.locator('.copy').nth(1)];
  await number.click();
  await number.getByText('Copied').waitFor();
  assert.equal(await page.locator('#announcer').textContent(), 'Copied');
  assert.equal(await page.evaluate('navigator.clipboard.readText()'), '8808123456789012');
  await screenshot(page, 'copied');
  await amount.click();
  await amount.getByText('Copied').waitFor();
  assert.equal(await page.evaluate('navigator.clipboard.readText()'), '1250000');
  await number.getByText('Copy', { exact: true }).waitFor();
  assert.deepEqual(problemsOf(page), []);
});

test('a number marked and copied by hand has no spaces in it', async (t) => {
  const { page, open } = await scene(t, orderFor(WAYS.va));
  await open();
  const mark = "getSelection().selectAllChildren(document.querySelector('.value:has(.group)'))";
  await page.evaluate(mark);
  const marked = await page.evaluate('getSelection().toString()');
  assert.equal(marked, '8808123456789012');
});

test('copying works where the browser has no clipboard API', async (t) => {
  const { page, open } = await scene(t, orderFor(WAYS.qr));
  await page.addInitScript(
    `globalThis.realClipboard = navigator.clipboard;
    Object.defineProperty(navigator, 'clipboard', { value: undefined })`,
  );
  await open();
  await page.getByRole('button', { name: 'Copy code' }).click();
  await page.locator('.copy.done').waitFor();
  const copied = await page.evaluate<string>('realClipboard.readText()');
  assert.match(copied, /^000201.*63045F18$/);
});

test('where nothing can be copied, the text is shown and marked', async (t) => {
  const { page, open } = await scene(t, orderFor(WAYS.va));
  await page.addInitScript(
    `Object.defineProperty(navigator, 'clipboard', { value: undefined });
    document.execCommand = () => false`,
  );
  await open();
  await page.locator('.copy').first().click();
  await page.locator('.copy-failed').waitFor();
  assert.equal(await page.evaluate('getSelection().toString()'), '8808123456789012');
});

test('a lost connection is shown, and forgotten when it is back', async (t) => {
  const { page, world, open } = await scene(t, orderFor(WAYS.qr));
  await open();
  world.trouble = new Error('down');
  const note = page.getByText('No connection. Trying again…');
  await note.first().waitFor();
  await screenshot(page, 'offline');
  world.trouble = null;
  await page.evaluate("window.dispatchEvent(new Event('online'))");
  await note.first().waitFor({ state: 'hidden' });
});

test('a page that nobody sees asks nothing, and asks at once when seen again', async (t) => {
  const { page, world, open } = await scene(t, orderFor(WAYS.qr));
  await page.addInitScript(
    "Object.defineProperty(document, 'hidden', { get: () => globalThis.away === true })",
  );
  await page.clock.install();
  await open();
  const look = (away: boolean) =>
    page.evaluate(`away = ${away}; document.dispatchEvent(new Event('visibilitychange'))`);
  await look(true);
  const before = world.reads;
  await page.clock.runFor(120_000);
  assert.equal(world.reads, before);
  world.order = orderFor(WAYS.qr, { state: 'paid' });
  await look(false);
  await state(page, 'paid');
});

test('the page asks less and less often, never more than every two seconds', async (t) => {
  const { page, world, open } = await scene(t, orderFor(WAYS.qr, { expiresAt: null }));
  // Stopped, for else the page's time goes on by itself between the steps that are counted.
  await page.clock.install({ time: 0 });
  await page.clock.pauseAt(1_000);
  await open();
  const answered = () => page.waitForResponse((reply) => reply.url().endsWith('/status'));
  const gapsMs: number[] = [];
  for (let polls = 0; polls < 12; polls += 1) {
    const before = world.reads;
    let gapMs = 0;
    const answer = answered();
    for (; world.reads === before && gapMs < 20_000; gapMs += 250) await page.clock.runFor(250);
    await (await answer).finished();
    gapsMs.push(gapMs);
  }
  assert.ok(Math.min(...gapsMs) >= 2000, gapsMs.join());
  assert.ok((gapsMs.at(-1) ?? 0) > (gapsMs[0] ?? 0), gapsMs.join());
});

async function shop(t: TestContext) {
  const visits: IncomingMessage[] = [];
  const server = createServer((request, reply) => {
    if (request.url !== '/favicon.ico') visits.push(request);
    reply.end('shop');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return { visits, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test('the payer is brought back to the exact return address, without referrer', async (t) => {
  const { visits, origin } = await shop(t);
  const returnUrl = `${origin}/done?x=1&y=%7e&status=`;
  const { page, open } = await scene(t, orderFor(WAYS.qr, { state: 'paid', returnUrl }));
  await page.clock.install();
  await open();
  await page.getByText('Returning in').waitFor();
  await page.clock.runFor(9000);
  assert.equal(await page.locator('[data-seconds]').textContent(), '1 sec');
  await page.clock.runFor(1500);
  await page.waitForURL(returnUrl);
  assert.equal(visits.length, 1);
  assert.equal(visits[0]?.url, '/done?x=1&y=%7e&status=');
  assert.equal(visits[0]?.headers.referer, undefined);
});

test('the automatic return can be stopped, and the link stays', async (t) => {
  const { visits, origin } = await shop(t);
  const order = orderFor(WAYS.qr, { state: 'failed', returnUrl: `${origin}/done` });
  const { page, open } = await scene(t, order);
  await page.clock.install();
  await open();
  await page.getByRole('button', { name: 'Stay on this page' }).click();
  await page.clock.runFor(60_000);
  assert.equal(visits.length, 0);
  assert.equal(await page.getByText('Returning in').isVisible(), false);
  assert.equal(await page.evaluate('document.activeElement.innerText'), 'Return to Kopi Kita');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${origin}/done`);
  await page.goBack();
  await page.clock.runFor(60_000);
  assert.equal(visits.length, 1);
});

test('all is reached by keyboard, in reading order, with a ring around it', async (t) => {
  const { page, open } = await scene(t, orderFor(WAYS.va));
  await open();
  const stops = await tabStops(page);
  assert.deepEqual(
    stops.map((stop) => stop.name),
    [
      'Language: English',
      'Copy: Virtual account number',
      'Copy: Amount to pay',
      'Open the test wallet',
      'Return to Kopi Kita',
    ],
  );
  assert.deepEqual(
    stops.filter((stop) => !stop.ring),
    [],
  );
});

test('the language is changed by keyboard, and Escape closes the list', async (t) => {
  const { page, url, open } = await scene(t, orderFor(WAYS.va));
  await open();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await page.getByRole('link', { name: 'ไทย' }).isVisible(), true);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  assert.equal(await page.getByRole('link', { name: 'ไทย' }).isVisible(), false);
  assert.equal(await page.evaluate('document.activeElement.localName'), 'summary');
  await page.keyboard.press('Enter');
  for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${url}?lang=th`);
  assert.equal(await page.locator('h1').textContent(), 'ชำระผ่านบัญชีเสมือน');
  assert.equal(await page.locator('html').getAttribute('lang'), 'th');
});

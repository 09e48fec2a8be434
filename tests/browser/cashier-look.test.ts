/** How the cashier looks and reads: phone and desktop, light and dark, nine languages. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { LOCALES } from '../../src/cashier/locale.ts';
import type { Order } from '../../src/domain/order.ts';
import {
  contrastComplaints,
  layoutComplaints,
  looks,
  newPage,
  openBrowser,
  problemsOf,
  screenshot,
} from './browser.ts';
import {
  fakeCashier,
  merchantNamed,
  NOW_MS,
  orderFor,
  TOKEN,
  WAYS,
  type Way,
} from './cashier-fixture.ts';

const browser = await openBrowser({ after });
const { server, world } = await fakeCashier(null);
after(() => server.close());
const origin = await server.listen({ host: '127.0.0.1', port: 0 });
const PAGE = `${origin}/pay/${TOKEN}`;

const SIZES = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 860 } };

const TO_CHOOSE = { choices: Object.values(WAYS).map(({ channel }) => channel.code) };

const BILL = orderFor(WAYS.bill, {
  ...{ kind: 'code', state: 'active', amountMinor: 0n, returnUrl: null },
  code: { minMinor: 20_000n, maxMinor: 5_000_000n, single: false },
  expiresAt: new Date(NOW_MS + 10 * 86_400_000),
});

/** Every page that a payer can meet, by name; of several codes the page that leads to them. */
const SCENES: Readonly<Record<string, Order | readonly Order[]>> = {
  redirect: orderFor(WAYS.redirect),
  card: orderFor(WAYS.card),
  qr: orderFor(WAYS.qr),
  va: orderFor(WAYS.va),
  'bank-transfer': orderFor(WAYS.bankTransfer),
  bill: BILL,
  'bill-fixed': { ...BILL, amountMinor: 150_000n, expiresAt: null },
  places: [BILL, WAYS.va, WAYS.qr].map((way) => ('id' in way ? way : { ...BILL, ...codeAt(way) })),
  days: orderFor(WAYS.va, { expiresAt: new Date(NOW_MS + 3 * 86_400_000) }),
  choosing: orderFor(WAYS.redirect, { ...TO_CHOOSE, channel: 'checkout', instructions: null }),
  chosen: orderFor(WAYS.va, TO_CHOOSE),
  preparing: orderFor(WAYS.qr, { state: 'created', instructions: null }),
  paid: orderFor(WAYS.redirect, { state: 'paid', paidMinor: 125_050n }),
  failed: orderFor(WAYS.redirect, { state: 'failed' }),
  expired: orderFor(WAYS.va, { state: 'expired' }),
  cancelled: orderFor(WAYS.va, { state: 'closed' }),
  returned: orderFor(WAYS.qr, { state: 'reversed', paidMinor: 12_990n }),
  unavailable: orderFor(WAYS.redirect, { instructions: { kind: 'redirect', url: 'http://x/' } }),
};

/** What differs between the codes of a group. */
function codeAt({ channel, instructions }: Way): Pick<Order, 'channel' | 'instructions'> {
  return { channel: channel.code, instructions };
}

async function open(page: Page, scene: Order | readonly Order[], query = ''): Promise<void> {
  const isOne = 'id' in scene;
  world.order = isOne ? scene : null;
  world.group = isOne ? [] : scene;
  const startMs = performance.now();
  world.nowMs = () => NOW_MS + Math.round(performance.now() - startMs);
  await page.goto((isOne ? PAGE : `${origin}/b/${TOKEN}`) + query);
}

for (const { name, ...look } of looks(SIZES.phone, SIZES.desktop)) {
  test(`every page is readable, reachable and within its width: ${name}`, async () => {
    const page = await newPage(browser, look);
    for (const [scene, order] of Object.entries(SCENES)) {
      await open(page, order);
      assert.deepEqual(await layoutComplaints(page), [], scene);
      assert.deepEqual(await contrastComplaints(page), [], scene);
      await screenshot(page, `${scene}-${name}`);
    }
    assert.deepEqual(problemsOf(page), []);
    await page.context().close();
  });
}

for (const { tag } of LOCALES) {
  test(`nothing sticks out or is cut in ${tag}, from 320 px up`, async () => {
    const page = await newPage(browser, { width: 320, height: 640, dark: false, locale: 'en' });
    for (const [scene, order] of Object.entries(SCENES)) {
      await page.setViewportSize({ width: 320, height: 640 });
      await open(page, order, `?lang=${tag}`);
      if (scene === 'va' || scene === 'qr') await screenshot(page, `narrow-${scene}-${tag}`);
      for (const width of [320, 760, 1280]) {
        await page.setViewportSize({ width, height: 640 });
        assert.deepEqual(await layoutComplaints(page), [], `${scene} at ${width}`);
      }
    }
    assert.deepEqual(problemsOf(page), []);
    await page.context().close();
  });
}

test('the checks see a fault: faint, wide, overlapping, cut, nameless, small', async () => {
  const page = await newPage(browser, { ...SIZES.phone, dark: false, locale: 'en' });
  await open(page, orderFor(WAYS.va));
  await page.evaluate(`{
    const one = (selector) => document.querySelector(selector);
    one('.lead').style.color = '#9aa5a4';
    one('.languages summary').style.color = '#3b8a7f';
    one('.facts').style.width = '400px';
    one('h1').style.marginTop = '-45px';
    one('.quiet bdi').style.cssText = 'width:60px;white-space:nowrap';
    one('.copy').textContent = '';
    one('.test-wallet').style.cssText = 'min-height:0;padding:0';
  }`);
  const contrast = (await contrastComplaints(page)).join();
  assert.match(contrast, /class="lead"/);
  assert.match(contrast, /English/);
  const layout = (await layoutComplaints(page)).join();
  for (const complaint of [
    /sticks out: <dl class="facts"/,
    /class="status-text".* lies on <h1/,
    /text is cut: <bdi class=""> Return to/,
    /no name: <button/,
    /hard to touch: <a class="button secondary/,
  ]) {
    assert.match(layout, complaint);
  }
  await page.context().close();
});

test('very long names and amounts stay inside a narrow page', async (t) => {
  t.after(() => {
    world.merchant = merchantNamed('Kopi Kita');
  });
  const long = 'PerusahaanKopiNusantaraSejahtera'.repeat(6);
  world.merchant = merchantNamed(long);
  const instructions = { kind: 'bank_transfer', bank: long, account: '9'.repeat(34), name: long };
  const order = orderFor(WAYS.bankTransfer, {
    merchantRef: 'R'.repeat(64),
    amountMinor: 10n ** 18n,
    instructions: instructions as Order['instructions'],
  });
  for (const width of [320, 1280]) {
    const page = await newPage(browser, { width, height: 740, dark: false, locale: 'en' });
    for (const state of ['pending', 'paid'] as const) {
      await open(page, { ...order, state });
      assert.deepEqual(await layoutComplaints(page), [], `${state} at ${width}`);
      await screenshot(page, `long-${state}-${width}`);
    }
    await page.context().close();
  }
});

test('the open language list is readable and inside the page', async () => {
  for (const [sizeName, size] of Object.entries(SIZES)) {
    for (const dark of [false, true]) {
      const page = await newPage(browser, { ...size, dark, locale: 'en' });
      await open(page, orderFor(WAYS.redirect));
      await page.locator('.languages summary').click();
      assert.deepEqual(await layoutComplaints(page), []);
      assert.deepEqual(await contrastComplaints(page), []);
      await screenshot(page, `languages-${sizeName}-${dark ? 'dark' : 'light'}`);
      await page.context().close();
    }
  }
});

test('the page of a bad link looks like the others', async () => {
  for (const [sizeName, size] of Object.entries(SIZES)) {
    const page = await newPage(browser, { ...size, dark: true, locale: 'th' });
    await page.goto(`${origin}/pay/forged`);
    assert.deepEqual(await layoutComplaints(page), []);
    assert.deepEqual(await contrastComplaints(page), []);
    await screenshot(page, `not-found-${sizeName}`);
    await page.context().close();
  }
});

test('without script the page says all, refreshes itself, has no dead button', async () => {
  const look = { ...SIZES.phone, dark: false, locale: 'en', script: false };
  const page = await newPage(browser, look);
  await open(page, orderFor(WAYS.va));
  const body = (await page.locator('body').textContent()) ?? '';
  for (const text of ['Kopi Kita', '1.250.000', 'KOPI KITA NUSANTARA', '14:59']) {
    assert.ok(body.includes(text), text);
  }
  assert.equal(await page.locator('.copy:visible').count(), 0);
  assert.equal(await page.locator('meta[http-equiv=refresh]').getAttribute('content'), '10');
  await page.locator('.languages summary').click();
  await page.getByRole('link', { name: 'Русский' }).click();
  assert.ok((await page.locator('h1').textContent())?.includes('Оплата на виртуальный счёт'));
  await screenshot(page, 'no-script');
  await page.context().close();
});

test('who asked for less motion gets none', async () => {
  const page = await newPage(browser, { ...SIZES.phone, dark: false, locale: 'en' });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, orderFor(WAYS.qr));
  const running = 'document.getAnimations().length';
  assert.equal(await page.evaluate<number>(running), 0);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await page.reload();
  assert.equal(await page.evaluate<number>(running), 1);
  await page.context().close();
});

/** How the portal looks and works: phone and desktop, light and dark, English and Chinese. */
import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import type { Page } from 'playwright-core';
import { dayText } from '../../src/domain/day.ts';
import { shownMoney } from '../store/withdrawal-trials.ts';
import { makeStory, settledBatch } from '../wire/console/story.ts';
import { closeDay, PASSWORD } from '../wire/console/world.ts';
import { openPortal } from '../wire/portal/portal-world.ts';
import {
  closePages,
  contrastComplaints,
  layoutComplaints,
  looks,
  newPage,
  openBrowser,
  problemsOf,
  screenshot,
} from './browser.ts';

const browser = await openBrowser({ after });
afterEach(() => closePages(browser));

const SIZES = { phone: { width: 360, height: 780 }, desktop: { width: 1280, height: 860 } };

async function signIn(page: Page, origin: string, login: string): Promise<void> {
  await page.goto(`${origin}/portal`);
  await page.locator('input[name=login]').fill(login);
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.locator('button.primary').click();
  await page.locator('main#main').waitFor();
}

/** Links in running text and tables may be as high as their line (WCAG 2.5.8, inline). */
async function complaints(page: Page): Promise<readonly string[]> {
  const all = [...(await layoutComplaints(page)), ...(await contrastComplaints(page))];
  return all.filter((one) => !/^hard to touch: <a class="(id|)">/.test(one));
}

test('every page is readable and within its width', async (t) => {
  const world = await openPortal(t);
  const { paid } = await makeStory(world);
  const batchId = await settledBatch(world, paid);
  await shownMoney(world);
  const origin = await world.server.listen({ host: '127.0.0.1', port: 0 });
  const screens = {
    overview: '',
    orders: '/orders',
    order: `/orders/${paid.id}`,
    notifications: '/notifications?state=delivered',
    balances: '/balances',
    withdrawals: '/withdrawals',
    batches: '/batches',
    batch: `/batches/${batchId}`,
    statement: '/statement',
    apps: '/apps',
    app: `/apps/${world.app.id}`,
    explain: '/explain',
    team: '/team',
    account: '/account',
    factor: '/account/second-factor',
  };
  for (const { name, ...look } of looks(SIZES.phone, SIZES.desktop)) {
    await t.test(name, async () => {
      const page = await newPage(browser, look);
      await signIn(page, origin, 'owner');
      const found: string[] = [];
      for (const [screen, path] of Object.entries(screens)) {
        await page.goto(`${origin}/portal/test${path}`);
        await page.evaluate(
          'for (const fold of document.querySelectorAll(".fold")) fold.open = true',
        );
        found.push(...(await complaints(page)).map((one) => `${screen}: ${one}`));
        await page.evaluate('scrollTo(0, 0)');
        await screenshot(page, `portal-${screen}-${name}`);
      }
      assert.deepEqual(found, []);
      assert.deepEqual(problemsOf(page), []);
      assert.deepEqual(world.failures, []);
      await page.context().close();
    });
  }
});

test('a developer makes a pair in the browser: only its public half is sent', async (t) => {
  const world = await openPortal(t);
  const { config, app, deps } = world;
  const appId = await config.createApp({
    ...{ merchantId: app.merchantId, dialect: 'open-api', publicId: 'a1b2', mode: 'test' },
    ...{ notifyUrl: null, settings: { country: 'PH' }, keys: [] },
  });
  await deps.snapshot.refresh();
  const origin = await world.server.listen({ host: '127.0.0.1', port: 0 });
  const page = await newPage(browser, { ...SIZES.desktop, dark: false, locale: 'en' });
  await signIn(page, origin, 'developer');
  await page.goto(`${origin}/portal/test/apps/${appId}`);
  await page.locator('summary', { hasText: 'Rotate a key' }).click();
  const download = page.waitForEvent('download');
  await page.locator('[data-make-pair] button').click();
  assert.equal((await download).suggestedFilename(), 'a1b2-private.pem');
  await page.locator('[role=status]', { hasText: 'saved as a file' }).waitFor();
  assert.match(
    await page.locator('textarea[name=public_key]').inputValue(),
    /^-----BEGIN PUBLIC KEY-----/,
  );
  const sent = page.waitForRequest((request) => request.method() === 'POST');
  await page.locator('form[action$=rotate-key] input[name=password]').fill(PASSWORD);
  await page.locator('form[action$=rotate-key] button.danger').click();
  assert.doesNotMatch((await sent).postData() ?? '', /PRIVATE/);
  await page.locator('.card-good').waitFor();
  assert.equal(deps.snapshot.current().app(appId)?.keys.length, 1);
  assert.deepEqual(problemsOf(page), []);
});

test('finance refunds, sees it, and takes the statement home', async (t) => {
  const world = await openPortal(t);
  const { paid } = await makeStory(world);
  const origin = await world.server.listen({ host: '127.0.0.1', port: 0 });
  const page = await newPage(browser, { ...SIZES.phone, dark: true, locale: 'zh-CN' });
  await signIn(page, origin, 'finance');
  await page.goto(`${origin}/portal/test/orders/${paid.id}`);
  await page.locator('summary', { hasText: '退款' }).click();
  await page.locator('input[name=amount]').fill('50.25');
  await page.locator('form[action$=refund] input[name=password]').fill(PASSWORD);
  await page.locator('form[action$=refund] button').click();
  await page.locator('.flash-good', { hasText: '退款正在处理' }).waitFor();
  await closeDay(world.pool, dayText(new Date()));
  await page.goto(`${origin}/portal/test/statement`);
  const file = page.waitForEvent('download');
  await page.locator('a[href*="format=csv"]').click();
  assert.match((await file).suggestedFilename(), /^statement_test_.*\.csv$/);
  assert.deepEqual(problemsOf(page), []);
});

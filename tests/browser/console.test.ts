/** How the console looks and works: phone and desktop, light and dark, English and Chinese. */
import assert from 'node:assert/strict';
import { after, afterEach, type TestContext, test } from 'node:test';
import type { Page } from 'playwright-core';
import { buildRequest } from '../../src/dialects/collect/client.ts';
import { shownMoney } from '../store/withdrawal-trials.ts';
import { reconPaths } from '../wire/console/recon-story.ts';
import { makeAgreements, makeStory, type Story, settledBatch } from '../wire/console/story.ts';
import { type ConsoleWorld, MERCHANT_KEY, openConsole, PASSWORD } from '../wire/console/world.ts';
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
import { HOSTILE_NAMES } from './hostile-names.ts';

const browser = await openBrowser({ after });
afterEach(() => closePages(browser));

const SIZES = { phone: { width: 360, height: 780 }, desktop: { width: 1280, height: 860 } };

interface Scene {
  readonly world: ConsoleWorld;
  readonly story: Story & Awaited<ReturnType<typeof makeAgreements>>;
  readonly batchId: bigint;
  /** Paths of reconciliation's pages, with what they are about. */
  readonly recon: (path: string) => string;
  readonly origin: string;
}

async function openScene(t: TestContext): Promise<Scene> {
  const world = await openConsole(t);
  const story = { ...(await makeStory(world)), ...(await makeAgreements(world)) };
  const batchId = await settledBatch(world, story.paid);
  await shownMoney(world);
  await world.pool.query(
    `insert into calendar_year (calendar, year, version, state, days) values
       ('PH', 2026, 1, 'approved', '{"2026-06-12": {"is": "closed", "name": "Araw ng Kalayaan"}}'),
       ('PH', 2027, 1, 'draft', '{"2027-06-12": {"is": "closed", "name": "Araw ng Kalayaan"}}')`,
  );
  const recon = await reconPaths(world);
  const origin = await world.server.listen({ host: '127.0.0.1', port: 0 });
  return { world, story, batchId, recon, origin };
}

/** The screens, by the name of their picture. */
function screensOf({ world, story, batchId, recon }: Scene): Readonly<Record<string, string>> {
  const doubt = `/cases/${story.doubt.id}/doubt?key=1`;
  return {
    overview: '',
    orders: '/orders',
    'orders-none': '/orders?q=nobody-has-this',
    'order-paid': `/orders/${story.paid.id}`,
    'order-failed': `/orders/${story.failed.id}`,
    'order-doubt': `/orders/${story.doubt.id}`,
    'order-code': `/orders/${story.code.id}`,
    'order-arrived': `/orders/${story.arrived.id}`,
    'order-mandate': `/orders/${story.mandate.id}`,
    'order-void': `/orders/${story.refund.id}`,
    notifications: '/notifications',
    'notifications-due': '/notifications?state=due',
    cases: '/cases',
    case: doubt,
    merchants: '/merchants',
    merchant: `/merchants/${world.app.merchantId}`,
    balances: '/balances',
    'main-book': '/main-book',
    coverage: '/coverage',
    withdrawals: '/withdrawals',
    merchantWithdrawals: `/merchants/${world.app.merchantId}/withdrawals`,
    reconciliation: '/reconciliation',
    'reconciliation-item': recon('/reconciliation/items/:item'),
    'reconciliation-file': recon('/reconciliation/files/:file'),
    'column-maps': '/column-maps',
    batches: '/batches',
    invoices: '/invoices',
    batch: `/batches/${batchId}`,
    calendars: '/calendars',
    channels: '/channels',
    providers: '/providers',
    'channel-qr': '/channels/PH_QRPH_DYNAMIC',
    'channel-va': '/channels/PH_7ELEVEN_VA',
    'channel-payout': '/channels/PH_GCASH_PAYOUT',
    explain: '/explain',
    audit: '/audit',
    operators: '/operators',
    account: '/account',
    'not-found': '/nothing-here',
  };
}

async function signIn(page: Page, origin: string, login = 'owner'): Promise<void> {
  await page.goto(`${origin}/console`);
  await page.locator('input[name=login]').fill(login);
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.locator('button.primary').click();
  await page.locator('main#main').waitFor();
}

async function textOf(page: Page, selector: string): Promise<string> {
  return (await page.locator(selector).textContent()) ?? '';
}

/** Links in running text and tables may be as high as their line (WCAG 2.5.8, inline). */
async function complaints(page: Page): Promise<readonly string[]> {
  const all = [...(await layoutComplaints(page)), ...(await contrastComplaints(page))];
  return all.filter((one) => !/^hard to touch: <a class="(id|)">/.test(one));
}

test('every page is readable and within its width', async (t) => {
  const scene = await openScene(t);
  for (const { name, ...look } of looks(SIZES.phone, SIZES.desktop)) {
    await t.test(name, async () => {
      const page = await newPage(browser, look);
      await page.goto(`${scene.origin}/console/sign-in`);
      assert.deepEqual(await complaints(page), [], 'sign-in');
      await screenshot(page, `console-sign-in-${name}`);
      await signIn(page, scene.origin);
      const found: string[] = [];
      for (const [screen, path] of Object.entries(screensOf(scene))) {
        await page.goto(`${scene.origin}/console${path}`);
        // What is folded is read as well.
        await page.evaluate(
          'for (const fold of document.querySelectorAll(".fold")) fold.open = true',
        );
        found.push(...(await complaints(page)).map((one) => `${screen}: ${one}`));
        await page.evaluate('scrollTo(0, 0)');
        await screenshot(page, `console-${screen}-${name}`);
      }
      assert.deepEqual(found, []);
      const missing = problemsOf(page).filter((problem) => !/status of 404/.test(problem));
      assert.deepEqual(missing, []);
      assert.deepEqual(scene.world.failures, []);
      await page.context().close();
    });
  }
});

test('between phone and desktop no table scrolls in its card', async (t) => {
  const { origin, story } = await openScene(t);
  const page = await newPage(browser, { width: 1024, height: 768, dark: false, locale: 'en' });
  await signIn(page, origin);
  for (const path of ['/balances', `/orders/${story.paid.id}`]) {
    await page.goto(`${origin}/console${path}`);
    const wide = await page.evaluate<string[]>(
      `[...document.querySelectorAll('.card')]
        .filter((card) => card.scrollWidth > card.clientWidth)
        .map((card) => card.querySelector('h2')?.textContent)`,
    );
    assert.deepEqual(wide, [], path);
  }
});

test('an operator refunds, mistypes, and is shown the error', async (t) => {
  const scene = await openScene(t);
  const page = await newPage(browser, { ...SIZES.phone, dark: false, locale: 'en' });
  await signIn(page, scene.origin, 'finance');
  await page.goto(`${scene.origin}/console/orders/${scene.story.paid.id}`);
  await page.locator('summary', { hasText: 'Refund' }).click();
  await page.locator('input[name=amount]').fill('50.25');
  await page.locator('form[action$=refund] input[name=password]').fill('not my password');
  await page.locator('button', { hasText: 'Refund' }).click();
  assert.match(await textOf(page, '.flash'), /Wrong password/);
  assert.equal(await page.locator('input[name=amount]').inputValue(), '50.25');
  assert.deepEqual(await complaints(page), []);
  await screenshot(page, 'console-refund-refused');
  await page.locator('form[action$=refund] input[name=password]').fill(PASSWORD);
  await page.locator('button', { hasText: 'Refund' }).click();
  assert.match(await textOf(page, '.flash'), /Refund started/);
  await page.locator('summary', { hasText: 'Refund' }).click();
  assert.match(await textOf(page, 'main'), /You can refund up to 1,200\.25 PHP/);
  await screenshot(page, 'console-refunded');
});

test('an operator changes a limit, is refused at the field, and is not to overwrite a newer edit', async (t) => {
  const scene = await openScene(t);
  const page = await newPage(browser, { ...SIZES.phone, dark: true, locale: 'en' });
  await signIn(page, scene.origin, 'finance');
  await page.goto(`${scene.origin}/console/channels/PH_QRPH_DYNAMIC`);
  const form = page.locator('form[action$=facts]');
  const send = async (min: string) => {
    await form.locator('input[name=min]').fill(min);
    await form.locator('input[name=password]').fill(PASSWORD);
    await form.locator('button').click();
  };
  await page.locator('.fold', { has: form }).locator('summary').click();
  await send('12.345');
  assert.match(await textOf(page, '.flash'), /Smallest amount: .*at most 2 decimals/);
  assert.equal(await form.locator('input[name=min]').inputValue(), '12.345');
  assert.equal(await form.locator('input[aria-invalid=true]').getAttribute('name'), 'min');
  assert.deepEqual(await complaints(page), []);
  await screenshot(page, 'console-channel-refused');
  await send('12.34');
  assert.match(await textOf(page, '.flash'), /Saved/);
  assert.match(await textOf(page, 'main'), /12\.34 PHP/);
  await page.locator('.fold', { has: form }).locator('summary').click();
  await scene.world.pool.query('update channel set updated_at = now()');
  await send('99');
  assert.match(await textOf(page, '.flash'), /Someone else changed/);
  assert.equal(await form.locator('input[name=min]').inputValue(), '12.34');
  await page.context().close();
});

test('the signature check names the mistake and marks where strings differ', async (t) => {
  const scene = await openScene(t);
  const fields = { merchant: '2C0001', orderId: 'A1', amount: '100.00', payCode: '15001' };
  const { body } = buildRequest('collect_create', fields, MERCHANT_KEY);
  for (const [sizeName, size] of Object.entries(SIZES)) {
    const page = await newPage(browser, { ...size, dark: false, locale: 'en' });
    await signIn(page, scene.origin, 'support');
    await page.goto(`${scene.origin}/console/explain`);
    await page.locator('select[name=operation]').selectOption('collect collect_create');
    await page.locator('textarea[name=body]').fill(body.replace('100.00', '100.0'));
    await page.locator('button', { hasText: 'Check' }).click();
    assert.match(await textOf(page, 'main'), /does not hold/);
    assert.ok(!(await page.content()).includes(MERCHANT_KEY));
    assert.deepEqual(await complaints(page), []);
    await screenshot(page, `console-explained-${sizeName}`);
    await page.context().close();
  }
});

test('the menu opens on a phone, and the language stays when it is changed', async (t) => {
  const scene = await openScene(t);
  const page = await newPage(browser, { ...SIZES.phone, dark: true, locale: 'en' });
  await signIn(page, scene.origin);
  await page.goto(`${scene.origin}/console/orders?state=paid`);
  await page.locator('.drawer summary').click();
  const beneath = / lies on /;
  assert.deepEqual(
    (await complaints(page)).filter((one) => !beneath.test(one)),
    [],
  );
  await screenshot(page, 'console-menu-phone');
  await page.locator('.drawer button', { hasText: '简体中文' }).click();
  assert.equal(await textOf(page, 'h1'), '订单');
  assert.ok(page.url().endsWith('/console/orders?state=paid'));
  await page.locator('.drawer summary').click();
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.drawer[open]').count(), 0);
});

test('120 hostile names run nothing and stay inside the page', async (t) => {
  const scene = await openScene(t);
  const { pool, deps } = scene.world;
  const names = HOSTILE_NAMES.map((name) => name.toWellFormed().replaceAll('\0', ''));
  await pool.query(
    `insert into merchant (id, name, bucket)
     select 1000 + n, name, 5 from unnest($1::text[]) with ordinality as u (name, n)`,
    [names],
  );
  const fields = Object.fromEntries(names.map((name, n) => [`${n} ${name}`, name]));
  await pool.query("update orders set detail = jsonb_set(detail, '{fields}', $1)", [fields]);
  await deps.snapshot.refresh();
  for (const size of Object.values(SIZES)) {
    const page = await newPage(browser, { ...size, dark: false, locale: 'en' });
    await signIn(page, scene.origin);
    for (const path of ['/merchants', '/orders', `/orders/${scene.story.paid.id}`]) {
      await page.goto(`${scene.origin}/console${path}`);
      assert.equal(await page.evaluate('typeof globalThis.pwned'), 'undefined');
      const out = (await layoutComplaints(page)).filter((one) => /sticks out|sideways/.test(one));
      assert.deepEqual(out, [], path);
    }
    assert.deepEqual(problemsOf(page), []);
    await page.context().close();
  }
});

/** The second factor in a real browser: its pages in every look, and the way through them. */
import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import type { Page } from 'playwright-core';
import { codeAt } from '../wire/console/authenticator.ts';
import { openConsole, PASSWORD } from '../wire/console/world.ts';
import {
  closePages,
  contrastComplaints,
  layoutComplaints,
  newPage,
  openBrowser,
  problemsOf,
  screenshot,
} from './browser.ts';

const HOME = '/console/account/second-factor';

const browser = await openBrowser({ after });
afterEach(() => closePages(browser));

async function signIn(page: Page, origin: string, login: string, otp = ''): Promise<void> {
  await page.goto(`${origin}/console`);
  await page.locator('input[name=login]').fill(login);
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.locator('input[name=otp]').fill(otp);
  await page.locator('button.primary').click();
  await page.locator('main#main').waitFor();
}

async function assertFine(page: Page, name: string): Promise<void> {
  const found = [...(await layoutComplaints(page)), ...(await contrastComplaints(page))];
  const other = found.filter((one) => !/^hard to touch: <a class="(id|)">/.test(one));
  assert.deepEqual(other, [], name);
  await page.evaluate('scrollTo(0, 0)');
  await screenshot(page, `second-factor-${name}`);
}

for (const width of [360, 1280]) {
  for (const dark of [false, true]) {
    for (const locale of ['en', 'zh-CN']) {
      const look = `${width}-${dark ? 'dark' : 'light'}-${locale}`;
      test(`setting it up is readable and within its width: ${look}`, async (t) => {
        const world = await openConsole(t, { requireSecondFactor: true });
        const origin = await world.server.listen({ host: '127.0.0.1', port: 0 });
        const page = await newPage(browser, { width, height: 860, dark, locale });
        await page.goto(`${origin}/console/sign-in`);
        await assertFine(page, `sign-in-${look}`);
        await signIn(page, origin, 'owner');
        assert.equal(new URL(page.url()).pathname, HOME);
        await assertFine(page, `required-${look}`);
        await page.locator('form[action$=begin] input[name=password]').fill(PASSWORD);
        await page.locator('form[action$=begin] button').click();
        await page.locator('svg.qr').waitFor();
        await assertFine(page, `picture-${look}`);
        const secret = (await page.locator('.scan pre').textContent()) ?? '';
        await page.locator('input[name=otp]').fill(codeAt(secret, new Date()));
        await page.locator('form[action$=confirm] button').click();
        await page.locator('.card-good').waitFor();
        await assertFine(page, `codes-${look}`);
        await page.goto(`${origin}${HOME}`);
        for (const fold of await page.locator('main summary').all()) await fold.click();
        await assertFine(page, `on-${look}`);
        await page.goto(`${origin}/console/operators`);
        await assertFine(page, `operators-${look}`);
        const expected = (problem: string) => /status of 422/.test(problem);
        assert.deepEqual(
          problemsOf(page).filter((problem) => !expected(problem)),
          [],
        );
        assert.deepEqual(world.failures, []);
        await page.context().close();
      });
    }
  }
}

/** Approvals in a real browser: the page in every look, and the way of two people through it. */
import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import type { Page } from 'playwright-core';
import { makeStory } from '../wire/console/story.ts';
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

const browser = await openBrowser({ after });
afterEach(() => closePages(browser));

async function signIn(page: Page, origin: string, login: string): Promise<void> {
  await page.goto(`${origin}/console/sign-in`);
  await page.locator('input[name=login]').fill(login);
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.locator('button.primary').click();
  await page.locator('main#main').waitFor();
}

async function assertFine(page: Page, name: string): Promise<void> {
  await page.evaluate('scrollTo(0, 0)');
  const found = [...(await layoutComplaints(page)), ...(await contrastComplaints(page))];
  const other = found.filter((one) => !/^hard to touch: <a class="(id|)">/.test(one));
  assert.deepEqual(other, [], name);
  await screenshot(page, `approvals-${name}`);
}

const TIMES: readonly (readonly [width: number, dark: boolean, locale: string])[] = [
  [360, false, 'en'],
  [360, true, 'zh-CN'],
  [1280, false, 'zh-CN'],
  [1280, true, 'en'],
];

for (const [width, dark, locale] of TIMES) {
  const look = `${width}-${dark ? 'dark' : 'light'}-${locale}`;
  test(`one asks, another approves, and both see what became of it: ${look}`, async (t) => {
    const world = await openConsole(t, { fourEyes: true });
    const { paid, doubt } = await makeStory(world);
    const origin = await world.server.listen({ host: '127.0.0.1', port: 0 });
    const maker = await newPage(browser, { width, height: 860, dark, locale });
    await signIn(maker, origin, 'finance');
    await maker.goto(`${origin}/console/orders/${paid.id}`);
    await maker.locator('.fold summary').first().click();
    const refund = maker.locator('form[action$=refund]');
    await refund.locator('input[name=amount]').fill('50.25');
    await refund.locator('input[name=password]').fill(PASSWORD);
    await assertFine(maker, `ask-${look}`);
    await refund.locator('button').click();
    await maker.locator('.flash-good').waitFor();
    await assertFine(maker, `own-${look}`);
    await maker.goto(`${origin}/console/cases/${doubt.id}/doubt?key=1`);
    const settle = maker.locator('form[action$=resolve]').first();
    await settle.locator('input[name=evidence]').fill('UTR412300998877');
    await settle.locator('input[name=password]').fill(PASSWORD);
    await settle.locator('button').click();
    await maker.locator('.flash-good').waitFor();

    const checker = await newPage(browser, { width, height: 860, dark, locale });
    await signIn(checker, origin, 'owner');
    const queue = checker.locator('.queue').first();
    assert.equal(await queue.textContent(), '2');
    await checker.goto(`${origin}/console/approvals`);
    await assertFine(checker, `waiting-${look}`);
    for (const left of [1, 0]) {
      const form = checker.locator('form[action$=approve]').first();
      await form.locator('input[name=password]').fill(PASSWORD);
      await form.locator('button').click();
      await checker.locator('.flash-good').waitFor();
      assert.equal(await checker.locator('form[action$=approve]').count(), left);
    }
    await checker.goto(`${origin}/console/approvals?state=all`);
    await assertFine(checker, `all-${look}`);
    assert.equal((await world.deps.reader.orderById(paid.id))?.refundedMinor, 5_025n);
    assert.equal((await world.deps.reader.orderById(doubt.id))?.state, 'paid');
    assert.deepEqual([...problemsOf(maker), ...problemsOf(checker)], []);
    assert.deepEqual(world.failures, []);
  });
}

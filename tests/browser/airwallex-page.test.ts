/** Promise: a payer types cards on the provider's page, and a refused one costs nothing. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { Talk } from '../wire/airwallex-talk.ts';
import { newPage, openBrowser } from './browser.ts';

const PHONE = { width: 360, height: 740, dark: false, locale: 'en' } as const;

const browser = await openBrowser({ after });
const talk = await Talk.start();
after(() => talk[Symbol.asyncDispose]());

/** Opens the page of a new payment; the payer comes back to the emulator's own journal. */
async function openedPage(amountMinor: bigint) {
  const intent = { ...talk.payin(amountMinor), returnUrl: `${talk.emulator.url}/emulator/journal` };
  const verdict = await talk.create(intent);
  assert.ok(verdict.kind === 'accepted' && verdict.instructions?.kind === 'redirect');
  const page = await newPage(browser, PHONE);
  await page.goto(verdict.instructions.url);
  return { intent, page };
}

async function type(page: Page, number: string): Promise<void> {
  const typed = { number, expiry: '12/30', cvc: '123', name: 'Maria Santos' };
  for (const [name, value] of Object.entries(typed)) {
    await page.locator(`#card [name=${name}]`).fill(value);
  }
  await page.locator('#card button').click();
}

test('a refused card is shown to the payer, and the next one pays', async () => {
  const { intent, page } = await openedPage(8_059n);
  await page.getByText('SGD 80.59').waitFor();
  await type(page, '4012 0003 0000 1003');
  await page.getByText('The card was refused by its bank. Try another card.').waitFor();
  await type(page, '4035 5010 0000 0008');
  await page.waitForURL('**/emulator/journal');
  const [event] = await talk.untilReported(intent);
  assert.equal(event?.fact.kind, 'paid');
  await page.context().close();
});

test('a challenged card asks for the code of the bank', async () => {
  const { intent, page } = await openedPage(2_500n);
  await type(page, '4012000300000088');
  await page.locator('#challenge [name=otp]').fill('1234');
  await page.locator('#challenge button').click();
  await page.waitForURL('**/emulator/journal');
  assert.equal((await talk.untilReported(intent))[0]?.fact.kind, 'paid');
  await page.context().close();
});

/** Promise: a payer pays on PayerMax's own cashier, and a refused card costs nothing. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { CARDS, type Card, Talk } from '../wire/payermax-talk.ts';
import { newPage, openBrowser } from './browser.ts';

const PHONE = { width: 360, height: 740, dark: false, locale: 'en' } as const;

const browser = await openBrowser({ after });
const talk = await Talk.start();
after(() => talk[Symbol.asyncDispose]());

/** Opens the cashier of a new order; the payer comes back to the emulator's own journal. */
async function openedPage(amountMinor: bigint, country = 'SG') {
  const returnUrl = `${talk.emulator.url}/emulator/journal`;
  const intent = { ...talk.payin(amountMinor, {}, country), returnUrl };
  const page = await newPage(browser, PHONE);
  await page.goto(await talk.pageOf(intent));
  return { intent, page };
}

async function type(page: Page, card: Card): Promise<void> {
  if (!(await page.locator('#card').isVisible())) {
    await page.locator('[data-method=CARD]').click();
  }
  for (const [name, value] of Object.entries(card)) {
    await page.locator(`#card [name=${name}]`).fill(value);
  }
  await page.locator('#card button').click();
}

async function paidFact(intent: Parameters<Talk['untilReported']>[0]) {
  const [event, ...more] = await talk.untilReported(intent);
  assert.ok(event?.fact.kind === 'paid' && more.length === 0);
  return event.fact.amount;
}

for (const [shown, minor, card, text] of [
  ['SGD 80.59', 8_059n, CARDS.visa, 'The card was refused by its bank (59).'],
  ['SGD 80.05', 8_005n, CARDS.mastercard, 'The card was refused by its bank (05).'],
] as const) {
  test(`a card refused at ${shown} is shown to the payer, and the next one pays`, async () => {
    const { intent, page } = await openedPage(minor);
    await page.getByText(shown, { exact: true }).waitFor();
    await type(page, card);
    await page.getByText(text).waitFor();
    assert.deepEqual(talk.facts(intent), []);
    await type(page, { ...CARDS.mada, number: '5297 4125 4200 5689' });
    await page.waitForURL('**/emulator/journal?*');
    const back = new URL(page.url()).searchParams;
    assert.equal(back.get('outTradeNo'), intent.reference);
    assert.equal(back.get('status'), 'SUCCESS');
    assert.deepEqual(await paidFact(intent), { asset: 'SGD/2', minor });
    await page.context().close();
  });
}

test('what stands on the way back settles nothing', async () => {
  const { intent, page } = await openedPage(1_000n);
  const back = await page.locator('#leave').getAttribute('href');
  await page.goto((back ?? '').replace('status=PENDING', 'status=SUCCESS'));
  assert.equal(await talk.asked(intent), 'accepted');
  assert.deepEqual(talk.facts(intent), []);
  await page.context().close();
});

test('a payer picks a wallet of the country, in its money, and pays there', async () => {
  const { intent, page } = await openedPage(10_000n, 'ID');
  await page.getByText('You pay IDR 1194030').waitFor();
  await page.locator('[data-method="WALLET DANA"]').click();
  await page.locator('[data-choice=successful]').click();
  await page.waitForURL('**/emulator/journal?*');
  assert.deepEqual(await paidFact(intent), { asset: 'SGD/2', minor: 10_000n });
  await page.context().close();
});

test('another country has other ways to pay', async () => {
  const { page } = await openedPage(10_000n);
  await page.locator('[data-method="REALTIME_PAYMENT PAYNOW"]').waitFor();
  await page.locator('#country').selectOption('BR');
  await page.locator('[data-method="REALTIME_PAYMENT PIX"]').waitFor();
  assert.equal(await page.locator('[data-method="REALTIME_PAYMENT PAYNOW"]').count(), 0);
  await page.context().close();
});

test('a failure is reported when the payer closes the page', async () => {
  const { intent, page } = await openedPage(1_000n);
  await page.locator('[data-method="WALLET GRABPAY"]').click();
  await page.locator('[data-choice=failed]').click();
  await page.locator('#close').waitFor();
  assert.deepEqual(talk.facts(intent), []);
  await page.locator('#close').click();
  await page.getByText('This order is closed.').waitFor();
  assert.equal((await talk.untilReported(intent))[0]?.fact.kind, 'declined');
  await page.context().close();
});

test('a challenged card asks the payer, who may say no and try again', async () => {
  const { intent, page } = await openedPage(22_200n);
  await type(page, CARDS.visa);
  await page.getByText('Your bank asks whether it is you.').waitFor();
  await page.locator('[data-choice=failed]').click();
  await type(page, CARDS.visa);
  await page.locator('[data-choice=successful]').click();
  await page.waitForURL('**/emulator/journal?*');
  assert.deepEqual(await paidFact(intent), { asset: 'SGD/2', minor: 22_200n });
  await page.context().close();
});

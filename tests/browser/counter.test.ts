/** The counter of a checkout: the payer picks a way to pay, and may still take another one. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { newPage, openBrowser, problemsOf } from './browser.ts';
import { fakeCashier, orderFor, TOKEN, WAYS } from './cashier-fixture.ts';

const browser = await openBrowser({ after });
const CHOICES = [WAYS.redirect.channel.code, WAYS.bill.channel.code];

for (const [name, width, script] of [
  ['a phone', 360, true],
  ['a desktop', 1280, true],
  ['a phone without script', 360, false],
] as const) {
  test(`on ${name} the payer picks one of the offered ways, and then another`, async (t) => {
    const order = orderFor(WAYS.redirect, {
      ...{ choices: CHOICES, channel: 'checkout', instructions: null, state: 'created' },
    });
    const { server, world } = await fakeCashier(order);
    const origin = await server.listen({ host: '127.0.0.1', port: 0 });
    const page = await newPage(browser, { width, height: 740, dark: false, locale: 'en', script });
    t.after(async () => {
      await page.context().close();
      await server.close();
    });
    await page.goto(`${origin}/pay/${TOKEN}`);
    const offered = page.locator('button[name=channel]');
    assert.deepEqual(
      await offered.evaluateAll((all) => all.map((one) => one.getAttribute('value'))),
      CHOICES,
    );
    await page.locator(`button[value=${CHOICES[1]}]`).click();
    assert.equal(await page.locator('h1').textContent(), 'Pay this bill at a counter or in an app');
    assert.equal(world.order?.channel, CHOICES[1]);
    await page.getByText('Pay another way').click();
    await page.locator(`button[value=${CHOICES[0]}]`).click();
    assert.equal(await page.locator('h1').textContent(), 'Continue to pay');
    assert.deepEqual(problemsOf(page), []);
  });
}

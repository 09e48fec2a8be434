/** Promise: names are only text. In a real browser, with every name where a name can stand. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { newPage, openBrowser, problemsOf } from './browser.ts';
import { fakeCashier, merchantNamed, orderFor, TOKEN, WAYS } from './cashier-fixture.ts';
import { HOSTILE_NAMES } from './hostile-names.ts';

const PHONE = { width: 360, height: 740, dark: false, locale: 'en' } as const;

const browser = await openBrowser({ after });
const { server, world } = await fakeCashier(null);
after(() => server.close());
const PAGE = `${await server.listen({ host: '127.0.0.1', port: 0 })}/pay/${TOKEN}`;

/** As the page writes it: control characters and broken halves replaced. */
function asText(name: string): string {
  return name.toWellFormed().replace(/[^\P{Cc}\t\n]/gu, '\uFFFD');
}

test('120 hostile names run nothing, load nothing, and are shown as they are', async () => {
  const page = await newPage(browser, PHONE);
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  const origin = new URL(PAGE).origin;
  for (const name of HOSTILE_NAMES) {
    world.merchant = merchantNamed(name);
    world.order = orderFor(WAYS.bankTransfer, {
      merchantRef: name,
      returnUrl: name,
      instructions: { kind: 'bank_transfer', bank: name, account: name, name },
    });
    await page.goto(PAGE);
    const [shown, payer] = await page.evaluate<[string, string]>(
      `[document.querySelector('.merchant bdi'), document.querySelectorAll('.rows .value')[2]]
        .map((element) => element.textContent)`,
    );
    assert.equal(shown, asText(name));
    assert.equal(payer, asText(name));
    assert.equal(await page.evaluate('globalThis.pwned'), undefined, name);
    assert.equal(await page.locator('a[data-return]').count(), 0, name);
    assert.equal(await page.locator('a[href^="javascript:" i]').count(), 0, name);
  }
  assert.deepEqual(
    requests.filter((url) => !url.startsWith(origin)),
    [],
  );
  assert.deepEqual(problemsOf(page), []);
  await page.context().close();
});

test('a hostile name is copied as it is', async () => {
  const name = `"><img src=x onerror=globalThis.pwned=1>`;
  world.merchant = merchantNamed('Kopi Kita');
  world.order = orderFor(WAYS.bankTransfer, {
    instructions: { kind: 'bank_transfer', bank: 'Bank', account: '1', name },
  });
  const page = await newPage(browser, PHONE);
  await page.goto(PAGE);
  await page.locator('.copy').nth(1).click();
  await page.locator('.copy.done').waitFor();
  assert.equal(await page.evaluate('navigator.clipboard.readText()'), name);
  assert.equal(await page.evaluate('globalThis.pwned'), undefined);
  await page.context().close();
});

test('the watch sees a breach: an inline script is refused and reported', async () => {
  world.order = orderFor(WAYS.qr);
  const page = await newPage(browser, PHONE);
  await page.goto(PAGE);
  await page.evaluate(
    `const script = document.createElement('script');
    script.textContent = 'globalThis.pwned=1';
    document.body.append(script)`,
  );
  assert.equal(await page.evaluate('globalThis.pwned'), undefined);
  assert.match(problemsOf(page).join(), /Content Security Policy/);
  await page.context().close();
});

test('without Chromium the reason is one line that says what to install', async (t) => {
  const before = process.env.CHROMIUM;
  process.env.CHROMIUM = '/nowhere/chromium';
  try {
    await assert.rejects(openBrowser({ after: (task) => t.after(task) }), (error: Error) => {
      assert.match(
        error.message,
        /^CHROMIUM names \/nowhere\/chromium, .*apt-get install chromium.*$/,
      );
      return true;
    });
  } finally {
    if (before === undefined) delete process.env.CHROMIUM;
    else process.env.CHROMIUM = before;
  }
});

/** The documentation in a real browser: strict policy, no errors, readable by everybody. */
import assert from 'node:assert/strict';
import { createServer as createFileServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, test } from 'node:test';
import { staticFiles } from '../../src/docs-site/static.ts';
import { DOCS_SOURCE, docsServer } from '../support/docs-site.ts';
import {
  axeComplaints,
  closePages,
  looks,
  newPage,
  openBrowser,
  problemsOf,
  screenshot,
} from './browser.ts';

const browser = await openBrowser({ after });
afterEach(() => closePages(browser));

const server = await docsServer();
after(() => server.close());
const origin = await server.listen({ host: '127.0.0.1', port: 0 });

const SIZES = { phone: { width: 360, height: 780 }, desktop: { width: 1280, height: 860 } };

/** One page of each kind, by the name of its picture; `{l}` is the language. */
const PAGES: Readonly<Record<string, string>> = {
  front: '/?lang={l}',
  home: '/docs/{l}',
  version: '/docs/{l}/open-api/v1',
  create: '/docs/{l}/open-api/v1/2.2.1-create-payment',
  notification: '/docs/{l}/open-api/v1/3.2.3-payment-notification',
  codes: '/docs/{l}/open-api/v1/open-api-common-code-list',
  channels: '/docs/{l}/open-api/v1/2.2-philippines-payment-channel-list',
  article: '/docs/{l}/open-api/v1/unified-async-notification-param',
  checkout: '/docs/{l}/open-api-ph/9.2-create-the-checkout-counter',
  guide: '/docs/{l}/guides/signatures',
  search: '/docs/{l}/search?q=mchOrderId',
  missing: '/docs/{l}/nothing',
};

for (const look of looks(SIZES.phone, SIZES.desktop)) {
  test(`pages are whole and readable: ${look.name}`, async () => {
    const page = await newPage(browser, look);
    const language = look.locale === 'en' ? 'en' : 'zh-cn';
    for (const [name, path] of Object.entries(PAGES)) {
      await page.goto(origin + path.replace('{l}', language));
      const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      assert.ok((wide as number) <= 0, `${name} is ${wide} px too wide`);
      assert.deepEqual(await axeComplaints(page), [], name);
      await screenshot(page, `docs-${name}-${look.name}`);
    }
    const problems = problemsOf(page).filter((each) => !/404/.test(each));
    assert.deepEqual(problems, []);
  });
}

test('no page is too wide at any width between a phone and a large screen', async () => {
  const page = await newPage(browser, { ...SIZES.phone, dark: false, locale: 'en' });
  for (const width of [360, 600, 768, 900, 1024, 1200, 1440, 1920]) {
    await page.setViewportSize({ width, height: 860 });
    for (const name of ['create', 'codes', 'channels', 'front'] as const) {
      await page.goto(origin + (PAGES[name] ?? '').replace('{l}', 'en'));
      const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      assert.ok((wide as number) <= 0, `${name} at ${width}: ${wide} px too wide`);
    }
  }
});

test('without a script tabs change, the tree opens, and search answers', async () => {
  const look = { ...SIZES.desktop, dark: false, locale: 'en', script: false };
  const page = await newPage(browser, look);
  await page.goto(`${origin}/docs/en/open-api/v1/2.2.1-create-payment`);
  const shown = async () => (await page.locator('.panel:visible code').textContent()) ?? '';
  assert.match(await shown(), /openssl dgst -sha256/);
  await page.getByText('Python ✓').click();
  assert.match(await shown(), /from cryptography/);
  await page.getByText('3. Indonesia').click();
  assert.ok(await page.getByText('3.1 Payout', { exact: true }).isVisible());
  await page.getByRole('searchbox').fill('refund');
  await page.getByRole('searchbox').press('Enter');
  await page.getByRole('link', { name: '7.1 Refund' }).first().click();
  assert.match(await page.title(), /7\.1 Refund/);
});

test('with a script the chosen language stays from page to page, and code is copied', async () => {
  const page = await newPage(browser, { ...SIZES.desktop, dark: false, locale: 'en' });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  await page.goto(`${origin}/docs/en/open-api/v1/2.2.1-create-payment`);
  await page.getByText('Python ✓').click();
  await page.getByRole('link', { name: /^Next/ }).click();
  const code = (await page.locator('.panel:visible code').textContent()) ?? '';
  assert.match(code, /from cryptography/);
  await page.locator('.panel:visible .copy').click();
  await page.getByText('Copied').waitFor();
  assert.equal(await page.evaluate('navigator.clipboard.readText()'), code);
  assert.deepEqual(problemsOf(page), []);
});

test('as files on a plain server: every link leads somewhere, and search finds', async (t) => {
  const files = new Map([...staticFiles(DOCS_SOURCE)].map(({ path, content }) => [path, content]));
  assert.ok(files.size > 700, String(files.size));
  const server = createFileServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '').split('?')[0] ?? '').slice(1);
    const found = [path, `${path}/index.html`].find((each) => files.has(each));
    const type = TYPES[found?.split('.').at(-1) ?? ''] ?? 'text/plain; charset=utf-8';
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': type });
    response.end(files.get(found ?? '') ?? 'nothing here');
  });
  t.after(() => server.close());
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  for (const [path, content] of files) {
    if (!path.endsWith('.html')) continue;
    for (const [, link = ''] of String(content).matchAll(
      /(?:href|src|action)="\/([^"#?]*)[^"]*"/g,
    )) {
      assert.ok(files.has(link) || files.has(`${link}/index.html`), `${path} links to /${link}`);
    }
  }
  const page = await newPage(browser, { ...SIZES.desktop, dark: false, locale: 'zh-CN' });
  await page.goto(`http://127.0.0.1:${port}/docs/zh-cn`);
  await page.getByRole('searchbox').fill('退款通知');
  await page.getByRole('searchbox').press('Enter');
  await page.getByRole('link', { name: '7.3 退款通知' }).first().click();
  assert.match(await page.title(), /7\.3 退款通知/);
  assert.deepEqual(problemsOf(page), []);
});

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css',
  js: 'text/javascript',
  json: 'application/json',
  svg: 'image/svg+xml',
};

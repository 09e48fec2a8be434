/** The main job, as a newcomer meets it: the README's commands, a payer's browser, the demo. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import {
  ACKNOWLEDGEMENT,
  buildRequest,
  verifyNotification,
} from '../../src/dialects/collect/client.ts';
import { openShop } from '../../tools/demo/shop.ts';
import { newPage, openBrowser, problemsOf, screenshot } from '../browser/browser.ts';
import { newPlace, type Product, startProduct } from './product.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..', '..');

describe('the product, started once', () => {
  let product: Product;
  const cleanups: (() => Promise<void>)[] = [];
  const context = { after: (task: () => Promise<void>) => void cleanups.push(task) };

  before(async () => {
    product = await startProduct(await newPlace(context));
    return undefined;
  });

  test('says where the documentation is, and it is there', async () => {
    const docs = /documentation +(http\S+\/docs)/.exec(product.output())?.[1] ?? '';
    assert.match(await (await fetch(docs)).text(), /Which API is your app on\?/);
  });

  test('writes the demo credentials for their owner only', async () => {
    const { mode } = await stat(join(product.dataDir, 'demo.json'));
    assert.equal(mode & 0o777, 0o600);
    assert.match(product.output(), /operator console +http/);
    const { collect } = product.demo.apps;
    assert.deepEqual(Object.keys(collect ?? {}).sort(), [
      'key',
      'merchant',
      'payCode',
      'payoutCode',
    ]);
  });

  test('the signed curl that it prints is accepted as it stands', async () => {
    const command = /^curl -s [\s\S]*?'\n/m.exec(product.output())?.[0] ?? '';
    const { stdout } = await run('bash', ['-c', command]);
    assert.equal(JSON.parse(stdout).code, 200, stdout);
  });

  /** Runs the shell blocks of one of the README's sections against this product. */
  async function runReadme(section: RegExp, blockCount: number): Promise<string> {
    const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
    const text = section.exec(readme)?.[0] ?? '';
    const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block);
    assert.equal(blocks.length, blockCount);
    const script = `cd "$DATA_DIR"\n${blocks.join('\nsleep 1\n')}`
      .replaceAll('data/demo.json', 'demo.json')
      .replaceAll('http://127.0.0.1:8080', product.demo.baseUrl)
      .replaceAll('http://127.0.0.1:8081', product.demo.simulator);
    return (await run('bash', ['-ec', script], { env: product.environment() })).stdout;
  }

  test('the README leads to a paid order in collect', async () => {
    const printed = await runReadme(/### Dialect `collect`[\s\S]*?(?=\nA signature that)/, 2);
    assert.match(printed, /"paid":true/);
    assert.match(printed, /"status":1/);
  });

  test('the README leads to a paid order in open-api', async () => {
    const printed = await runReadme(/### Dialect `open-api`[\s\S]*?(?=\n### )/, 2);
    assert.match(printed, /"payData":"http/);
    assert.match(printed, /"paid":true/);
    assert.match(printed, /"transactionStatus":"COMPLETED"/);
  });

  test('the README leads to a paid QR code in open-api-ph', async () => {
    const printed = await runReadme(/### Dialect `open-api-ph`[\s\S]*?(?=\n### )/, 2);
    assert.match(printed, /"qrcodeContent":"0002/);
    assert.match(printed, /"paid":true/);
    assert.match(printed, /"status":"INACTIVE"/);
  });

  test('the README leads to a page to pay on in recharge', async () => {
    const printed = await runReadme(/### Dialect `recharge`[\s\S]*?(?=\n## )/, 1);
    assert.match(printed, /"code":200,"data":\{"url":"http/);
  });

  test('npm run demo plays its story to the end', async () => {
    const { stdout } = await run(process.execPath, [join(ROOT, 'tools', 'demo.ts')], {
      env: product.environment(),
    });
    assert.match(stdout, /Everything happened as described\./);
  });

  test('a payer pays on the cashier, and the signed notification reaches the merchant', async (t) => {
    const shop = await openShop();
    t.after(() => shop.close());
    const { merchant = '', key = '', payCode = '' } = product.demo.apps.collect ?? {};
    const reported = shop.next('/events', ACKNOWLEDGEMENT, 30_000);
    const fields = {
      merchant,
      payCode,
      amount: '1234.50',
      orderId: 'BROWSER1',
      notifyUrl: `${shop.url}/events`,
      callbackUrl: `${shop.url}/thanks`,
    };
    const { path, headers, body } = buildRequest('collect_create', fields, key);
    const reply = await fetch(product.demo.baseUrl + path, { method: 'POST', headers, body });
    const { data } = (await reply.json()) as { data: { url: string } };

    const browser = await openBrowser({ after: (task) => t.after(task) });
    const page = await newPage(browser, { width: 375, height: 760, dark: false, locale: 'en' });
    await page.goto(data.url);
    await page.getByText('1,234.50').first().waitFor();
    await screenshot(page, 'product-cashier');
    await page.getByRole('link', { name: /continue/i }).click();
    await page.getByRole('button', { name: 'Confirm and pay' }).click();
    await page.waitForURL((url) => url.origin === product.demo.baseUrl || url.origin === shop.url);
    const { body: notification } = await reported;
    const verified = verifyNotification(notification, [key]);
    assert.ok(verified.ok);
    assert.equal(verified.value.amount, '1234.5');
    assert.equal(verified.value.status, 'success');

    await page.goto(data.url);
    await page
      .getByText(/paid|received|successful/i)
      .first()
      .waitFor();
    await screenshot(page, 'product-paid');
    assert.deepEqual(problemsOf(page), []);
  });

  test('stops in good order on a signal, and starts again after a kill', async () => {
    assert.equal(await product.stop('SIGTERM'), 0);
    for (const cleanup of cleanups.toReversed()) await cleanup();
  });
});

test('a kill -9 leaves nothing that stops the next start', async (t) => {
  const cleanup = { after: (task: () => Promise<void>) => t.after(task) };
  const place = await newPlace(cleanup);
  const first = await startProduct(place);
  const { merchant = '', key = '', payCode = '' } = first.demo.apps.collect ?? {};
  const { path, headers, body } = buildRequest(
    'collect_create',
    { merchant, payCode, amount: '5.00', orderId: 'KILLED1', notifyUrl: `${first.demo.baseUrl}/n` },
    key,
  );
  const made = await fetch(first.demo.baseUrl + path, { method: 'POST', headers, body });
  assert.equal(((await made.json()) as { code: number }).code, 200);
  await first.stop('SIGKILL');

  const second = await startProduct(place);
  assert.deepEqual(second.demo.apps, first.demo.apps);
  const query = buildRequest('order_query', { merchant, orderId: 'KILLED1' }, key);
  const found = await fetch(second.demo.baseUrl + query.path, { ...query });
  assert.equal(((await found.json()) as { code: number }).code, 200);
});

/** The page on which a payer takes pictures: with the camera, with files, and without script. */
import assert from 'node:assert/strict';
import { after, type TestContext, test } from 'node:test';
import type { Page } from 'playwright-core';
import { drawn } from '../../tools/demo/picture.ts';
import { TOKEN, verificationPage } from '../support/verification-page.ts';
import {
  contrastComplaints,
  layoutComplaints,
  looks,
  newPage,
  openBrowser,
  type PageLook,
  problemsOf,
  screenshot,
} from './browser.ts';

const browser = await openBrowser({ after });
const PHONE: PageLook = { width: 360, height: 740, dark: false, locale: 'en' };
const DESKTOP: PageLook = { width: 1280, height: 900, dark: false, locale: 'en' };
const FILE = { name: 'IMG_0001.png', mimeType: 'image/png', buffer: drawn('card') };

async function scene(t: TestContext, look: PageLook, document: string | null = null) {
  const opened = await verificationPage(document);
  const origin = await opened.server.listen({ host: '127.0.0.1', port: 0 });
  const page = await newPage(browser, look);
  t.after(async () => {
    await page.context().close();
    await opened.server.close();
  });
  await page.goto(`${origin}/pay/${TOKEN}`);
  return { ...opened, page };
}

const heading = (page: Page) => page.locator('h1').textContent();
const partOf = (page: Page) => page.locator('input[name=part]').getAttribute('value');

/** The page asks for another picture, or for none. */
const left = (page: Page, part: string | null) =>
  page.locator(`input[name=part][value=${part}]`).waitFor({ state: 'detached' });

async function sendFile(page: Page): Promise<void> {
  const before = await partOf(page);
  await page.locator('input[type=file]').setInputFiles(FILE);
  await page.locator('[data-send]').click();
  await left(page, before);
}

for (const [name, look] of [
  ['phone', PHONE],
  ['desktop', DESKTOP],
] as const) {
  test(`on a ${name} the camera takes the pictures, and nothing is sent before the payer says so`, async (t) => {
    const { page, order, shop } = await scene(t, look);
    await page.locator('button[value=PH_PASSPORT]').click();
    for (const part of ['front', 'selfie']) {
      assert.equal(await partOf(page), part);
      await page.locator('[data-camera]').click();
      await page.locator('[data-shoot]').click();
      await page.locator('canvas.preview').waitFor();
      assert.equal((order().verification?.parts ?? []).includes(part as 'front'), false);
      await page.locator('[data-again]').click();
      await page.locator('[data-camera]').click();
      await page.locator('[data-shoot]').click();
      await page.locator('[data-send]').click();
      await left(page, part);
    }
    assert.equal(await heading(page), 'Send your pictures?');
    await page.locator('form button').first().click();
    await page.locator('#cashier[data-state=checking]').waitFor();
    const photos = await shop.deps.verifications.photosOf(order().id);
    assert.deepEqual(
      photos.map((photo) => [photo.part, photo.type]),
      [
        ['front', 'image/jpeg'],
        ['selfie', 'image/jpeg'],
      ],
    );
    await screenshot(page, `verification-${name}-checking`);
    assert.deepEqual(problemsOf(page), []);
  });
}

test('a file is taken where there is no camera, and a file that is no picture is refused on the page', async (t) => {
  const { page, order } = await scene(t, DESKTOP, 'PH_PASSPORT');
  const wrong = { name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('no picture') };
  await page.locator('input[type=file]').setInputFiles(wrong);
  await page.locator('[data-message]').waitFor();
  assert.match((await page.locator('[data-message]').textContent()) ?? '', /not a JPEG or PNG/);
  await sendFile(page);
  assert.deepEqual(order().verification?.parts, ['front']);
  assert.equal(await partOf(page), 'selfie');
  assert.deepEqual(problemsOf(page), []);
});

test('without script every step is a form that works', async (t) => {
  const { page, order } = await scene(t, { ...PHONE, script: false });
  await page.locator('button[value=PH_PASSPORT]').click();
  for (const part of ['front', 'selfie']) {
    assert.equal(await page.locator('input[name=part]').getAttribute('value'), part);
    await page.locator('input[type=file]').setInputFiles(FILE);
    await page.locator('[data-send]').click();
  }
  await page.locator('form button').first().click();
  assert.equal(await heading(page), 'We are checking your pictures');
  assert.equal(order().verification?.stage, 'submitted');
});

for (const { name, ...look } of looks({ width: 360, height: 740 }, { width: 1280, height: 900 })) {
  test(`each step is inside the page and can be read: ${name}`, async (t) => {
    const { page } = await scene(t, look);
    const check = async (step: string) => {
      assert.deepEqual(await layoutComplaints(page), [], step);
      assert.deepEqual(await contrastComplaints(page), [], step);
      await screenshot(page, `verification-${name}-${step}`);
    };
    await check('document');
    await page.locator('button[value=PH_DRIVER_LICENSE]').click();
    await check('photo');
    await page.locator('input[type=file]').setInputFiles(FILE);
    await page.locator('canvas.preview').waitFor();
    await check('preview');
    await sendFile(page);
    await sendFile(page);
    await sendFile(page);
    await check('confirm');
    assert.deepEqual(problemsOf(page), []);
  });
}

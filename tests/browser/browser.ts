/**
 * A real Chromium for tests of pages: opening it, watching it, and asking it what a payer meets.
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { ensureChromium } from '../../tools/chromium.ts';

const IN_PAGE = fileURLToPath(new URL('./in-page.js', import.meta.url));
const SCREENSHOTS = new URL('./screenshots/', import.meta.url);

// No network but this machine's own: a page that loads anything from elsewhere fails its test.
const LAUNCH_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
  // A camera that shows a test picture, and nobody who has to allow it.
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** The part of a test context that is needed: when to clean up. */
export interface Cleanup {
  after(task: () => Promise<void>): void;
}

export interface PageLook {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly dark: boolean;
  /** BCP 47; decides Accept-Language. */
  readonly locale: string;
  readonly script?: boolean;
}

/** What a page looks like to people: on a phone or a desktop, light or dark, in two scripts. */
export interface NamedLook extends PageLook {
  readonly name: string;
}

/**
 * The looks that pages are checked in: four, in which every two of size, colours and language meet
 * (layout hangs on size and language, contrast on colours and size); all eight with FULL_TESTS=1.
 */
export function looks(phone: Size, desktop: Size): readonly NamedLook[] {
  const all = Object.entries({ phone, desktop }).flatMap(([place, size]) =>
    ['en', 'zh-CN'].flatMap((locale) =>
      [false, true].map((dark) => ({
        ...{ ...size, dark, locale },
        name: `${place}-${dark ? 'dark' : 'light'}-${locale}`,
      })),
    ),
  );
  return process.env.FULL_TESTS === '1' ? all : all.filter((_, index) => PAIRWISE.has(index));
}

/** Of the eight, those with an even number of second choices. */
const PAIRWISE = new Set([0b000, 0b011, 0b101, 0b110]);

type Size = Pick<PageLook, 'width' | 'height'>;

/** Opens Chromium until the test ends. Throws one line that says what to install if none is. */
export async function openBrowser(t: Cleanup): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: LAUNCH_ARGS });
  t.after(() => browser.close());
  return browser;
}

/** After each test of a file that has one browser for all of them. */
export async function closePages(browser: Browser): Promise<void> {
  await Promise.all(browser.contexts().map((context) => context.close()));
}

const PROBLEMS = new WeakMap<Page, string[]>();

/** A page in a context of its own, with the clipboard allowed; close it with `page.context()`. */
export async function newPage(browser: Browser, look: PageLook): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    colorScheme: look.dark ? 'dark' : 'light',
    locale: look.locale,
    permissions: ['clipboard-read', 'clipboard-write'],
    javaScriptEnabled: look.script ?? true,
    deviceScaleFactor: look.width < 500 ? 2 : 1,
  });
  await context.addInitScript({ path: IN_PAGE });
  const page = await context.newPage();
  const problems: string[] = [];
  PROBLEMS.set(page, problems);
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return page;
}

/** Console errors and warnings (CSP violations are such), uncaught errors, dialogs; in order. */
export function problemsOf(page: Page): readonly string[] {
  return PROBLEMS.get(page) ?? [];
}

/** What sticks out, is cut, overlaps, has no name or is too small to touch. Empty is good. */
export async function layoutComplaints(page: Page): Promise<readonly string[]> {
  // A page that was left a moment ago may be half of the next one.
  await page.waitForLoadState();
  return page.evaluate<string[]>(
    '[...pageChecks.overflow(), ...pageChecks.overlaps(), ...pageChecks.unlabelled()]',
  );
}

/** What axe finds, which is a test's own script: the page's policy would not let it in by a tag. */
export async function axeComplaints(page: Page): Promise<readonly string[]> {
  return await page.evaluate<string[]>(`${axe.source};
    window.axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ': ' + nodes[0].html.slice(0, 120)))`);
}

/** Text whose contrast is below WCAG AA, with its ratio. Empty is good. */
export async function contrastComplaints(page: Page): Promise<readonly string[]> {
  return page.evaluate<string[]>('pageChecks.faintText()');
}

export interface Focus {
  readonly name: string;
  readonly tag: string;
  /** A focus ring of 2 px or more is drawn. */
  readonly ring: boolean;
}

/** Presses Tab until the focus leaves the page, and returns every stop. */
export async function tabStops(page: Page): Promise<readonly Focus[]> {
  const stops: Focus[] = [];
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate<Focus | null>('pageChecks.focused()');
    if (focus === null) return stops;
    stops.push(focus);
  }
  throw new Error('the keyboard does not get out of the page');
}

/** Writes `screenshots/<name>.png`, the whole page, when `SCREENSHOTS=1`: they are for people. */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (process.env.SCREENSHOTS !== '1') return;
  mkdirSync(SCREENSHOTS, { recursive: true });
  const path = fileURLToPath(new URL(`${name}.png`, SCREENSHOTS));
  await page.screenshot({ path, fullPage: true, animations: 'disabled' });
}

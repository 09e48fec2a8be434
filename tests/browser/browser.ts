/**
 * A real Chromium for tests of pages: opening it, watching it, and asking it what a payer meets.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

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

/**
 * Opens Chromium (`CHROMIUM`, else /usr/bin/chromium) until the test ends. Throws one line that
 * says what to install when there is none.
 */
export async function openBrowser(t: Cleanup): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error(
      `No Chromium at ${executablePath}: run "apt-get install -y chromium fonts-noto-core fonts-noto-cjk" or set CHROMIUM.`,
    );
  }
  const browser = await chromium.launch({ executablePath, args: LAUNCH_ARGS });
  t.after(() => browser.close());
  return browser;
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
    deviceScaleFactor: 2,
  });
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

/** Writes `screenshots/<name>.png`: the whole page. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  const path = fileURLToPath(new URL(`${name}.png`, SCREENSHOTS));
  await page.screenshot({ path, fullPage: true, animations: 'disabled' });
}

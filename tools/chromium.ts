import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

// The one without windows first: the same browser for half of the processor's time.
const PLACES = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

// The payer's page is shown in the scripts of its countries: without their fonts a picture shows
// boxes.
const DEBIAN_PACKAGES = ['chromium-headless-shell', 'fonts-noto-core', 'fonts-noto-cjk'];

const HOW_TO_INSTALL = `install one (Debian: apt-get install ${DEBIAN_PACKAGES.join(' ')}), or set CHROMIUM to its path`;

/** The path of the Chromium that CHROMIUM names, else of an installed one; undefined if none is. */
function findChromium(): string | undefined {
  return process.env.CHROMIUM || PLACES.find(existsSync);
}

/**
 * Returns the path of a Chromium for the browser tests: the one that CHROMIUM names, else an
 * installed one, else one that is installed now where that is possible (root on a system with
 * apt-get). Throws with one line that says what to install.
 */
export function ensureChromium(): string {
  const found = findChromium();
  if (found !== undefined) {
    if (existsSync(found)) return found;
    throw new Error(`CHROMIUM names ${found}, which does not exist: ${HOW_TO_INSTALL}`);
  }
  if (!mayInstall()) {
    throw new Error(`the browser tests need Chromium: ${HOW_TO_INSTALL}`);
  }
  console.error(`installing ${DEBIAN_PACKAGES.join(', ')} for the browser tests`);
  aptGet(['update', '-q']);
  aptGet(['install', '-y', '-q', '--no-install-recommends', ...DEBIAN_PACKAGES]);
  const now = PLACES.find(existsSync);
  if (now === undefined) {
    throw new Error(`apt-get installed ${DEBIAN_PACKAGES[0]}, but there is no ${PLACES[0]}`);
  }
  return now;
}

function mayInstall(): boolean {
  return process.geteuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
}

function aptGet(args: readonly string[]): void {
  execFileSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

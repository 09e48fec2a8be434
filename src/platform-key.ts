/**
 * The key that seals all secrets: from the environment, or from a file below DATA_DIR (0600). A
 * file is made only for a database that has no key yet: beside one that has, a new key would open
 * nothing, and whoever finds it later would take it for the real one.
 */
import { randomBytes } from 'node:crypto';
import { chmod, link, open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type pg from 'pg';
import type { Config } from './config.ts';
import { handOver, makeFolder } from './disk/owner.ts';
import { bindPlatformKey, hasPlatformKey } from './store/secrets/key-check.ts';
import { createVault, type Vault, WrongPlatformKey } from './store/secrets/vault.ts';

const KEY_BYTES = 32;
const KEY_FILE = 'platform.key';

/**
 * The vault over the key of this database. Throws `WrongPlatformKey`, with a sentence that says
 * what to do, when the key is missing, unreadable or another database's; no file stays behind.
 */
export async function openVault(
  { platformKey, dataDir }: Pick<Config, 'platformKey' | 'dataDir'>,
  pool: pg.Pool,
): Promise<Vault> {
  if (platformKey !== null) return await bound(pool, 'CAUSEWAY_KEY', platformKey);
  const path = join(dataDir, KEY_FILE);
  const kept = await read(path);
  if (kept !== null) return await bound(pool, path, kept);
  if (await hasPlatformKey(pool)) throw new WrongPlatformKey(missing(path));
  const made = await make(path);
  const key = await read(path);
  try {
    return await bound(pool, path, key ?? '');
  } catch (error) {
    // Another start was first. Any other failure leaves it open whose key the database took.
    if (made && error instanceof WrongPlatformKey) await rm(path);
    throw error;
  }
}

async function bound(pool: pg.Pool, source: string, text: string): Promise<Vault> {
  const key = Buffer.from(text, 'base64');
  if (key.length !== KEY_BYTES) {
    throw new WrongPlatformKey(`${source} must be ${KEY_BYTES} bytes in base64`);
  }
  const vault = createVault(key);
  if (await bindPlatformKey(pool, vault)) return vault;
  throw new WrongPlatformKey(
    `${source} is not the key that this database was sealed with: ` +
      'start with the key of its first start, or with another database',
  );
}

function missing(path: string): string {
  return (
    `the database has secrets of a platform key, and there is none at ${path}: ` +
    'set CAUSEWAY_KEY to it, or DATA_DIR to the folder that has its platform.key'
  );
}

/** Null: there is no such file. */
async function read(path: string): Promise<string | null> {
  try {
    const text = await readFile(path, 'utf8');
    await chmod(path, 0o600);
    return text.trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Puts a new key at `path`, whole or not at all; whether it is ours (two may start at once). It is
 * on the disk before the database is marked with it.
 */
async function make(path: string): Promise<boolean> {
  await makeFolder(dirname(path));
  const draft = `${path}.${process.pid}`;
  try {
    const file = await open(draft, 'wx', 0o600);
    await file.writeFile(`${randomBytes(KEY_BYTES).toString('base64')}\n`);
    await file.sync();
    await file.close();
    handOver(draft);
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

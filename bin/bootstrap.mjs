// What both commands need: installed packages, and the Node that this project is pinned to.
// Plain JavaScript that Node 20 runs: it is what a machine has before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const NEEDED_NODE = 24;

/**
 * Installs the packages if needed, then runs a TypeScript file under the right Node with the same
 * terminal, signals and exit code.
 * @param {string[]} args the file and its arguments
 * @param {{ development: boolean }} needs whether development packages must be there too
 */
export async function runInProject(args, needs) {
  try {
    await installPackages(needs.development);
    process.exitCode = await runNode(args);
  } catch (error) {
    console.error(`causeway: ${error.message}`);
    process.exitCode = 1;
  }
}

/** Runs `npm ci` unless what is installed is what package-lock.json says. */
async function installPackages(development) {
  if (isInstalled(development)) return;
  const unlock = await lockInstallation();
  try {
    // Somebody else may just have done it.
    if (isInstalled(development)) return;
    console.error(`causeway: installing ${whatIsInstalled()} with npm ci; this is done once`);
    const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
    // Errors only: that packages want a newer Node than the one here is why a Node is among them.
    const [command, ...rest] = [...npm, 'ci', '--loglevel=error'];
    const done = spawnSync(command, rest, { cwd: root, stdio: ['ignore', 'ignore', 2] });
    if (done.error?.code === 'ENOENT') throw new Error('npm is missing: install Node.js with npm');
    if (done.error) throw new Error(`npm did not start: ${done.error.message}`);
    if (done.status !== 0) throw new Error('npm ci failed: see above; nothing was started');
  } finally {
    unlock();
  }
}

/** In one line: how many packages, and which Node where this one is too old. */
function whatIsInstalled() {
  const wanted = readPackages('package-lock.json') ?? {};
  const node = wanted[`node_modules/node-${process.platform}-${process.arch}`];
  const packages = `the packages of package-lock.json (${Object.keys(wanted).length - 1})`;
  return node === undefined ? packages : `${packages}, Node ${node.version} among them,`;
}

/**
 * Compares by content, not by time: a copied or checked-out tree has any times.
 * A package that is optional (for another platform) or, unless asked for, for development may be
 * absent.
 */
function isInstalled(development) {
  const wanted = readPackages('package-lock.json');
  const present = readPackages('node_modules/.package-lock.json');
  if (wanted === undefined) throw new Error('package-lock.json is missing or damaged');
  if (present === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = present[path];
    if (found === undefined) {
      return entry.optional || entry.devOptional || (!development && entry.dev === true);
    }
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** One installation at a time. The lock lies outside node_modules, which npm empties. */
async function lockInstallation() {
  mkdirSync(join(root, 'data'), { recursive: true });
  const path = join(root, 'data', 'install.lock');
  const mine = `${process.pid}`;
  for (let isReported = false; ; ) {
    try {
      writeFileSync(path, mine, { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = readLock(path);
    if (holder !== undefined && !isRunning(holder) && (await takeOver(path, mine))) {
      return () => rmSync(path, { force: true });
    }
    if (!isReported)
      console.error(`causeway: waiting for the installation that process ${holder} runs`);
    isReported = true;
    await delay(300);
  }
}

/** Takes the lock of a dead process. Of several that try at once, the last to write has it. */
async function takeOver(path, mine) {
  writeFileSync(`${path}.${mine}`, mine);
  renameSync(`${path}.${mine}`, path);
  await delay(500);
  return readLock(path) === mine;
}

function readLock(path) {
  try {
    return readFileSync(path, 'utf8') || undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid) {
  try {
    return process.kill(Number.parseInt(pid, 10), 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Runs Node and waits; resolves with the exit code to pass on. */
function runNode(args) {
  const [command, ...rest] = [
    ...endsWithParent(),
    findNode(),
    '--disable-warning=ExperimentalWarning',
    ...args,
  ];
  const child = spawn(command, rest, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // Ctrl-C in a terminal reaches the child by itself; a second one would cut its orderly end
      // short.
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new Error(`Node did not start: ${error.message}`)));
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

/**
 * Where the system can: if this process is killed outright, the one that does the work ends in good
 * order.
 */
function endsWithParent() {
  const prefix = ['setpriv', '--pdeathsig', 'TERM'];
  const [command, ...rest] = [...prefix, 'true'];
  return spawnSync(command, rest, { stdio: 'ignore' }).status === 0 ? prefix : [];
}

function findNode() {
  const pinned = join(root, 'node_modules', '.bin', 'node');
  if (existsSync(pinned)) return pinned;
  if (Number.parseInt(process.versions.node, 10) >= NEEDED_NODE) return process.execPath;
  const here = `${process.platform}-${process.arch} has Node ${process.versions.node}`;
  const missing = `npm brought no Node ${NEEDED_NODE}`;
  throw new Error(`${here} and ${missing}: install Node.js ${NEEDED_NODE} or newer`);
}

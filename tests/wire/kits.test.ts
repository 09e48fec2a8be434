/** The signing kits, each in its own language, against what the platform itself signs. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { VECTORS_FILE, vectorsText } from '../../tools/sdk/vectors.ts';

const KITS = join(import.meta.dirname, '..', '..', 'kits');
const WITHIN_MS = 120_000;

/** Each kit by its language: the command that runs it, and what a machine without it lacks. */
const LANGUAGES = [
  { language: 'Python', needs: 'python3', command: ['python3', 'python/causeway.py'] },
  { language: 'Java', needs: 'javac', command: ['java', 'java/Causeway.java'] },
  { language: 'PHP', needs: 'php', command: ['php', 'php/Causeway.php'] },
  { language: 'Go', needs: 'go', command: ['go', 'run', 'go/causeway.go'] },
] as const;

const vectors = readFileSync(VECTORS_FILE, 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'causeway-kits-'));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Vectors {
  readonly requests: { sign: string; text: string }[];
  readonly notifications: { holds: boolean }[];
}

const { requests, notifications } = JSON.parse(vectors) as Vectors;
const count = requests.length + notifications.length;

/** One run shows both: all vectors but these are as the kit has them. */
const WRONG = 3;
const path = join(folder, 'vectors.json');
const [first, last, held] = [requests[0], requests.at(-1), notifications[0]];
if (first !== undefined) first.text += 'x';
if (last !== undefined) last.sign = `A${last.sign.slice(1)}`;
if (held !== undefined) held.holds = false;
writeFileSync(path, JSON.stringify({ ...JSON.parse(vectors), requests, notifications }));

function run([name = '', ...args]: readonly string[]) {
  const env = { ...process.env, GOCACHE: join(folder, 'go'), GO111MODULE: 'off' };
  const options = { cwd: KITS, encoding: 'utf8', timeout: WITHIN_MS, env } as const;
  return spawnSync(name, [...args, '--selftest', path], options);
}

test('the vectors of the kits are what the platform signs', () => {
  const hint = 'run: node bin/run.mjs tools/kit-vectors.ts';
  assert.ok(vectors === vectorsText(), hint);
});

for (const { language, needs, command } of LANGUAGES) {
  const isHere = spawnSync('which', [needs]).status === 0;
  const skip = isHere ? false : `this machine has no ${needs}`;
  test(`the kit in ${language} agrees with the platform, and with nothing else`, { skip }, () => {
    const { status, stdout, stderr } = run(command);
    assert.equal(stdout.match(/^WRONG/gm)?.length, WRONG, stdout + stderr);
    assert.match(stdout, new RegExp(`^${count - WRONG} of ${count} hold$`, 'm'));
    assert.equal(status, 1);
  });
}

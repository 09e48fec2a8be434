// Everything that must hold before a change is merged: `npm run check`.

import { join } from 'node:path';
import { runChild } from './run-child.ts';

const ROOT = join(import.meta.dirname, '..');
const NODE = process.execPath;

const installed = (command: string) => join(ROOT, 'node_modules', '.bin', command);

// The quick ones first. The structure rules are tests too; by themselves they say at once what is
// wrong.
const CHECKS: readonly (readonly [name: string, ...command: string[]])[] = [
  ['types', installed('tsc'), '--noEmit', '-p', '.'],
  ['lint and format', installed('biome'), 'check', '--error-on-warnings', '.'],
  ['house rules', NODE, '--test', '--test-reporter=dot', 'tests/structure/*.test.ts'],
  ['dead code', installed('knip')],
  ['tests', NODE, 'tools/test.ts'],
];

process.chdir(ROOT);
const results: { name: string; passed: boolean; seconds: string }[] = [];
for (const [name, command = '', ...args] of CHECKS) {
  console.log(`\n— ${name}`);
  const startedAt = performance.now();
  const code = await runChild(command, args);
  // A check that was interrupted: the rest is not wanted either.
  if (code > 128) process.exit(code);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  results.push({ name, passed: code === 0, seconds });
}

console.log('');
for (const { name, passed, seconds } of results) {
  console.log(`${passed ? 'ok    ' : 'FAILED'}  ${name.padEnd(16)}  ${seconds.padStart(6)} s`);
}
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;

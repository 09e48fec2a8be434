// Makes what the documentation site is built from: `node bin/run.mjs tools/docs-site.ts`, after a
// change of operations, notifications or samples.
import { writeFileSync } from 'node:fs';
import { REFERENCES } from '../src/dialects/reference-registry.ts';
import { dialectByName } from '../src/dialects/registry.ts';
import { EXAMPLES_FILE } from '../src/docs-site/examples.ts';
import { makeExamples } from './docs/makers.ts';
import { sentencesOf, sentencesSource } from './docs/sentences.ts';

for (const { dialect, notifications } of REFERENCES) {
  const sentences = sentencesOf(dialectByName(dialect)?.operations ?? [], notifications);
  const file = new URL(`../src/dialects/${dialect}/reference/sentences.ts`, import.meta.url);
  writeFileSync(file, sentencesSource(sentences));
}
writeFileSync(EXAMPLES_FILE, `${JSON.stringify(await makeExamples(), null, 2)}\n`);

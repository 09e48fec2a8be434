// Makes what the SDK knows of each API: `node bin/run.mjs tools/sdk-calls.ts`, after a change of
// operations, answers, notifications or refusals.
import { writeFileSync } from 'node:fs';
import { SDK_FILES, sourceOf } from './sdk/source.ts';

for (const [dialect, file] of SDK_FILES) writeFileSync(file, await sourceOf(dialect));

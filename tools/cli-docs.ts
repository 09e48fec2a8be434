// Writes docs/cli.md from the table of commands: `node bin/run.mjs tools/cli-docs.ts`.
import { writeFileSync } from 'node:fs';
import { COMMANDS } from '../src/cli/commands.ts';
import { docsText } from '../src/cli/docs.ts';

writeFileSync(new URL('../docs/cli.md', import.meta.url), docsText(COMMANDS));

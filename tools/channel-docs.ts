// Writes docs/channel-list.md from the catalogue: `node bin/run.mjs tools/channel-docs.ts`.
import { writeFileSync } from 'node:fs';
import { CHANNELS } from '../src/catalogue/catalogue.ts';
import { channelDocs } from '../src/cli/channel-docs.ts';

writeFileSync(new URL('../docs/channel-list.md', import.meta.url), channelDocs(CHANNELS));

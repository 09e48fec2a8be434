// Writes what the signing kits are tested against: `node bin/run.mjs tools/kit-vectors.ts`.
import { writeFileSync } from 'node:fs';
import { VECTORS_FILE, vectorsText } from './sdk/vectors.ts';

writeFileSync(VECTORS_FILE, vectorsText());

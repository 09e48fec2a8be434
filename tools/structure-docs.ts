// Writes the table of rooms in ARCHITECTURE.md from the rule that tests/structure enforces.

import { readFileSync, writeFileSync } from 'node:fs';
import { withImportTable } from '../tests/structure/room-table.ts';

const PAGE = new URL('../ARCHITECTURE.md', import.meta.url);
writeFileSync(PAGE, withImportTable(readFileSync(PAGE, 'utf8')));

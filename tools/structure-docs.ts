// Writes the table of modules in ARCHITECTURE.md from the rule that tests/structure enforces.

import { readFileSync, writeFileSync } from 'node:fs';
import { withImportTable } from '../tests/structure/module-table.ts';

const PAGE = new URL('../ARCHITECTURE.md', import.meta.url);
writeFileSync(PAGE, withImportTable(readFileSync(PAGE, 'utf8')));

#!/usr/bin/env node
// The `causeway` command.
import { join } from 'node:path';
import { root, runInProject } from './bootstrap.mjs';

const main = join(root, 'src', 'main.ts');
await runInProject([main, ...process.argv.slice(2)], { development: false });

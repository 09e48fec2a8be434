#!/usr/bin/env node
// Runs one of the project's TypeScript files under the pinned Node: `node bin/run.mjs tools/test.ts
// src/wire`.
import { runInProject } from './bootstrap.mjs';

await runInProject(process.argv.slice(2), { development: true });

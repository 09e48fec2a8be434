/** The module that the SDK has of a dialect, as text: a table for its code, types for readers. */

import { REFERENCES } from '../../src/dialects/reference-registry.ts';
import { DIALECTS, dialectByName } from '../../src/dialects/registry.ts';
import { codesOf, tableOf } from './table.ts';
import { callTypes, notificationType } from './types.ts';

const FOLDER = new URL('../../sdk/src/made/', import.meta.url);

/** The file of each dialect. */
export const SDK_FILES: readonly (readonly [dialect: string, file: URL])[] = DIALECTS.map(
  ({ name }) => [name, new URL(`${name}.ts`, FOLDER)],
);

export async function sourceOf(name: string): Promise<string> {
  const dialect = dialectByName(name);
  const reference = REFERENCES.find((each) => each.dialect === name);
  if (dialect === null || reference === undefined) throw new Error(`no dialect ${name}`);

  const types = callTypes(dialect).join('\n');
  return [
    '// Made by tools/sdk-calls.ts from the operations of the platform: do not edit.',
    "import type { Call, Codes } from '../call.ts';",
    ...(types.includes('Sendable') ? ["import type { Sendable } from '../values.ts';"] : []),
    '',
    '/** The fields and the data of each call, by its name. */',
    `export interface Calls {\n${types}\n}`,
    '',
    '/** What notifications say. Which members one has depends on what it reports. */',
    `export interface Notification ${notificationType(reference)}`,
    '',
    `export const CODES: Codes = ${codesOf(dialect)};`,
    '',
    `export const CALLS = {\n${(await tableOf(dialect)).join('\n')}\n} as const satisfies Readonly<Record<string, Call>>;`,
    '',
  ].join('\n');
}

/** Every dialect that the platform speaks. A new one is its folder and a line here. */
import { collect } from './collect/dialect.ts';
import type { Dialect } from './contract.ts';
import { openApi } from './open-api/dialect.ts';
import { openApiPh } from './open-api-ph/dialect.ts';
import { recharge } from './recharge/dialect.ts';

export const DIALECTS: readonly Dialect[] = [collect, openApi, openApiPh, recharge];

/** The dialect of an app; null for a name that no dialect has. */
export function dialectByName(name: string): Dialect | null {
  return DIALECTS.find((dialect) => dialect.name === name) ?? null;
}

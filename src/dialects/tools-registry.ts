/** The tools of every dialect: a new one is its folder and a line here. */
import { collectTools } from './collect/tools.ts';
import { openApiTools } from './open-api/tools.ts';
import { openApiPhTools } from './open-api-ph/tools.ts';
import { rechargeTools } from './recharge/tools.ts';
import type { DialectTools } from './tools.ts';

export const DIALECT_TOOLS: readonly DialectTools[] = [
  collectTools,
  openApiTools,
  openApiPhTools,
  rechargeTools,
];

/** The tools of a dialect; null for a name that no dialect has. */
export function toolsByDialect(name: string): DialectTools | null {
  return DIALECT_TOOLS.find(({ dialect }) => dialect === name) ?? null;
}

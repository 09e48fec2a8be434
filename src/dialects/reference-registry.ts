/** The documentation of every dialect: a new one is its folder and a line here. */
import { COLLECT_REFERENCE } from './collect/reference/reference.ts';
import { OPEN_API_REFERENCE } from './open-api/reference/reference.ts';
import { OPEN_API_PH_REFERENCE } from './open-api-ph/reference/reference.ts';
import { RECHARGE_REFERENCE } from './recharge/reference/reference.ts';
import type { Reference } from './reference.ts';

/** In the order in which the site offers them. */
export const REFERENCES: readonly Reference[] = [
  OPEN_API_REFERENCE,
  COLLECT_REFERENCE,
  OPEN_API_PH_REFERENCE,
  RECHARGE_REFERENCE,
];

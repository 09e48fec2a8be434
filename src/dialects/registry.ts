/** Every dialect that the platform speaks. A new one is its folder and a line here. */
import { collect } from './collect/dialect.ts';
import { collectMerchant } from './collect/merchant-side.ts';
import type { Dialect, MerchantSide } from './contract.ts';
import { openApi } from './open-api/dialect.ts';
import { openApiMerchant } from './open-api/merchant-side.ts';
import { recharge } from './recharge/dialect.ts';
import { rechargeMerchant } from './recharge/merchant-side.ts';

export const DIALECTS: readonly Dialect[] = [collect, openApi, recharge];

/** The other side of each, for `causeway sign` and `causeway verify`. */
export const MERCHANT_SIDES: readonly MerchantSide[] = [
  collectMerchant,
  openApiMerchant,
  rechargeMerchant,
];

/** The dialect of an app; null for a name that no dialect has. */
export function dialectByName(name: string): Dialect | null {
  return DIALECTS.find((dialect) => dialect.name === name) ?? null;
}

/** How much of a merchant's settlements is held in reserve, and for how long. */
import { isAsset } from '../../domain/money.ts';
import { RESERVE_BASES, type ReserveRule } from '../../domain/reserve.ts';
import { parsePercent, printPercent } from '../../wire/percent.ts';
import { failedField, type OperatorCommand } from '../command.ts';
import { readChoice, readMerchant, readMoneyOrNone, readWhole } from '../input.ts';

/** Two years: no network takes a payment back later. */
const DAYS_MAX = 730;

/** Inputs: `merchant`, `asset`, and `reserve_` `share` (per cent), `days`, `cap`, `basis`. */
export const merchantReserve: OperatorCommand<ReserveRule, ReserveRule> = {
  name: 'merchant.reserve',
  ability: 'manage_merchants',
  confirm: 'password',
  approval: 'two_people',
  changesConfiguration: true,
  subject: ({ merchant = '' }) => `merchant ${merchant}`,
  async check(deps, _actor, input) {
    const merchant = readMerchant(deps, input);
    if (!merchant.ok) return merchant;
    const asset = (input.asset ?? '').trim();
    if (!isAsset(asset)) return failedField('asset', 'must be a currency and scale such as PHP/2');
    const share = parsePercent((input.reserve_share ?? '').trim());
    if (!share.ok) return failedField('reserve_share', share.error.reason);
    const days = readWhole(input, 'reserve_days');
    if (!days.ok) return days;
    if (days.value < 1 || days.value > DAYS_MAX) {
      return failedField('reserve_days', `must be 1 to ${DAYS_MAX}`);
    }
    const cap = readMoneyOrNone(input, 'reserve_cap', asset);
    if (!cap.ok) return cap;
    const basis = readChoice(input, 'reserve_basis', RESERVE_BASES, 'gross');
    if (!basis.ok) return basis;
    const value: ReserveRule = {
      ...{ merchantId: merchant.value.id, asset, ppm: share.value, days: days.value },
      ...{ capMinor: cap.value, basis: basis.value },
    };
    return { ok: true, value };
  },
  execute: (run, rule) =>
    run.commit(async ({ merchants }) => {
      await merchants.reserveRule(rule);
      const { asset, ppm, days, capMinor, basis } = rule;
      const cap = capMinor === null ? 'no cap' : `${capMinor} minor units at most`;
      const detail = `${printPercent(ppm)} % of ${basis} in ${asset} for ${days} days, ${cap}`;
      return { ok: true, result: rule, after: rule, detail };
    }),
};

/** Facts that the collect API always takes, wherever the country asks for no more. */
import type { FieldRule } from '../../domain/channel.ts';
import { may, need } from '../entry.ts';

/** customName, number, email, remark: all optional (seed 002, section 3). */
export const OPTIONAL_PAYER: readonly FieldRule[] = [
  may('payer.name', 'name'),
  may('payer.phone', 'anyPhone'),
  may('payer.email', 'email'),
  may('description', 'text:256'),
];

/** customName: required for every payout (seed 002, section 4). */
export const BENEFICIARY_NAME: FieldRule = need('beneficiary.name', 'name');

/** number and email of a payout, where the country does not require them. */
export const OPTIONAL_CONTACT: readonly FieldRule[] = [
  may('beneficiary.phone', 'anyPhone'),
  may('beneficiary.email', 'email'),
];

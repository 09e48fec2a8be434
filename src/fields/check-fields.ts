/** Checks all facts that a channel asks for about payer and beneficiary. */
import type { Channel, FieldCheck, FieldName } from '../domain/channel.ts';
import { type RefusalReason, type Refused, refuse } from '../domain/refusal.ts';
import type { Fields } from './check.ts';
import { checkField } from './check-field.ts';

/** A doubt about an accepted value, as a sentence for the merchant's developer or the operator. */
interface FieldWarning {
  readonly field: FieldName;
  readonly detail: string;
}

export interface CheckedFields {
  readonly ok: true;
  /** Normalised, and only what the channel names: nothing unchecked goes further. */
  readonly fields: Fields;
  readonly warnings: readonly FieldWarning[];
}

const LABELS: Readonly<Record<FieldName, string>> = {
  'payer.name': "The payer's name",
  'payer.phone': "The payer's phone number",
  'payer.email': "The payer's e-mail address",
  'payer.taxId': "The payer's tax number",
  'payer.userId': "The payer's user id",
  'payer.country': "The payer's country",
  'payer.language': "The payer's language",
  'payer.clientIp': "The payer's IP address",
  'payer.appId': 'The app id inside the wallet',
  'beneficiary.name': "The beneficiary's name",
  'beneficiary.account': "The beneficiary's account",
  'beneficiary.accountType': "The type of the beneficiary's account",
  'beneficiary.bankCode': "The code of the beneficiary's bank",
  'beneficiary.phone': "The beneficiary's phone number",
  'beneficiary.email': "The beneficiary's e-mail address",
  'beneficiary.taxId': "The beneficiary's tax number",
  description: 'The description',
};

/** Every fact that a channel may ask for. */
export const FIELD_NAMES = Object.keys(LABELS) as readonly FieldName[];

/** Lists of banks are checks, and so are lists of wallets. */
function reasonOf(check: FieldCheck): RefusalReason | undefined {
  if (!check.startsWith('bankCode:')) return undefined;
  return check.endsWith('_WALLET') ? 'wallet_unknown' : 'bank_unknown';
}

/**
 * The request's fields in normalised form, or the first refusal in the channel's order:
 * `missing_field` or `invalid_field` with the core's field name and a sentence. A blank value
 * counts as not sent, as merchants send empty fields for facts they do not have. Fields that the
 * channel does not name are left out.
 */
export function checkFields(channel: Channel, fields: Fields): CheckedFields | Refused {
  const normalised: Partial<Record<FieldName, string>> = {};
  const warnings: FieldWarning[] = [];
  const context = { fields, country: channel.country };
  for (const rule of channel.fields) {
    const value = fields[rule.name] ?? '';
    if (value.trim() === '') {
      if (!rule.required) continue;
      return refuse('missing_field', rule.name, `${LABELS[rule.name]} is required.`);
    }
    const checked = checkField(rule.check, value, context);
    if (!checked.ok) {
      const detail = `${LABELS[rule.name]} ${checked.reason}.`;
      return refuse('invalid_field', rule.name, detail, reasonOf(rule.check));
    }
    normalised[rule.name] = checked.value;
    if (checked.warning !== undefined) {
      warnings.push({ field: rule.name, detail: `${LABELS[rule.name]} ${checked.warning}.` });
    }
  }
  return { ok: true, fields: normalised, warnings };
}

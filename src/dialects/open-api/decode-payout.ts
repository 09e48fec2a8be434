/** Payouts: `payMethodCode` says how, `transferCode` which bank or wallet. */
import { type Refused, refuse } from '../../domain/refusal.ts';
import type { CreatePayout } from '../../domain/request.ts';
import {
  type Ask,
  amountIn,
  checkMobile,
  coreFields,
  countryOf,
  type Decoded,
  digestOf,
  echoed,
  isOpen,
  missing,
  notOpen,
  textIn,
} from './decode-ask.ts';
import { type Country, SCOPES } from './routes.ts';

export function decodePayout(ask: Ask): Decoded<CreatePayout> {
  const country = countryOf(ask);
  if (!country.ok) return country;
  if (country.value === null) return missing('countryCode', 'the app has no country of its own');
  const method = textIn(ask, 'payMethodCode');
  const channel = ask.view.channel(`${country.value}_${method}`, 'payout');
  if (channel === null) {
    if (!isOpen(ask, 'payout', country.value)) return notOpen('countryCode');
    const detail = `it is not known in ${country.value}`;
    return refuse('invalid_field', 'payMethodCode', detail);
  }
  const refusal = checkMobile(ask, country.value) ?? checkPayee(ask, country.value, method);
  if (refusal !== null) return refusal;
  const amountMinor = amountIn(ask, 'amount');
  if (!amountMinor.ok) return amountMinor;
  return {
    ok: true,
    value: {
      do: 'create_payout',
      channel,
      scope: SCOPES.payout,
      merchantRef: textIn(ask, 'mchOrderId'),
      digest: digestOf(ask),
      amountMinor: amountMinor.value,
      metadata: echoed(ask, 'payMethodCode', 'transferCode', 'idempotencyId', 'relationship'),
      // The call has no field for it: the app has an address for payouts.
      notifyUrl: null,
      idempotencyKey: textIn(ask, 'idempotencyId'),
      onRepeat: 'refuse',
      wait: 'none',
      fields: payeeOf(ask, country.value),
    },
  };
}

/** PH prints which characters a name may hold. */
const PH_NAME = /^[\p{L}\p{M}0-9 '.-]+$/u;

/** What a PromptPay account is named by: a national id, or a mobile number. */
const PROMPTPAY_TYPES = ['NATID', 'MSISDN'];

/** Fields of Thailand that a method needs (published). */
const NEEDED_IN_TH: Readonly<Record<string, readonly string[]>> = {
  BANK: ['transferCode', 'accountName', 'accountType', 'accountTaxId', 'mobile'],
  EWALLET: ['transferCode', 'accountName'],
  PROMPTPAY: ['promptpayAccountType'],
};

/** Fields that the shared path leaves to the country: what the country's own table needs. */
const NEEDED_ELSEWHERE: Readonly<Partial<Record<Country, readonly string[]>>> = {
  PH: ['transferCode', 'accountName'],
  ID: ['transferCode', 'accountName', 'mobile'],
  MY: ['transferCode', 'accountName'],
};

function checkPayee(ask: Ask, country: Country, method: string): Refused | null {
  const needed = country === 'TH' ? NEEDED_IN_TH[method] : NEEDED_ELSEWHERE[country];
  for (const name of needed ?? []) {
    if (textIn(ask, name) === '') return missing(name, `${country} needs it for ${method}`);
  }
  const promptpay = textIn(ask, 'promptpayAccountType');
  if (method === 'PROMPTPAY' && !PROMPTPAY_TYPES.includes(promptpay)) {
    return refuse('invalid_field', 'promptpayAccountType', `one of ${PROMPTPAY_TYPES.join(', ')}`);
  }
  if (country === 'PH' && !PH_NAME.test(textIn(ask, 'accountName'))) {
    return refuse('invalid_field', 'accountName', "letters, digits, blanks and ' . - only");
  }
  return null;
}

/** A promptpay id is told apart by a field of its own; Malaysia's type has a default. */
function payeeOf(ask: Ask, country: Country): CreatePayout['fields'] {
  const fields = coreFields(ask);
  if (textIn(ask, 'payMethodCode') === 'PROMPTPAY') {
    return { ...fields, 'beneficiary.accountType': textIn(ask, 'promptpayAccountType') };
  }
  if (country !== 'MY' || fields['beneficiary.accountType'] !== undefined) return fields;
  return { ...fields, 'beneficiary.accountType': 'BANK_ACCOUNT' };
}

/** Thailand: who a PromptPay payment goes to. */
import { accept, type Check, reject, withoutGrouping } from './check.ts';
import { phone } from './phone.ts';

/** 13 digits, the last one over the others with the weights 13 down to 2. */
function isNationalId(digits: string): boolean {
  if (!/^[0-9]{13}$/.test(digits)) return false;
  const sum = [...digits.slice(0, 12)].reduce((all, d, i) => all + Number(d) * (13 - i), 0);
  return (11 - (sum % 11)) % 10 === Number(digits[12]);
}

/** A national id or mobile number, as `beneficiary.accountType` (NATID or MSISDN) says. */
export const promptPayId: Check = (value, context) => {
  const type = (context.fields['beneficiary.accountType'] ?? '').trim().toUpperCase();
  if (type === 'MSISDN') {
    const number = phone('TH')?.(value, context);
    return number?.ok ? number : reject('must be a Thai mobile number, for example 0812345678');
  }
  if (type !== 'NATID') return reject('needs an account type: NATID or MSISDN');
  const id = withoutGrouping(value);
  return isNationalId(id)
    ? accept(id)
    : reject('must be a Thai national ID or tax ID: 13 digits with a valid check digit');
};

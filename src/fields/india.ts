/** India: branch codes and the two ways to name an account. */
import { accept, type Check, reject, withoutGrouping } from './check.ts';

/** Branch code: four letters of the bank, a zero, six letters or digits; kept in capitals. */
export const ifsc: Check = (value) => {
  const code = value.toUpperCase();
  return /^[A-Z]{4}0[A-Z0-9]{6}$/.test(code)
    ? accept(code)
    : reject('must be an IFSC of 11 characters, such as HDFC0000123');
};

/** `name@bank`, kept in lower case as case has no meaning there; or 9 to 18 digits. */
export const upiOrAccount: Check = (value) => {
  if (/^[A-Za-z0-9._-]{2,256}@[A-Za-z][A-Za-z0-9]{1,63}$/.test(value)) {
    return accept(value.toLowerCase());
  }
  const account = withoutGrouping(value);
  return /^[0-9]{9,18}$/.test(account)
    ? accept(account)
    : reject('must be a UPI id or an account number of 9 to 18 digits');
};

/** Phone numbers, read with the numbering plans of libphonenumber and kept as E.164. */
import {
  type CountryCode,
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import { accept, type Check, type CheckMaker, reject } from './check.ts';

/** The library would also find a number inside a sentence, or one with an extension. */
const WRITTEN = /^\+?[0-9][0-9 ().-]*$|^\([0-9][0-9 ().-]*$/;

/** The number, if the country's plan knows it; national and international writing both. */
function read(value: string, country: CountryCode): PhoneNumber | null {
  if (!WRITTEN.test(value)) return null;
  const number = parsePhoneNumberFromString(value, { defaultCountry: country, extract: false });
  return number?.isValid() ? number : null;
}

function isMobile(number: PhoneNumber): boolean {
  const type = number.getType();
  return type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE';
}

/** Numbers that nobody has, of the countries with channels. */
const SAMPLES: Readonly<Record<string, string>> = {
  BR: '+5511987654321',
  ID: '081234567890',
  IN: '+919876543210',
  MY: '0123456789',
  NG: '08012345678',
  PH: '09171234567',
  RU: '+79161234567',
  TH: '0812345678',
};

function likeThis(country: string): string {
  const sample = SAMPLES[country];
  return sample === undefined ? '' : `, for example ${sample}`;
}

/** `phone:<ISO2>`: a valid number of that country. */
export const phone: CheckMaker = (argument) => {
  if (!isSupportedCountry(argument)) return null;
  return (value) => {
    const number = read(value, argument);
    if (number?.country === argument) return accept(number.number);
    return reject(`must be a valid phone number in ${argument}${likeThis(argument)}`);
  };
};

/** `mobile:<ISO2>`: a valid mobile number of that country; wallets are named by it. */
export const mobile: CheckMaker = (argument) => {
  if (!isSupportedCountry(argument)) return null;
  return (value) => {
    const number = read(value, argument);
    if (number?.country === argument && isMobile(number)) return accept(number.number);
    return reject(`must be a valid mobile number in ${argument}${likeThis(argument)}`);
  };
};

/**
 * A contact number that nothing is paid to: E.164 if it can be read, otherwise its digits as they
 * came. The samples of the published APIs themselves hold impossible numbers (`123456789`).
 */
export const anyPhone: Check = (value, { country }) => {
  const number = isSupportedCountry(country) ? read(value, country) : null;
  if (number !== null) return accept(number.number);
  const digits = value.replace(/[ ().-]/g, '');
  if (WRITTEN.test(value) && /^\+?[0-9]{6,20}$/.test(digits)) return accept(digits);
  return reject('must have 6 to 20 digits, with an optional leading +');
};

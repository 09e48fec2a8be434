/** Checks of text that people wrote: names and descriptions. */

import { holdsCardNumber } from './card-number.ts';
import { accept, type Check, type CheckMaker, reject } from './check.ts';

const NAME_MAX = 128;

/** One form for what looks the same: composed letters, single blanks. */
function tidy(value: string): string {
  return value.normalize('NFC').replace(/\s+/g, ' ').trim();
}

function checkText(value: string, max: number): ReturnType<Check> {
  const text = tidy(value);
  if (text === '') return reject('must not be blank');
  if ([...text].length > max) return reject(`must have at most ${max} characters`);
  if (holdsCardNumber(text)) return reject('must not contain a payment card number');
  return accept(text);
}

/** `text:<max>`: any text of 1 to max characters. */
export const text: CheckMaker = (argument) => {
  if (!/^[1-9][0-9]{0,3}$/.test(argument)) return null;
  const max = Number(argument);
  return (value) => checkText(value, max);
};

/**
 * The name of a person or company in any script, at most 128 characters (the longest that the
 * published APIs print). It must hold a letter: a number in the name field is a swapped field.
 */
export const name: Check = (value) => {
  const checked = checkText(value, NAME_MAX);
  if (checked.ok && !/\p{L}/u.test(checked.value))
    return reject('must contain at least one letter');
  return checked;
};

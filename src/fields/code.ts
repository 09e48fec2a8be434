/** Checks of identifiers and choices: text with an alphabet, not written by people. */
import { accept, type CheckMaker, reject, withoutGrouping } from './check.ts';

/** `digits:<min>-<max>`: that many digits; grouping is removed, leading zeros are kept. */
export const digits: CheckMaker = (argument) => {
  const match = /^([1-9][0-9]?)-([1-9][0-9]?)$/.exec(argument);
  const [min, max] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || min > max) return null;
  const range = min === max ? `${min}` : `${min} to ${max}`;
  return (value) => {
    const plainDigits = withoutGrouping(value);
    const fits = /^[0-9]+$/.test(plainDigits);
    if (fits && plainDigits.length >= min && plainDigits.length <= max) return accept(plainDigits);
    return reject(`must have ${range} digits`);
  };
};

/** `identifier:<max>`: letters, digits and `_ . : -`, such as a tax number or an open id. */
export const identifier: CheckMaker = (argument) => {
  if (!/^[1-9][0-9]{0,2}$/.test(argument)) return null;
  const max = Number(argument);
  return (value) => {
    if (value.length <= max && /^[A-Za-z0-9_.:-]+$/.test(value)) return accept(value);
    return reject(`must be at most ${max} letters, digits or any of _ . : -`);
  };
};

/** `oneOf:<A>|<B>`: one of these words, which are in capitals; read in any case. */
export const oneOf: CheckMaker = (argument) => {
  if (!/^[A-Z_]+(?:\|[A-Z_]+)*$/.test(argument)) return null;
  const words = argument.split('|');
  return (value) => {
    const word = words.find((candidate) => candidate === value.toUpperCase());
    return word === undefined ? reject(`must be one of ${words.join(', ')}`) : accept(word);
  };
};

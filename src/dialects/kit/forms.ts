/** How values are written on the wire, as data that checks them and that documentation reads. */
import type { JsonValue } from '../../wire/json-value.ts';
import type { Field, ValueForm } from '../contract.ts';

const CONTROL = /\p{Cc}/u;
const STRING = ['string'] as const;

type FormFacts = Partial<ValueForm> & Pick<ValueForm, 'type'>;

function form(facts: FormFacts): ValueForm {
  return { tokens: STRING, min: null, max: null, format: null, fault: () => null, ...facts };
}

/** Any text of at most so many characters. */
export function text(max: number, min = 0): ValueForm {
  return form({ type: 'text', min, max });
}

/** A text, or a number where clients send one: its own text is what counts. */
export function textOrNumber(max: number): ValueForm {
  return form({ type: 'text', tokens: ['string', 'number'], max });
}

/** A text of one form, said in words and matched whole. */
export function pattern(
  [min, max]: readonly [min: number, max: number],
  format: string,
  regExp: RegExp,
  fault: string,
): ValueForm {
  const check = (value: string) => (regExp.test(value) ? null : fault);
  return form({ type: 'text', min, max, format, fault: check });
}

/** An absolute http or https address. */
export function url(max: number): ValueForm {
  return form({ type: 'text', max, format: 'url', fault: urlFault });
}

/** A list, of objects with these fields or of texts; each is judged where it is used. */
export function list(max: number | null, fields?: readonly Field[]): ValueForm {
  return form({
    type: 'list',
    tokens: ['array'],
    max,
    ...(fields === undefined ? {} : { fields }),
  });
}

/** An object with these fields, which are judged where it is used. */
export function object(fields: readonly Field[]): ValueForm {
  return form({ type: 'object', tokens: ['object'], fields });
}

/** An amount, as decimal text in major units; what it must be is judged where it is used. */
export function decimal(tokens: readonly JsonValue['kind'][], max: number): ValueForm {
  return form({ type: 'decimal', tokens, max });
}

/** A form with something said otherwise. */
export function changed(base: ValueForm, facts: Partial<ValueForm>): ValueForm {
  return { ...base, ...facts };
}

/** A list of at most so many short texts. */
export function words(max: number): ValueForm {
  return form({ type: 'list', tokens: ['array'], max, words: /^[A-Za-z0-9_-]{1,64}$/ });
}

/** An object or a list that is kept as it is. */
export function anyJson(): ValueForm {
  return form({ type: 'object', tokens: ['object', 'array'] });
}

/**
 * A whole number, as a JSON number or as digits in a text. What it counts is judged where it is
 * used, with a refusal of its own: an amount, a timestamp.
 */
export function wholeNumber(): ValueForm {
  const fault = (value: string) => (value.length > 32 ? 'must be at most 32 digits' : null);
  return form({ type: 'whole number', tokens: ['number', 'string'], fault });
}

/** What is wrong with a value of this form; null if nothing is. */
export function faultOf(value: JsonValue, due: ValueForm): string | null {
  if (!due.tokens.includes(value.kind)) return `must be a JSON ${due.tokens.join(' or ')}`;
  if (value.kind === 'array') return wordsFault(value.items, due);
  if (value.kind !== 'string' && value.kind !== 'number') return null;
  const own = value.kind === 'string' ? value.value : value.text;
  if (due.type === 'whole number') return due.fault(own, value.kind);
  const { length } = [...own];
  if (due.max !== null && length > due.max) return `must be at most ${due.max} characters`;
  if (due.min !== null && length < due.min) return `must be at least ${due.min} characters`;
  return CONTROL.test(own) ? 'must not contain control characters' : due.fault(own, value.kind);
}

function wordsFault(items: readonly JsonValue[], { words: word, max }: ValueForm): string | null {
  if (word === undefined) return null;
  const fine = items.every((item) => item.kind === 'string' && word.test(item.value));
  return fine && items.length <= (max ?? items.length)
    ? null
    : `must be a list of at most ${max} codes`;
}

/** Why a text is no address that notifications and browsers can go to; null if it is one. */
export function urlFault(value: string): string | null {
  if (!/^https?:\/\//i.test(value)) return 'must start with http:// or https://';
  const parsed = /[\s\p{Cc}\\]/u.test(value) ? null : URL.parse(value);
  if (parsed === null) return 'must be a valid URL';
  // The address guard would refuse every attempt at such an address.
  const { username, password } = parsed;
  return username === '' && password === '' ? null : 'must not contain a user name or password';
}

/** Reads a command's input. Each reader answers a value, or the failure that names the input. */

import { type Id, parseId } from '../domain/id.ts';
import type { App, Merchant } from '../domain/merchant.ts';
import type { Asset } from '../domain/money.ts';
import { orList } from '../domain/or-list.ts';
import { MAJOR_TEXT, parseAmount } from '../wire/amount.ts';
import { type Failed, failedField, type Input } from './command.ts';
import type { OperatorDeps } from './deps.ts';

export type Read<T> = { readonly ok: true; readonly value: T } | Failed;

/** Of 1 to `charsMax` characters that can be seen, without the blanks around them. */
export function readText(input: Input, name: string, charsMax: number): Read<string> {
  const text = (input[name] ?? '').trim();
  const isSeen = !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text);
  return text !== '' && [...text].length <= charsMax && isSeen
    ? { ok: true, value: text }
    : failedField(name, `must have 1 to ${charsMax} characters`);
}

/** One of some words; the first of them when nothing is given and `byDefault` says so. */
export function readChoice<const Word extends string>(
  input: Input,
  name: string,
  words: readonly Word[],
  byDefault?: Word,
): Read<Word> {
  const text = input[name] ?? '';
  const word = text === '' ? byDefault : words.find((one) => one === text);
  return word === undefined
    ? failedField(name, `must be ${orList(words)}`)
    : { ok: true, value: word };
}

type Known = Pick<OperatorDeps, 'snapshot'>;

/** The merchant that `merchant` names by its id. */
export function readMerchant({ snapshot }: Known, input: Input): Read<Merchant> {
  const id = readId(input, 'merchant');
  if (!id.ok) return id;
  const merchant = snapshot.current().merchant(id.value);
  return merchant === null
    ? failedField('merchant', 'is not known')
    : { ok: true, value: merchant };
}

/** The app that `app` names by its id. A page of one merchant names it as well: then its own. */
export function readApp({ snapshot }: Known, input: Input): Read<App> {
  const id = readId(input, 'app');
  if (!id.ok) return id;
  const app = snapshot.current().app(id.value);
  const isOf = (input.merchant ?? String(app?.merchantId)) === String(app?.merchantId);
  return app === null || !isOf ? failedField('app', 'is not known') : { ok: true, value: app };
}

export function readId(input: Input, name: string): Read<Id> {
  const id = parseId(input[name] ?? '');
  return id === null
    ? failedField(name, 'must be an id of the platform, up to 19 digits')
    : { ok: true, value: id };
}

/** Nothing typed is no limit. */
export function readMoneyOrNone(input: Input, name: string, asset: Asset): Read<bigint | null> {
  const isBlank = (input[name] ?? '').trim() === '';
  return isBlank ? { ok: true, value: null } : readMoney(input, name, asset);
}

/** Nothing typed is none. */
export function readWholeOrNone(input: Input, name: string): Read<number | null> {
  const isBlank = (input[name] ?? '').trim() === '';
  return isBlank ? { ok: true, value: null } : readWhole(input, name);
}

/** An amount in major units, such as `50.25`. */
export function readMoney(input: Input, name: string, asset: Asset): Read<bigint> {
  const amount = parseAmount((input[name] ?? '').trim(), asset, MAJOR_TEXT);
  return amount.ok
    ? { ok: true, value: amount.value.minor }
    : failedField(name, amount.error.reason);
}

export function readWhole(input: Input, name: string): Read<number> {
  const text = (input[name] ?? '').trim();
  return /^[0-9]{1,6}$/.test(text)
    ? { ok: true, value: Number.parseInt(text, 10) }
    : failedField(name, 'must be a whole number of at most 6 digits');
}

const SETTING = 'setting.';

/** Settings of an app: inputs named `setting.<name>`. */
export function readSettings(input: Input): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(input).flatMap(([name, value]) =>
      name.startsWith(SETTING) ? [[name.slice(SETTING.length), value]] : [],
    ),
  );
}

/** The inputs of settings. */
export function settingInputs(settings: Readonly<Record<string, string>>): Input {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [`${SETTING}${name}`, value]),
  );
}

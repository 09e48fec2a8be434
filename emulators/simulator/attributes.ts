/**
 * The flat `attributes` of payments and codes: how numbers, QR texts and WeChat calls are to be
 * made. What is missing has a default; attributes that we do not know are ignored.
 */
import type { Fields } from './fields.ts';
import { type SchemeName, schemeFor } from './schemes.ts';

/** What WeChat has to know before it makes an order: h5 = any browser, jsapi = inside WeChat. */
export type WechatWish = { readonly way: 'h5' | 'jsapi'; readonly appId: string };

export type Attributes = {
  /** The bank of a number, or the wallet of a page; '' = ours. */
  readonly bank: string;
  /** The name a payer sees; '' = something else of the order. */
  readonly name: string;
  readonly scheme: SchemeName;
  /** VA and account numbers: digits that they begin with. */
  readonly prefix: string;
  /** Whole length of such a number. */
  readonly length: number;
  readonly wechat: WechatWish | undefined;
};

/** Usual lengths of numbers by bank. */
const NUMBER_LENGTH: Readonly<Record<string, number>> = {
  BCA: 16,
  BNI: 16,
  BRI: 15,
  DANAMON: 16,
  MANDIRI: 16,
  PERMATA: 16,
  CIMB: 16,
};
const DEFAULT_LENGTH = 14;
const LENGTH_MAX = 32;
/** So many stay free, that a fresh number is soon found. */
const FREE_DIGITS_MIN = 6;
/** Belongs to nobody: these are TEST numbers. */
const TEST_PREFIX = '99';

/** WeChat's own id of an app, where no app of the merchant's is named: ours, and invented. */
const OUR_APP_ID = 'wx0000000000000000';

/** Reads them; the first thing wrong is noted in `fields`. */
export function readAttributes(fields: Fields, asset: string): Attributes {
  const given = fields.texts('attributes');
  const attribute = (name: string): string => given[name] ?? '';
  const bank = attribute('bank');
  const scheme = schemeFor(attribute('scheme'), asset);
  if ('problem' in scheme) fields.problem ??= scheme.problem;
  const { prefix, length } = numberShape(
    fields,
    bank,
    attribute('vaPrefix'),
    attribute('vaLength'),
  );
  return {
    bank,
    name: attribute('name'),
    scheme: 'name' in scheme ? scheme.name : 'emv',
    prefix,
    length,
    wechat: wechatWish(fields, attribute),
  };
}

function numberShape(fields: Fields, bank: string, vaPrefix: string, vaLength: string) {
  const prefix = vaPrefix || TEST_PREFIX;
  const fallback = NUMBER_LENGTH[bank.toUpperCase()] ?? DEFAULT_LENGTH;
  const length = vaLength === '' ? fallback : Number(vaLength);
  if (!/^\d{1,16}$/.test(prefix)) fields.problem ??= 'attributes.vaPrefix is 1 to 16 digits';
  const fits = /^\d{0,2}$/.test(vaLength) && length <= LENGTH_MAX;
  if (!fits || length < prefix.length + FREE_DIGITS_MIN) {
    const text = `from vaPrefix and ${FREE_DIGITS_MIN} digits to ${LENGTH_MAX}`;
    fields.problem ??= `attributes.vaLength is ${text}`;
  }
  return { prefix, length };
}

function wechatWish(fields: Fields, attribute: (name: string) => string): WechatWish | undefined {
  const way = attribute('wechat');
  if (way === '') return undefined;
  if (way !== 'h5' && way !== 'jsapi') {
    fields.problem ??= 'attributes.wechat is h5 or jsapi';
    return undefined;
  }
  const needed = way === 'h5' ? ['clientIp'] : ['openid', 'appid'];
  for (const name of needed) {
    if (attribute(name) === '') fields.problem ??= `attributes.${name} is needed for ${way}`;
  }
  return { way, appId: attribute('appid') || OUR_APP_ID };
}

import type { Money } from '../domain/money.ts';
import { MAJOR_TEXT, type MajorForm, parseAmount } from './amount.ts';
import { type EmvField, emvValue, parseEmv, parseEmvFields } from './emv-qr.ts';
import { accept, type Parsed, refuse } from './parsed.ts';
import { QR_SCHEMES, type QrScheme, type QrSchemeName } from './qr-schemes.ts';

/** What a payer's app learns from a national payment code. */
export interface QrReading {
  readonly scheme: QrSchemeName;
  /** The objects of the scheme's account template, its identifier included. */
  readonly account: readonly EmvField[];
  readonly reusable: boolean;
  readonly amount: Money | undefined;
  readonly name: string | undefined;
  readonly city: string | undefined;
  /** The reference label: sub-object 05 of object 62. */
  readonly reference: string | undefined;
}

/** Some issuers print two decimals even where the currency has none; they must then be zeros. */
const AMOUNT: MajorForm = { ...MAJOR_TEXT, maxDecimals: 2 };

/**
 * Reads a payload and names its scheme. Refused: what `parseEmv` refuses, a scheme not known here,
 * a currency or amount that is not the scheme's.
 */
export function readQr(payload: string): Parsed<QrReading> {
  const fields = parseEmv(payload);
  if (!fields.ok) return fields;
  for (const scheme of QR_SCHEMES) {
    const text = emvValue(fields.value, scheme.tag);
    const account = text === undefined ? undefined : parseEmvFields(text, `$.${scheme.tag}`);
    if (account?.ok && emvValue(account.value, '00') === scheme.guid) {
      return describe(scheme, account.value, fields.value);
    }
  }
  return refuse('not a payment code of a known scheme');
}

function describe(
  scheme: QrScheme,
  account: readonly EmvField[],
  fields: readonly EmvField[],
): Parsed<QrReading> {
  if (emvValue(fields, '53') !== scheme.currency) {
    return refuse("not the scheme's currency", 0, '$.53');
  }
  const amountText = emvValue(fields, '54');
  const amount =
    amountText === undefined ? accept(undefined) : parseAmount(amountText, scheme.asset, AMOUNT);
  if (!amount.ok) return refuse(amount.error.reason, amount.error.at, '$.54');
  const additional = parseEmvFields(emvValue(fields, '62') ?? '', '$.62');
  if (!additional.ok) return additional;
  return accept({
    scheme: scheme.name,
    account,
    reusable: emvValue(fields, '01') !== '12',
    amount: amount.value,
    name: emvValue(fields, '59'),
    city: emvValue(fields, '60'),
    reference: emvValue(additional.value, '05'),
  });
}

import type { CodeData, CodeScheme } from '../domain/channel.ts';
import type { Asset, Money } from '../domain/money.ts';
import { type Parsed, refuse } from './parsed.ts';
import {
  buildDuitNow,
  buildPixStatic,
  buildPromptPayBill,
  buildQris,
  buildQrPhP2m,
  type Qris,
} from './qr-profiles.ts';
import { DUITNOW, PIX, PROMPTPAY_BILL, QRIS, QRPH_P2M } from './qr-schemes.ts';

/**
 * The names that a scheme's QR codes take of `CodeData.merchant`, in the order in which a form
 * asks for them. All but those in `OPTIONAL_MERCHANT_NAMES` must be there.
 */
export const QR_MERCHANT_NAMES: Readonly<Record<CodeScheme, readonly string[]>> = {
  qrph: ['acquirerBic', 'merchantId', 'mcc', 'city'],
  qris: [
    'issuerGuid',
    'merchantPan',
    'merchantId',
    'criteria',
    'nmid',
    'mcc',
    'city',
    'postalCode',
  ],
  promptpay: ['billerId'],
  duitnow: ['acquirer', 'qrId', 'mcc', 'city'],
  pix: ['key', 'city'],
};

const ASSETS: Readonly<Record<CodeScheme, Asset>> = {
  qrph: QRPH_P2M.asset,
  qris: QRIS.asset,
  promptpay: PROMPTPAY_BILL.asset,
  duitnow: DUITNOW.asset,
  pix: PIX.asset,
};

/** The national scheme of a currency; null: there is none, or not here. */
export function schemeOf(asset: Asset): CodeScheme | null {
  const schemes = Object.keys(ASSETS) as CodeScheme[];
  return schemes.find((scheme) => ASSETS[scheme] === asset) ?? null;
}

const OPTIONAL_MERCHANT_NAMES: ReadonlySet<string> = new Set(['postalCode']);

const CITY = /^[ -~]{1,15}$/;
const CRITERIA = /^(?:UMI|UKE|UME|UBE|URE)$/;

/** What one payment adds to a channel's data: the payee's name and how the payment is known. */
export interface ChannelPayment {
  /** 1 to 25 printable ASCII characters. */
  readonly name: string;
  /** Letters and digits, at most 20. */
  readonly reference: string;
  /** In the scheme's own asset. */
  readonly amount?: Money;
}

/**
 * A national QR from a channel's data. Refused, with the name of what is wrong at the start of
 * the reason: data that the scheme does not know, lacks, or has in another form.
 */
export function buildChannelQr(data: CodeData, payment: ChannelPayment): Parsed<string> {
  if (data.scheme === null) return refuse('scheme is not there');
  const { merchant, scheme } = data;
  const names = QR_MERCHANT_NAMES[scheme];
  const unrelated = Object.keys(merchant).find((name) => !names.includes(name));
  if (unrelated !== undefined) return refuse(`${unrelated} is nothing that the scheme has`);
  const missing = names.find((name) => !OPTIONAL_MERCHANT_NAMES.has(name) && !merchant[name]);
  if (missing !== undefined) return refuse(`${missing} is missing`);
  if (merchant.city !== undefined && !CITY.test(merchant.city)) {
    return refuse('city is not 1 to 15 plain characters');
  }
  return BUILDERS[scheme](merchant, payment);
}

type Builder = (merchant: CodeData['merchant'], payment: ChannelPayment) => Parsed<string>;

/** Presence was checked: the empty texts below are never reached. */
const BUILDERS: Readonly<Record<CodeScheme, Builder>> = {
  qrph: ({ acquirerBic = '', merchantId = '', mcc = '', city = '' }, payment) =>
    buildQrPhP2m({ acquirerBic, merchantId, mcc, city, ...payment }),
  qris({ criteria = '', ...merchant }, payment) {
    if (!isCriteria(criteria)) return refuse('criteria is none of UMI, UKE, UME, UBE, URE');
    const { issuerGuid = '', merchantPan = '', merchantId = '', nmid = '', postalCode } = merchant;
    const { mcc = '', city = '' } = merchant;
    const payee = { issuerGuid, merchantPan, merchantId, criteria, nmid, mcc, city };
    return buildQris({ ...payee, ...payment, ...(postalCode ? { postalCode } : {}) });
  },
  promptpay: ({ billerId = '' }, { reference, amount }) =>
    buildPromptPayBill({ billerId, reference1: reference, ...(amount && { amount }) }),
  duitnow: ({ acquirer = '', qrId = '', mcc = '', city = '' }, { name, amount }) =>
    buildDuitNow({ acquirer, qrId, mcc, city, name, ...(amount && { amount }) }),
  pix: ({ key = '', city = '' }, { name, reference, amount }) =>
    buildPixStatic({ key, city, name, txid: reference, ...(amount && { amount }) }),
};

function isCriteria(text: string): text is Qris['criteria'] {
  return CRITERIA.test(text);
}

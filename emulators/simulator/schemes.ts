/**
 * The forms of QR text this provider issues: EMVCo merchant-presented codes in the national
 * profiles, and the links of India, Russia and WeChat. All with invented TEST accounts.
 */
import { crc16, emvText, field, isWholeEmv, type Profile, plainName, template } from './emv.ts';
import { parseAsset, printMajor } from './money.ts';

export type QrWish = {
  readonly asset: string;
  /** Finds the order again: at most 25 capital letters and digits. */
  readonly label: string;
  readonly merchantName: string;
  /** Undefined: the payer chooses. */
  readonly amountMinor: bigint | undefined;
  /** Whether it may be paid more than once (EMVCo: static). */
  readonly reusable: boolean;
};

type Scheme = {
  /** The only currency it is for; undefined: any. */
  readonly currency?: string;
  readonly text: (wish: QrWish) => string;
};

function emv(profile: Profile): Scheme['text'] {
  return ({ asset, label, merchantName, amountMinor, reusable }) => {
    const amount = amountMinor === undefined ? undefined : printMajor(amountMinor, asset);
    return emvText(profile, label, merchantName, amount, reusable);
  };
}

const QRPH: Profile = {
  format: '01',
  accounts: template(
    '28',
    ['00', 'ph.ppmi.p2m'],
    ['01', 'TESTPHM1XXX'],
    ['03', 'TESTMERCHANT'],
    ['05', '310'],
  ),
  category: '5812',
  currency: '608',
  country: 'PH',
  city: 'MANILA',
  additional: field('00', 'ph.ppmi.qrph'),
};

const QRIS: Profile = {
  format: '01',
  accounts:
    template(
      '26',
      ['00', 'ID.CO.EXAMPLE.WWW'],
      // 19 digits, the last a Luhn check.
      ['01', '9360000000000000009'],
      ['02', '000000000000000'],
      ['03', 'UMI'],
    ) + template('51', ['00', 'ID.CO.QRIS.WWW'], ['02', 'ID0000000000000'], ['03', 'UMI']),
  category: '5812',
  currency: '360',
  country: 'ID',
  city: 'JAKARTA',
  additional: '',
};

const PROMPTPAY: Profile = {
  format: '01',
  accounts: template('30', ['00', 'A000000677010112'], ['01', '099999999999999'], ['02', 'TEST']),
  category: '5812',
  currency: '764',
  country: 'TH',
  city: 'BANGKOK',
  additional: '',
};

const DUITNOW: Profile = {
  format: '02',
  accounts: template('26', ['00', 'A0000006150001'], ['01', '000000'], ['02', 'TEST00000000']),
  category: '5812',
  currency: '458',
  country: 'MY',
  city: 'BANGI',
  additional: '',
};

const PIX: Profile = {
  format: '01',
  accounts: template(
    '26',
    ['00', 'BR.GOV.BCB.PIX'],
    ['01', '00000000-0000-4000-8000-000000000000'],
  ),
  category: '0000',
  currency: '986',
  country: 'BR',
  city: 'SAO PAULO',
  additional: '',
};

/** Where no national scheme is: an unassigned template and no real currency code. */
const NEUTRAL: Profile = {
  format: '01',
  accounts: template('26', ['00', 'TEST.SIMULATOR']),
  category: '0000',
  currency: '999',
  country: 'XX',
  city: 'TESTVILLE',
  additional: '',
};

const UPI_LINK = 'upi://pay?';

function upi({ asset, label, merchantName, amountMinor }: QrWish): string {
  const name = encodeURIComponent(plainName(merchantName));
  const sum = amountMinor === undefined ? '' : `&am=${printMajor(amountMinor, asset)}`;
  return `${UPI_LINK}pa=test@simulator&pn=${name}${sum}&cu=INR&tr=${label}`;
}

/** The true ones are at qr.nspk.ru: a phone that scans a test must not ask there. */
const SBP_LINK = 'https://qr.nspk.test/';

/**
 * Fast payment system of Russia: 32 characters of id (AS reusable, AD for one payment), type 01 or
 * 02, sum in kopecks, and a CRC-16 of what stands before it.
 */
function sbp({ label, amountMinor, reusable }: QrWish): string {
  const id = `${reusable ? 'AS' : 'AD'}${label.padStart(30, '0')}`;
  const sum = amountMinor === undefined ? '' : `&sum=${amountMinor}&cur=RUB`;
  const text = `${SBP_LINK}${id}?type=${reusable ? '01' : '02'}&bank=100000000999${sum}`;
  return `${text}&crc=${crc16(text)}`;
}

const WECHAT_LINK = 'weixin://wxpay/bizpayurl?pr=';

const TABLE = {
  qrph: { currency: 'PHP', text: emv(QRPH) },
  qris: { currency: 'IDR', text: emv(QRIS) },
  promptpay: { currency: 'THB', text: emv(PROMPTPAY) },
  duitnow: { currency: 'MYR', text: emv(DUITNOW) },
  pix: { currency: 'BRL', text: emv(PIX) },
  upi: { currency: 'INR', text: upi },
  sbp: { currency: 'RUB', text: sbp },
  wechat: { text: ({ label }) => `${WECHAT_LINK}${label}` },
  emv: { text: emv(NEUTRAL) },
} as const satisfies Record<string, Scheme>;

export type SchemeName = keyof typeof TABLE;
const NAMES = Object.keys(TABLE) as [SchemeName, ...SchemeName[]];
const SCHEMES: Readonly<Record<SchemeName, Scheme>> = TABLE;

/** The scheme of a currency, where none was asked for. */
function defaultScheme(asset: string): SchemeName {
  const currency = parseAsset(asset)?.currency;
  return NAMES.find((name) => SCHEMES[name].currency === currency) ?? 'emv';
}

/** The scheme with this name ('' = the default one of the currency), or why it cannot be. */
export function schemeFor(
  name: string,
  asset: string,
): { readonly name: SchemeName } | { readonly problem: string } {
  if (name === '') return { name: defaultScheme(asset) };
  const known = NAMES.find((each) => each === name);
  if (known === undefined) return { problem: `attributes.scheme is one of ${NAMES.join(', ')}` };
  const { currency } = SCHEMES[known];
  const fits = currency === undefined || parseAsset(asset)?.currency === currency;
  return fits ? { name: known } : { problem: `attributes.scheme ${known} is for ${currency}` };
}

/** The QR text for a payment or a code. */
export function qrPayload(scheme: SchemeName, wish: QrWish): string {
  return SCHEMES[scheme].text(wish);
}

/** Whether a pasted text is whole, as far as its form shows. */
export function isWholeQr(text: string): boolean {
  if (text.startsWith(UPI_LINK) || text.startsWith(WECHAT_LINK)) return true;
  if (!text.startsWith(SBP_LINK)) return isWholeEmv(text);
  const [before = '', crc = ''] = text.split('&crc=');
  return crc16(before) === crc.toUpperCase();
}

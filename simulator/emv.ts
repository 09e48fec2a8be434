/**
 * QR texts this provider issues: EMVCo merchant-presented codes in the national profiles, with
 * invented TEST accounts, and a UPI link for rupees. Tag 62-05 carries our label, by which a scan
 * finds the order.
 */
import { parseAsset, printMajor } from './money.ts';

/** id + two-digit length + value. */
function field(id: string, value: string): string {
  if (value.length < 1 || value.length > 99) throw new Error(`EMV field ${id} is 1-99 characters`);
  return `${id}${String(value.length).padStart(2, '0')}${value}`;
}

/** CRC-16/CCITT-FALSE as four upper-case hex digits: "123456789" -> "29B1". */
export function crc16(text: string): string {
  let crc = 0xffff;
  for (const byte of Buffer.from(text, 'utf8')) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) {
      crc = ((crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021) & 0xffff;
    }
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

type Profile = {
  readonly format: string;
  readonly accounts: string;
  readonly category: string;
  /** ISO 4217 numeric. */
  readonly currency: string;
  readonly country: string;
  readonly city: string;
  /** Further sub-fields of tag 62. */
  readonly additional: string;
};

function template(id: string, ...subFields: readonly (readonly [string, string])[]): string {
  return field(id, subFields.map(([tag, value]) => field(tag, value)).join(''));
}

const PROFILES: Readonly<Record<string, Profile>> = {
  PHP: {
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
  },
  IDR: {
    format: '01',
    accounts:
      template(
        '26',
        ['00', 'ID.CO.EXAMPLE.WWW'],
        ['01', '9360000000000000000'],
        ['02', '000000000000000'],
        ['03', 'UMI'],
      ) + template('51', ['00', 'ID.CO.QRIS.WWW'], ['02', 'ID0000000000000'], ['03', 'UMI']),
    category: '5812',
    currency: '360',
    country: 'ID',
    city: 'JAKARTA',
    additional: '',
  },
  THB: {
    format: '01',
    accounts: template('30', ['00', 'A000000677010112'], ['01', '099999999999999'], ['02', 'TEST']),
    category: '5812',
    currency: '764',
    country: 'TH',
    city: 'BANGKOK',
    additional: '',
  },
  MYR: {
    format: '02',
    accounts: template('26', ['00', 'A0000006150001'], ['01', '000000'], ['02', 'TEST00000000']),
    category: '5812',
    currency: '458',
    country: 'MY',
    city: 'BANGI',
    additional: '',
  },
  BRL: {
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
  },
};

/**
 * For currencies without a national scheme here: an unassigned template and no real currency code.
 */
const GENERIC: Profile = {
  format: '01',
  accounts: template('26', ['00', 'TEST.SIMULATOR']),
  category: '0000',
  currency: '999',
  country: 'XX',
  city: 'TESTVILLE',
  additional: '',
};

/** EMV texts count characters, and readers differ on others: keep plain ASCII. */
function plainName(name: string): string {
  const ascii = name
    .normalize('NFKD')
    .replace(/[^ -~]/g, '')
    .trim();
  return `TEST ${ascii}`.trim().slice(0, 25).trim();
}

/**
 * The QR text for a payment or a reusable code.
 * `label` finds the order again (at most 25 letters and digits). No amount = the payer chooses.
 */
export function qrPayload(
  asset: string,
  label: string,
  merchantName: string,
  amountMinor: bigint | undefined,
  reusable: boolean,
): string {
  const currency = parseAsset(asset)?.currency ?? '';
  const amount = amountMinor === undefined ? undefined : printMajor(amountMinor, asset);
  if (currency === 'INR') {
    const name = encodeURIComponent(plainName(merchantName));
    const sum = amount === undefined ? '' : `&am=${amount}`;
    return `upi://pay?pa=test@simulator&pn=${name}${sum}&cu=INR&tr=${label}`;
  }
  const profile = PROFILES[currency] ?? GENERIC;
  const text = [
    field('00', profile.format),
    field('01', reusable ? '11' : '12'),
    profile.accounts,
    field('52', profile.category),
    field('53', profile.currency),
    // The amount field has room for 13 characters; a longer one is left to the payer.
    amount === undefined || amount.length > 13 ? '' : field('54', amount),
    field('58', profile.country),
    field('59', plainName(merchantName)),
    field('60', profile.city),
    field('62', profile.additional + field('05', label)),
    '6304',
  ].join('');
  return text + crc16(text);
}

/**
 * Whether a pasted text is whole: a UPI link, or an EMV text whose CRC agrees (either letter case).
 */
export function isWholeQr(text: string): boolean {
  if (text.startsWith('upi://pay?')) return true;
  const crcAt = text.length - 4;
  return (
    text.slice(crcAt - 4, crcAt) === '6304' &&
    crc16(text.slice(0, crcAt)) === text.slice(crcAt).toUpperCase()
  );
}

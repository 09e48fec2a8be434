import type { Asset } from '../domain/money.ts';

export type QrSchemeName =
  | 'qrph-p2p'
  | 'qrph-p2m'
  | 'qris'
  | 'promptpay'
  | 'promptpay-bill'
  | 'duitnow'
  | 'pix';

/** What marks a national payment code among EMVCo payloads. */
export interface QrScheme {
  readonly name: QrSchemeName;
  readonly asset: Asset;
  /** ISO 4217 number and ISO 3166 code: objects 53 and 58. */
  readonly currency: string;
  readonly country: string;
  /** The object that holds the scheme's account, and the identifier in its sub-object 00. */
  readonly tag: string;
  readonly guid: string;
}

const PESO = { asset: 'PHP/2', currency: '608', country: 'PH' };
const RUPIAH = { asset: 'IDR/0', currency: '360', country: 'ID' };
const BAHT = { asset: 'THB/2', currency: '764', country: 'TH' };
const RINGGIT = { asset: 'MYR/2', currency: '458', country: 'MY' };
const REAL = { asset: 'BRL/2', currency: '986', country: 'BR' };

export const QRPH_P2P: QrScheme = { ...PESO, name: 'qrph-p2p', tag: '27', guid: 'com.p2pqrpay' };
export const QRPH_P2M: QrScheme = { ...PESO, name: 'qrph-p2m', tag: '28', guid: 'ph.ppmi.p2m' };
export const QRIS: QrScheme = { ...RUPIAH, name: 'qris', tag: '51', guid: 'ID.CO.QRIS.WWW' };
export const PROMPTPAY: QrScheme = {
  ...BAHT,
  name: 'promptpay',
  tag: '29',
  guid: 'A000000677010111',
};
export const PROMPTPAY_BILL: QrScheme = {
  ...BAHT,
  name: 'promptpay-bill',
  tag: '30',
  guid: 'A000000677010112',
};
export const DUITNOW: QrScheme = { ...RINGGIT, name: 'duitnow', tag: '26', guid: 'A0000006150001' };
export const PIX: QrScheme = { ...REAL, name: 'pix', tag: '26', guid: 'BR.GOV.BCB.PIX' };

export const QR_SCHEMES: readonly QrScheme[] = [
  QRPH_P2P,
  QRPH_P2M,
  QRIS,
  PROMPTPAY,
  PROMPTPAY_BILL,
  DUITNOW,
  PIX,
];

/**
 * What payment codes are made of until an operator enters what a bank or an acquirer gave: TEST
 * data, our choice, by which nobody can be paid. No bank's real company code is among it: prefixes
 * begin with 99, in the width that is usual at the bank. Lengths are the usual ones.
 */
import type { CodeData } from '../domain/channel.ts';

const NOTHING: CodeData = {
  scheme: null,
  bank: null,
  vaPrefix: null,
  vaLength: null,
  merchant: {},
};

export const QRPH_CODE: CodeData = {
  ...NOTHING,
  scheme: 'qrph',
  merchant: {
    acquirerBic: 'TESTPHM1XXX',
    merchantId: 'TESTMERCHANT',
    mcc: '5812',
    city: 'MANILA',
  },
};

export const QRIS_CODE: CodeData = {
  ...NOTHING,
  scheme: 'qris',
  merchant: {
    issuerGuid: 'ID.CO.EXAMPLE.WWW',
    merchantPan: '9360000000000000009',
    merchantId: '000000000000000',
    criteria: 'UMI',
    nmid: 'ID0000000000000',
    mcc: '5812',
    city: 'JAKARTA',
  },
};

export const PROMPTPAY_CODE: CodeData = {
  ...NOTHING,
  scheme: 'promptpay',
  merchant: { billerId: '099999999999999' },
};

export const DUITNOW_CODE: CodeData = {
  ...NOTHING,
  scheme: 'duitnow',
  merchant: { acquirer: '000000', qrId: 'TEST00000000', mcc: '5812', city: 'BANGI' },
};

export const PIX_CODE: CodeData = {
  ...NOTHING,
  scheme: 'pix',
  merchant: { key: '00000000-0000-4000-8000-000000000000', city: 'SAO PAULO' },
};

/** A number that a bank, a counter or a wallet takes payments for. */
export function virtualAccount(bank: string, vaPrefix: string, vaLength: number): CodeData {
  return { ...NOTHING, bank, vaPrefix, vaLength };
}

/** A number of a bank's that money is sent to from any other bank. */
export function transferAccount(length: number): CodeData {
  return virtualAccount('TEST BANK', '99', length);
}

/** Whose bills are paid; the provider makes the reference number. */
export function billerCode(biller: string): CodeData {
  return { ...NOTHING, bank: biller };
}

export const BCA_CODE = virtualAccount('BCA', '99014', 16);
export const BNI_CODE = virtualAccount('BNI', '99009', 16);
export const BRI_CODE = virtualAccount('BRI', '99002', 15);
export const MANDIRI_CODE = virtualAccount('Mandiri', '99008', 16);
export const PERMATA_CODE = virtualAccount('Permata', '9913', 16);
export const CIMB_CODE = virtualAccount('CIMB Niaga', '9922', 16);
export const ALFAMART_CODE = virtualAccount('Alfamart', '99', 14);
export const SEVEN_ELEVEN_CODE = virtualAccount('7-Eleven', '99', 14);
export const GCASH_BILLS_CODE = virtualAccount('GCash', '99', 14);

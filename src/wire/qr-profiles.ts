import type { Money } from '../domain/money.ts';
import { MAJOR_TEXT, printAmount } from './amount.ts';
import { buildEmv, type EmvNode } from './emv-qr.ts';
import { type Parsed, refuse } from './parsed.ts';
import {
  DUITNOW,
  PIX,
  PROMPTPAY,
  PROMPTPAY_BILL,
  QRIS,
  QRPH_P2M,
  QRPH_P2P,
  type QrScheme,
} from './qr-schemes.ts';

/**
 * National payment codes over the EMVCo payload. Each builder answers the payload, or refuses a
 * field that its scheme does not allow.
 */

/** What every builder takes. Without an amount the payer enters one. */
export interface QrAmount {
  /** In the scheme's own asset, above zero. */
  readonly amount?: Money;
  /** Whether the code may be paid more than once; by default if it has no amount. */
  readonly reusable?: boolean;
}

/** What a payer's app shows about the payee: at most 25 and 15 characters. */
export interface QrPayee {
  readonly name: string;
  readonly city: string;
}

const STATIC = '11';
const DYNAMIC = '12';
const MCC_NONE = '0000';
const MCC_QRPH_P2P = '6016';
const QRPH_ADDITIONAL = 'ph.ppmi.qrph';
const PIX_NO_TXID = '***';
const REFERENCE = /^[ -~]{1,25}$/;

/** QR Ph to a person's account. `branch` is the 8-digit code of sub-object 02. */
export interface QrPhP2p extends QrAmount, QrPayee {
  readonly bic: string;
  readonly branch: string;
  readonly account: string;
  readonly mobile?: string;
}

export function buildQrPhP2p(code: QrPhP2p): Parsed<string> {
  const problem = findProblem(QRPH_P2P, code, [
    [/^[A-Z0-9]{11}$/, code.bic, 'bic'],
    [/^[0-9]{8}$/, code.branch, 'branch'],
    [/^[0-9A-Za-z]{1,34}$/, code.account, 'account'],
    [/^\+?[0-9]{10,15}$/, code.mobile, 'mobile'],
  ]);
  if (problem !== undefined) return refuse(problem);
  return buildEmv([
    ...head('01', code),
    [
      QRPH_P2P.tag,
      [
        ['00', QRPH_P2P.guid],
        ['01', code.bic],
        ['02', code.branch],
        ['04', code.account],
        ...optional('05', code.mobile),
      ],
    ],
    ['52', MCC_QRPH_P2P],
    ['53', QRPH_P2P.currency],
    ...amountNodes(code),
    ['58', QRPH_P2P.country],
    ...payeeNodes(code),
  ]);
}

/** QR Ph to a merchant of an acquirer. `reference` becomes the reference label. */
export interface QrPhP2m extends QrAmount, QrPayee {
  readonly acquirerBic: string;
  readonly merchantId: string;
  readonly mcc: string;
  readonly reference?: string;
}

export function buildQrPhP2m(code: QrPhP2m): Parsed<string> {
  const problem = findProblem(QRPH_P2M, code, [
    [/^[A-Z0-9]{11}$/, code.acquirerBic, 'acquirerBic'],
    [/^[0-9A-Za-z]{1,25}$/, code.merchantId, 'merchantId'],
    [/^[0-9]{4}$/, code.mcc, 'mcc'],
    [REFERENCE, code.reference, 'reference'],
  ]);
  if (problem !== undefined) return refuse(problem);
  return buildEmv([
    ...head('01', code),
    [
      QRPH_P2M.tag,
      [
        ['00', QRPH_P2M.guid],
        ['01', code.acquirerBic],
        ['03', code.merchantId],
        ['05', '310'],
      ],
    ],
    ['52', code.mcc],
    ['53', QRPH_P2M.currency],
    ...amountNodes(code),
    ['58', QRPH_P2M.country],
    ...payeeNodes(code),
    ['62', [['00', QRPH_ADDITIONAL], ...optional('05', code.reference)]],
  ]);
}

/** QRIS. The issuer's own template stands beside the national one. */
export interface Qris extends QrAmount, QrPayee {
  readonly issuerGuid: string;
  /** 18 or 19 digits, starting 9360. */
  readonly merchantPan: string;
  readonly merchantId: string;
  readonly criteria: 'UMI' | 'UKE' | 'UME' | 'UBE' | 'URE';
  /** `ID` and 13 digits. */
  readonly nmid: string;
  readonly mcc: string;
  readonly postalCode?: string;
  readonly reference?: string;
  readonly terminal?: string;
}

export function buildQris(code: Qris): Parsed<string> {
  const problem = findProblem(QRIS, code, [
    [/^[A-Z0-9.]{1,32}$/, code.issuerGuid, 'issuerGuid'],
    [/^9360[0-9]{14,15}$/, code.merchantPan, 'merchantPan'],
    [/^[0-9A-Za-z]{1,15}$/, code.merchantId, 'merchantId'],
    [/^ID[0-9]{13}$/, code.nmid, 'nmid'],
    [/^[0-9]{4}$/, code.mcc, 'mcc'],
    [/^[0-9]{5}$/, code.postalCode, 'postalCode'],
    [REFERENCE, code.reference, 'reference'],
    [REFERENCE, code.terminal, 'terminal'],
  ]);
  if (problem !== undefined) return refuse(problem);
  const additional = [...optional('05', code.reference), ...optional('07', code.terminal)];
  return buildEmv([
    ...head('01', code),
    [
      '26',
      [
        ['00', code.issuerGuid],
        ['01', code.merchantPan],
        ['02', code.merchantId],
        ['03', code.criteria],
      ],
    ],
    [
      QRIS.tag,
      [
        ['00', QRIS.guid],
        ['02', code.nmid],
        ['03', code.criteria],
      ],
    ],
    ['52', code.mcc],
    ['53', QRIS.currency],
    ...amountNodes(code),
    ['58', QRIS.country],
    ...payeeNodes(code),
    ...optional('61', code.postalCode),
    ...(additional.length === 0 ? [] : [['62', additional] as const]),
  ]);
}

/** PromptPay transfer to one of the payee's identifiers; a mobile is `0` and 9 digits. */
export interface PromptPay extends QrAmount {
  readonly to: 'mobile' | 'national-id' | 'e-wallet' | 'bank-account';
  readonly id: string;
}

const PROMPTPAY_TARGETS = {
  mobile: { tag: '01', form: /^0[0-9]{9}$/ },
  'national-id': { tag: '02', form: /^[0-9]{13}$/ },
  'e-wallet': { tag: '03', form: /^[0-9]{15}$/ },
  'bank-account': { tag: '04', form: /^[0-9]{10,43}$/ },
} as const;

export function buildPromptPay(code: PromptPay): Parsed<string> {
  const target = PROMPTPAY_TARGETS[code.to];
  const id = code.to === 'mobile' ? `0066${code.id.slice(1)}` : code.id;
  const problem = findProblem(PROMPTPAY, code, [[target.form, code.id, 'id']]);
  if (problem !== undefined) return refuse(problem);
  return buildEmv([
    ...head('01', code),
    [
      PROMPTPAY.tag,
      [
        ['00', PROMPTPAY.guid],
        [target.tag, id],
      ],
    ],
    ['58', PROMPTPAY.country],
    ['53', PROMPTPAY.currency],
    ...amountNodes(code),
  ]);
}

/** PromptPay bill payment. The biller id is a 13-digit tax id and a 2-digit suffix. */
export interface PromptPayBill extends QrAmount {
  readonly billerId: string;
  readonly reference1: string;
  readonly reference2?: string;
}

export function buildPromptPayBill(code: PromptPayBill): Parsed<string> {
  const problem = findProblem(PROMPTPAY_BILL, code, [
    [/^[0-9]{15}$/, code.billerId, 'billerId'],
    [/^[0-9A-Z]{1,20}$/, code.reference1, 'reference1'],
    [/^[0-9A-Z]{1,20}$/, code.reference2, 'reference2'],
  ]);
  if (problem !== undefined) return refuse(problem);
  return buildEmv([
    ...head('01', code),
    [
      PROMPTPAY_BILL.tag,
      [
        ['00', PROMPTPAY_BILL.guid],
        ['01', code.billerId],
        ['02', code.reference1],
        ...optional('03', code.reference2),
      ],
    ],
    ['53', PROMPTPAY_BILL.currency],
    ...amountNodes(code),
    ['58', PROMPTPAY_BILL.country],
  ]);
}

/** DuitNow. `mcc` is `0000` between persons and `6010` for a cash out. */
export interface DuitNow extends QrAmount, QrPayee {
  /** 6 digits. */
  readonly acquirer: string;
  readonly qrId: string;
  readonly mcc: string;
}

export function buildDuitNow(code: DuitNow): Parsed<string> {
  const problem = findProblem(DUITNOW, code, [
    [/^[0-9]{6}$/, code.acquirer, 'acquirer'],
    [/^[0-9A-Za-z]{1,25}$/, code.qrId, 'qrId'],
    [/^[0-9]{4}$/, code.mcc, 'mcc'],
  ]);
  if (problem !== undefined) return refuse(problem);
  return buildEmv([
    ...head('02', code),
    [
      DUITNOW.tag,
      [
        ['00', DUITNOW.guid],
        ['01', code.acquirer],
        ['02', code.qrId],
      ],
    ],
    ['52', code.mcc],
    ['53', DUITNOW.currency],
    ...amountNodes(code),
    ['58', DUITNOW.country],
    ...payeeNodes(code),
  ]);
}

/** PIX with the payee's key in the code; `txid` defaults to `***`, none. */
export interface PixStatic extends QrPayee {
  readonly key: string;
  readonly text?: string;
  readonly amount?: Money;
  readonly txid?: string;
}

export function buildPixStatic(code: PixStatic): Parsed<string> {
  const problem = findProblem(PIX, code, [
    [/^[!-~]{1,77}$/, code.key, 'key'],
    [/^[ -~]{1,72}$/, code.text, 'text'],
    [/^(?:[0-9A-Za-z]{1,25}|\*{3})$/, code.txid, 'txid'],
  ]);
  if (problem !== undefined) return refuse(problem);
  const account: EmvNode[] = [['01', code.key], ...optional('02', code.text)];
  return buildEmv(pixNodes(code, [], account, code.txid ?? PIX_NO_TXID));
}

/** PIX with a charge at the provider: `url` is where it stands, without `https://`. */
export interface PixDynamic extends QrPayee {
  readonly url: string;
  readonly amount?: Money;
}

export function buildPixDynamic(code: PixDynamic): Parsed<string> {
  const problem = findProblem(PIX, code, [[/^(?!https?:)[!-~]{1,77}$/, code.url, 'url']]);
  if (problem !== undefined) return refuse(problem);
  return buildEmv(pixNodes(code, [['01', DYNAMIC]], [['25', code.url]], PIX_NO_TXID));
}

/** A static PIX code has no object 01 at all. */
function pixNodes(
  code: QrPayee & QrAmount,
  initiation: readonly EmvNode[],
  account: readonly EmvNode[],
  txid: string,
): EmvNode[] {
  return [
    ['00', '01'],
    ...initiation,
    [PIX.tag, [['00', PIX.guid], ...account]],
    ['52', MCC_NONE],
    ['53', PIX.currency],
    ...amountNodes(code),
    ['58', PIX.country],
    ...payeeNodes(code),
    ['62', [['05', txid]]],
  ];
}

type Rule = readonly [form: RegExp, value: string | undefined, field: string];

/** The first field that breaks its rule; an absent optional field breaks none. */
function findProblem(scheme: QrScheme, code: QrAmount, rules: readonly Rule[]): string | undefined {
  const { amount } = code;
  if (amount !== undefined && amount.asset !== scheme.asset) return `amount is not ${scheme.asset}`;
  if (amount !== undefined && amount.minor <= 0n) return 'amount is not above zero';
  const broken = rules.find(([form, value]) => value !== undefined && !form.test(value));
  return broken && `${broken[2]} is not in the form that the scheme has`;
}

function head(version: '01' | '02', code: QrAmount): EmvNode[] {
  const reusable = code.reusable ?? code.amount === undefined;
  return [
    ['00', version],
    ['01', reusable ? STATIC : DYNAMIC],
  ];
}

function amountNodes(code: QrAmount): EmvNode[] {
  return code.amount === undefined ? [] : [['54', printAmount(code.amount, MAJOR_TEXT)]];
}

function payeeNodes(payee: QrPayee): EmvNode[] {
  return [
    ['59', payee.name],
    ['60', payee.city],
  ];
}

function optional(id: string, value: string | undefined): EmvNode[] {
  return value === undefined ? [] : [[id, value]];
}

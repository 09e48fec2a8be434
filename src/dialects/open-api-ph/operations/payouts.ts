/** 3 Payout: `payMethodCode` says how, a code of its own which bank or wallet. */
import { refuse } from '../../../domain/refusal.ts';
import { createdAs, orderAs } from '../../kit/answers.ts';
import { checkWord, missing } from '../../kit/family/asks.ts';
import { optional, required } from '../../kit/fields.ts';
import { changed, text, wholeNumber } from '../../kit/forms.ts';
import { ok } from '../../kit/result.ts';
import { CREATED_PAYOUT, PAYOUT } from '../members-payout.ts';
import {
  amountIn,
  call,
  digestOf,
  factsOf,
  kept,
  notifyUrlIn,
  type PhOperation,
  SCOPES,
} from './ask.ts';
import * as field from './fields.ts';

/** Published for every payout, before its channel's own limits. */
const RANGE = { min: 100n, max: 500_000_000n } as const;

/** `SCANQR`: the account is the text of a QR code, and the name the one that stands in it. */
const METHODS = ['BANK', 'EWALLET', 'SCANQR'];

/** Which field names the bank or wallet, by the method. */
const CODE_FIELDS: Readonly<Record<string, string>> = { BANK: 'bankCode', EWALLET: 'ewalletCode' };

const ACCOUNT_NAME = changed(text(30, 1), {
  format: 'name',
  fault: (value) =>
    /^[\p{L}\p{M} '.-]+$/u.test(value) ? null : "must be letters, blanks and ' . -",
});

const GENDER = changed(wholeNumber(), {
  fault: (value) => (/^[012]$/.test(value) ? null : 'must be 0, 1 or 2'),
});

const payoutCreate = call({
  name: 'payout_create',
  title: 'Create a payout',
  method: 'POST',
  paths: ['/api/v1/payout'],
  fields: [
    field.MCH_ORDER_ID,
    field.APP_NAME,
    required('idempotencyId', field.id(10, 30), 'no two payouts of yours have the same'),
    field.AMOUNT,
    required('accountNo', text(512, 1), 'account or wallet, or the QR text', 'beneficiary.account'),
    required('accountName', ACCOUNT_NAME, 'name of the payee', 'beneficiary.name'),
    required('payMethodCode', field.id(1, 32), 'how to pay: BANK, EWALLET or SCANQR'),
    optional('bankCode', field.id(1, 32), 'the bank; BANK needs it', 'beneficiary.bankCode'),
    optional('ewalletCode', field.id(1, 32), 'the wallet; EWALLET needs it'),
    field.REMARK,
    optional('idCardPicUrl', field.url(200), "a picture of the payee's identity card"),
    optional('idCardExpiryDate', text(20, 1), 'when that card expires'),
    optional('birthPlace', text(200, 1), 'of the payee'),
    optional('gender', GENDER, 'of the payee: 1 male, 0 female, 2 other'),
    optional('email', text(128, 1), 'e-mail of the payee', 'beneficiary.email'),
    field.CALLBACK_URL,
  ],
  requests: ['create_payout'],
  request(ask) {
    const method = ask.text('payMethodCode');
    const refusal = checkWord(ask, 'payMethodCode', METHODS);
    if (refusal !== null) return refusal;
    const channel = ask.view.channel(method, 'payout');
    if (channel === null) return refuse('channel_unavailable', 'payMethodCode');
    const codeField = CODE_FIELDS[method];
    const code = codeField === undefined ? '' : ask.text(codeField);
    if (codeField !== undefined && code === '') return missing(codeField);
    const amountMinor = amountIn(ask, 'amount', RANGE);
    if (!amountMinor.ok) return amountMinor;
    return ok({
      kind: 'create_payout',
      channel,
      scope: SCOPES.payout,
      merchantRef: ask.text('mchOrderId'),
      digest: digestOf(ask),
      amountMinor: amountMinor.value,
      metadata: kept(ask, 'payMethodCode', 'bankCode', 'ewalletCode'),
      notifyUrl: notifyUrlIn(ask, 'callbackUrl'),
      idempotencyKey: ask.text('idempotencyId'),
      onRepeat: 'refuse',
      wait: 'none',
      fields: { ...factsOf(ask), ...(code === '' ? {} : { 'beneficiary.bankCode': code }) },
    });
  },
  answers: { created: createdAs(CREATED_PAYOUT) },
});

const payoutCheck = call({
  name: 'payout_check',
  title: 'Check a payout',
  method: 'GET',
  paths: ['/api/v1/payout/check'],
  fields: [field.OWN_ORDER_ID],
  requests: ['query_order'],
  request({ text: textOf }) {
    const merchantRef = textOf('mchOrderId');
    const key = { kind: 'merchantRef', scope: SCOPES.payout, merchantRef } as const;
    return ok({ kind: 'query_order', key, kinds: ['payout'] });
  },
  answers: { order: orderAs(PAYOUT) },
});

export const PAYOUTS: readonly PhOperation[] = [payoutCreate, payoutCheck];

/** A payout to a bank account or wallet: `paymentOrderPay` (upstream notes, section 6). */
import { currencyOf } from '../../../domain/money.ts';
import type { JsonObject } from '../../../wire/json-value.ts';
import { amountOf, objectOf } from '../../build-json.ts';
import type { Credentials, Intent } from '../../contract.ts';
import { personNameOf } from '../../person-name.ts';
import { cut } from '../../read-json.ts';
import { settingOf } from '../../settings.ts';
import { TEXT_AMOUNT_FORM } from '../capabilities.ts';
import { payoutMethodOf } from './settings.ts';

const NAME_PART_MAX = 64;
const FULL_NAME_MAX = 512;
const CONTACT_MAX = 64;
const REMARK_MAX = 64;
const NOTIFY_URL_MAX = 255;
const WALLET = 'WALLET';
const COMPANY = 'COMPANY';
/** What a remark may not hold: English letters, digits, hyphen, space and dot are taken. */
const NOT_IN_REMARK = /[^A-Za-z0-9 .-]+/g;

export function payoutOf(intent: Intent, credentials: Credentials): JsonObject {
  const { reference, order, channel, callbackUrl } = intent;
  const { asset, amountMinor: minor } = order;
  const remark = (order.fields.description ?? '').replaceAll(NOT_IN_REMARK, ' ').trim();
  return objectOf({
    outTradeNo: reference,
    country: channel.country,
    sourceAccount: settingOf(credentials, 'sourceCurrency'),
    trade: objectOf({
      amount: amountOf({ asset, minor }, TEXT_AMOUNT_FORM),
      currency: currencyOf(asset),
    }),
    payeeInfo: payeeOf(intent, payoutMethodOf(credentials)),
    remark: cut(remark, REMARK_MAX),
    notifyUrl: callbackUrl.length > NOTIFY_URL_MAX ? null : callbackUrl,
  });
}

/**
 * A wallet is named by `targetOrg`, a bank by its code. Numbers are never cut: PayerMax refuses
 * what is too long, and a shorter number would be somebody else's.
 */
function payeeOf({ order: { fields } }: Intent, method: string): JsonObject {
  const isWallet = method === WALLET;
  const accountType = fields['beneficiary.accountType'] ?? '';
  const isCompany = accountType.toUpperCase() === COMPANY;
  const bankCode = fields['beneficiary.bankCode'] ?? '';
  const taxId = fields['beneficiary.taxId'] ?? '';
  return objectOf({
    paymentMethodType: method,
    targetOrg: isWallet ? bankCode : null,
    payeeType: isCompany ? 'CORPORATION' : 'PERSONAL',
    accountInfo: objectOf({
      accountNo: fields['beneficiary.account'] ?? '',
      accountType: isCompany ? null : accountType,
    }),
    bankInfo: isWallet || bankCode === '' ? null : objectOf({ bankCode }),
    name: nameOf(fields['beneficiary.name'] ?? ''),
    document: taxId === '' ? null : objectOf({ documentId: taxId }),
    payeePhone: cut(fields['beneficiary.phone'] ?? '', CONTACT_MAX),
    email: cut(fields['beneficiary.email'] ?? '', CONTACT_MAX),
  });
}

function nameOf(name: string): JsonObject | null {
  if (name.trim() === '') return null;
  const { first, last } = personNameOf(name);
  return objectOf({
    firstName: cut(first, NAME_PART_MAX),
    lastName: cut(last, NAME_PART_MAX),
    fullName: cut(name, FULL_NAME_MAX),
  });
}

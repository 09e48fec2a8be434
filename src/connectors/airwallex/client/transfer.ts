/** A payout as a transfer to a bank account (upstream notes, section 6). */
import { currencyOf } from '../../../domain/money.ts';
import type { Order } from '../../../domain/order.ts';
import type { JsonObject } from '../../../wire/json-value.ts';
import { amountOf, objectOf } from '../../build-json.ts';
import type { Credentials, Intent } from '../../contract.ts';
import { personNameOf } from '../../person-name.ts';
import { cut } from '../../read-json.ts';
import { settingOf } from '../../settings.ts';
import { TRANSFER_AMOUNT_FORM } from '../capabilities.ts';

const NAME_MAX = 200;
const NUMBER_MAX = 64;
const DEFAULT_METHOD = 'LOCAL';
const DEFAULT_REASON = 'other_services';
const COMPANY = 'COMPANY';
const IBAN = /^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/;
const SWIFT_CODE = /^[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/;

/** `request_id` and what the payee's bank shows are our reference. */
export function transferOf(intent: Intent, credentials: Credentials): JsonObject {
  const { reference, order } = intent;
  const currency = currencyOf(order.asset);
  return objectOf({
    request_id: reference,
    reason: settingOf(credentials, 'transferReason') ?? DEFAULT_REASON,
    reference,
    transfer_currency: currency,
    transfer_amount: amountOf(
      { asset: order.asset, minor: order.amountMinor },
      TRANSFER_AMOUNT_FORM,
    ),
    source_currency: settingOf(credentials, 'sourceCurrency') ?? currency,
    transfer_method: settingOf(credentials, 'transferMethod') ?? DEFAULT_METHOD,
    beneficiary: beneficiaryOf(intent),
  });
}

function beneficiaryOf({ order, channel }: Intent): JsonObject {
  const name = cut(order.fields['beneficiary.name'] ?? '', NAME_MAX);
  const person = personNameOf(name);
  const isCompany = order.fields['beneficiary.accountType']?.toUpperCase() === COMPANY;
  return objectOf({
    type: 'BANK_ACCOUNT',
    entity_type: isCompany ? COMPANY : 'PERSONAL',
    ...(isCompany ? { company_name: name } : { first_name: person.first, last_name: person.last }),
    bank_details: bankDetailsOf(order, channel.country, name),
  });
}

function bankDetailsOf({ asset, fields }: Order, country: string, name: string): JsonObject {
  const account = cut(fields['beneficiary.account'] ?? '', NUMBER_MAX);
  const bank = cut(fields['beneficiary.bankCode'] ?? '', NUMBER_MAX);
  const compact = account.replaceAll(' ', '');
  return objectOf({
    account_currency: currencyOf(asset),
    account_name: name,
    bank_country_code: country,
    ...(IBAN.test(compact) ? { iban: compact } : { account_number: account }),
    ...(SWIFT_CODE.test(bank)
      ? { swift_code: bank }
      : {
          account_routing_type1: bank === '' ? null : 'bank_code',
          account_routing_value1: bank,
        }),
  });
}

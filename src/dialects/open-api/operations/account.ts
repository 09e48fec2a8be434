/** What concerns no order: the balance, and the report of a day. */
import type { Balance } from '../../../domain/ledger.ts';
import type { Asset } from '../../../domain/money.ts';
import { refuse } from '../../../domain/refusal.ts';
import type { RequestReport } from '../../../domain/request.ts';
import { MAJOR_TWO_DECIMALS, writeAmount } from '../../../wire/amount.ts';
import { parseDay } from '../../../wire/day.ts';
import { missing } from '../../kit/family/asks.ts';
import { ZONE_MINUTES } from '../../kit/family/times.ts';
import { required } from '../../kit/fields.ts';
import { wholeNumber } from '../../kit/forms.ts';
import { type Member, member, objectOf, text } from '../../kit/members.ts';
import { ok } from '../../kit/result.ts';
import { PLACES } from '../codec-places.ts';
import { call, countryOf, type OpenApiOperation, shared } from './ask.ts';
import * as field from './fields.ts';

const BALANCE: readonly Member<{ readonly asset: Asset; readonly balance: Balance }>[] = [
  member('balance', 'text', 'what can be paid out now, in major units', ({ asset, balance }) =>
    writeAmount({ asset, minor: balance.available }, MAJOR_TWO_DECIMALS),
  ),
];

const balance = call({
  name: 'balance',
  title: 'Query the balance',
  ...{ country: null, version: null, method: 'POST' },
  paths: shared('/account/balance', '/account/balance/v2'),
  fields: [field.mayBe(field.COUNTRY_CODE), field.mayBe(field.CURRENCY), field.TIMESTAMP],
  requests: ['query_balance'],
  request(ask) {
    const country = countryOf(ask);
    if (!country.ok) return country;
    if (country.value === null) return missing('countryCode', 'required unless currency is sent');
    return ok({ kind: 'query_balance', asset: PLACES[country.value].asset });
  },
  answers: {
    balance: {
      type: 'object',
      members: BALANCE,
      data: ({ balances: [first] }) =>
        first === undefined ? refuse('internal') : objectOf(BALANCE, first),
    },
  },
});

const REPORT: readonly Member<{ readonly url: string }>[] = [
  text('downloadUrl', 'where the file lies, for an hour unless set otherwise', ({ url }) => url),
];

/** `transType` of a report (published): payouts, payments. */
const REPORT_TYPES: ReadonlyMap<string, RequestReport['of']> = new Map([
  ['1', 'payout'],
  ['2', 'payin'],
]);

const report = call({
  name: 'report',
  title: 'Download the report of a day',
  ...{ country: null, version: null, method: 'POST' },
  paths: shared('/report/download'),
  fields: [
    field.mayBe(field.COUNTRY_CODE),
    field.mayBe(field.CURRENCY),
    required('transDate', field.DAY, 'the day, UTC+8'),
    required('transType', wholeNumber(), '1 payouts, 2 payments'),
    field.TIMESTAMP,
  ],
  requests: ['request_report'],
  request(ask) {
    const country = countryOf(ask);
    if (!country.ok) return country;
    if (country.value === null) return missing('countryCode');
    const of = REPORT_TYPES.get(ask.text('transType'));
    if (of === undefined) {
      return refuse('invalid_field', 'transType', 'must be 1 (payouts) or 2 (payments)');
    }
    const day = ask.text('transDate');
    const parsed = parseDay(day, ZONE_MINUTES);
    if (!parsed.ok) return refuse('invalid_field', 'transDate', parsed.error.reason);
    const all = { country: country.value, asset: null, format: null };
    return ok({ kind: 'request_report', of, day, ...parsed.value, ...all });
  },
  answers: {
    report: { type: 'object', members: REPORT, data: (outcome) => objectOf(REPORT, outcome) },
  },
});

export const ACCOUNT: readonly OpenApiOperation[] = [balance, report];

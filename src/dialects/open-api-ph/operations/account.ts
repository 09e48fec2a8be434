/** 2 Account: the balance, and statements of payments and payouts. */
import type { Balance } from '../../../domain/ledger.ts';
import type { Asset } from '../../../domain/money.ts';
import type { OrderKind, OrderState } from '../../../domain/order.ts';
import { refuse } from '../../../domain/refusal.ts';
import type { ListStatement } from '../../../domain/request.ts';
import { MINOR_INTEGER, writeAmount } from '../../../wire/amount.ts';
import { type Day, parseDay } from '../../../wire/day.ts';
import { checkWord, missing } from '../../kit/family/asks.ts';
import { ZONE_MINUTES } from '../../kit/family/times.ts';
import { optional, required } from '../../kit/fields.ts';
import { wholeNumber } from '../../kit/forms.ts';
import { listIn, type Member, member, objectOf } from '../../kit/members.ts';
import type { Answer } from '../../kit/operation.ts';
import { ok, type Result } from '../../kit/result.ts';
import { type Line, PAYMENT_LINE, PAYOUT_LINE } from '../members-statement.ts';
import { ASSET, call, type PhAsk, type PhOperation } from './ask.ts';
import * as field from './fields.ts';

const BALANCE: readonly Member<{ readonly asset: Asset; readonly balance: Balance }>[] = [
  member('balance', 'number', 'what can be paid out now, in centavos', ({ asset, balance }) =>
    writeAmount({ asset, minor: balance.available }, MINOR_INTEGER),
  ),
];

const balance = call({
  name: 'balance',
  title: 'Check the balance',
  method: 'GET',
  paths: ['/api/v1/account/checkBalance'],
  fields: [],
  requests: ['query_balance'],
  request: () => ok({ kind: 'query_balance', asset: ASSET }),
  answers: {
    balance: {
      type: 'object',
      members: BALANCE,
      data({ balances: [first] }) {
        return first === undefined ? refuse('internal') : objectOf(BALANCE, first);
      },
    },
  },
});

/** Lines of a page (ours). */
const PAGE_LINES = 100;

/** The states that a published status stands for. */
const STATES: Readonly<Record<string, readonly OrderState[]>> = {
  PENDING: ['created', 'pending'],
  COMPLETE: ['paid'],
  FAILED: ['failed', 'expired', 'closed', 'reversed'],
};

const STATEMENT = {
  method: 'POST',
  fields: [
    optional('createDate', field.DAY, 'the day on which it was made, UTC+8'),
    optional('completeDate', field.DAY, 'the day on which it ended; one of both is needed'),
    required('page', wholeNumber(), 'from 1'),
    optional('status', field.id(1, 100), 'PENDING, COMPLETE or FAILED'),
    field.TIMESTAMP,
  ],
  // No code of its own is documented here.
  codes: { bad_timestamp: 1009 },
  requests: ['list_statement'],
} as const;

const paymentStatement = call({
  ...STATEMENT,
  name: 'payment_statement',
  title: 'List payments',
  paths: ['/api/v1/record/paymentList'],
  request: (ask) => statementOf(ask, 'payin'),
  answers: { statement: recordsOf(PAYMENT_LINE) },
});

const payoutStatement = call({
  ...STATEMENT,
  name: 'payout_statement',
  title: 'List payouts',
  paths: ['/api/v1/record/payoutList'],
  request: (ask) => statementOf(ask, 'payout'),
  answers: { statement: recordsOf(PAYOUT_LINE) },
});

export const ACCOUNT: readonly PhOperation[] = [balance, paymentStatement, payoutStatement];

/** Where both dates are sent, both hold. */
function statementOf(ask: PhAsk, kind: OrderKind): Result<ListStatement> {
  const { text: textOf } = ask;
  const [created, finished] = [dayIn(ask, 'createDate'), dayIn(ask, 'completeDate')];
  if (created === null && finished === null) return missing('createDate');
  const status = textOf('status');
  const states = STATES[status];
  const refusal = status === '' ? null : checkWord(ask, 'status', Object.keys(STATES));
  if (refusal !== null) return refusal;
  const page = /^[1-9][0-9]{0,5}$/.test(textOf('page')) ? Number.parseInt(textOf('page'), 10) : 0;
  if (page === 0) return refuse('invalid_field', 'page', 'must be a number from 1');
  return ok({
    kind: 'list_statement',
    kinds: [kind],
    states: states ?? null,
    ...{ created, finished, at: { page } },
    limit: PAGE_LINES,
    totals: false,
  });
}

function dayIn({ text: textOf }: PhAsk, name: string): Day | null {
  const day = parseDay(textOf(name), ZONE_MINUTES);
  return day.ok ? day.value : null;
}

function recordsOf(members: readonly Member<Line>[]): Answer<'statement'> {
  const records = [listIn('records', 'the orders', members, (lines: readonly Line[]) => lines)];
  return {
    type: 'object',
    members: records,
    data: ({ lines }, app) =>
      objectOf(
        records,
        lines.map(({ order }) => ({ order, app: app ?? NOBODY })),
      ),
  };
}

const NOBODY = { settings: {} };

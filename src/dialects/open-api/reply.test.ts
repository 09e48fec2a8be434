import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { receive } from '../../../tests/wire/conversation.ts';
import { ZERO_BALANCE } from '../../domain/ledger.ts';
import type { Instructions, Order } from '../../domain/order.ts';
import { refuse } from '../../domain/refusal.ts';
import type { MerchantRequest, Outcome } from '../../domain/request.ts';
import { openApi } from './dialect.ts';
import { harness } from './fixtures/harness.ts';
import { CALLS, type PublishedCall } from './fixtures/published.ts';
import { at, orderOf, SAMPLE_APP, sampleOrder } from './fixtures/sample.ts';
import { fieldsOf } from './fixtures/speak.ts';
import { OPERATIONS } from './operations/all.ts';

const PAY_URL = 'https://pay.example/pay/8b1c';

function operationOf(path: string): string {
  return OPERATIONS.find(({ paths }) => paths.includes(path))?.name ?? '';
}

function bodyOf(outcome: Outcome, operation: string, app = SAMPLE_APP) {
  return JSON.parse(openApi.reply(outcome, operation, app, harness.nowMs).body);
}

function asked(path: string, param: object): MerchantRequest {
  const operation = operationOf(path);
  const outcome = receive(openApi, fieldsOf(operation, param), operation, harness);
  assert.ok(outcome.ok, outcome.ok ? '' : JSON.stringify(outcome.refusal));
  return outcome.value;
}

type Data = Readonly<Record<string, string | number>>;

const idIn = (data: Data) =>
  BigInt(String(data.transactionId ?? data.refundTransactionId ?? '1').replace(/\D/g, ''));

const timeIn = (data: Data, ...names: readonly string[]) => {
  const text = names.map((name) => data[name]).find((each) => typeof each === 'string');
  return text === undefined ? null : at(String(text));
};

/** What upstream must have said for the printed `payData`. */
function instructionsFor(data: Data): Instructions | null {
  if (data.payData === undefined) return null;
  const payData = String(data.payData);
  const va = { bank: 'a bank', name: 'a name' };
  if (/^000201/.test(payData)) return { kind: 'qr', payload: payData };
  if (/^[0-9]+$/.test(payData)) return { kind: 'va', number: payData, ...va };
  const { metadata, shortUrl } = data as { metadata?: unknown; shortUrl?: string };
  const wechat = (metadata as { wechatpay?: object } | undefined)?.wechatpay;
  if (wechat === undefined) return { kind: 'redirect', url: payData };
  return { kind: 'redirect', url: payData, wechat: { shortUrl, ...wechat } } as Instructions;
}

const ENDS: Readonly<Record<string, Partial<Order>>> = {
  COMPLETED: { state: 'paid' },
  COMPLETE: { state: 'paid' },
  FAILED: { state: 'failed', failure: { code: 'declined', text: 'no' } },
  PENDING: { state: 'created' },
  ACTIVE: { state: 'active' },
  CANCEL: { state: 'closed' },
};

/** The order in a printed answer; `made`: the call that made it. */
function orderIn(data: Data, made: PublishedCall, changes: Partial<Order> = {}): Order {
  const { remark: _, ...asPrinted } = made.param;
  const request = asked(made.path, 'remark' in data ? made.param : asPrinted);
  assert.ok('merchantRef' in request && 'digest' in request);
  assert.ok(request.kind !== 'create_checkout' && request.kind !== 'create_mandate');
  assert.ok(request.kind !== 'create_verification');
  const created = timeIn(data, 'createTime', 'transactionTime', 'refundCreateTime');
  const state = ENDS[String(data.transactionStatus ?? data.refundStatus ?? data.status)];
  const isPaid = state?.state === 'paid';
  return orderOf(request, {
    ...(isPaid && 'amountMinor' in request ? { paidMinor: request.amountMinor } : {}),
    id: idIn(data),
    createdAt: created ?? at('2025-01-06 10:20:30'),
    finalAt: timeIn(data, 'returnTime', 'refundReturnTime', 'expiresTime'),
    instructions: instructionsFor(data),
    ...state,
    ...changes,
  });
}

/** The call that made the order which this call asks about. */
function creationOf({ path, param }: PublishedCall): PublishedCall {
  const names = ['mchOrderId', 'originalTransactionId'];
  const made = CALLS.find(
    (call) =>
      /(?:generate|transfer|payment\/refund)$/.test(call.path) &&
      call.path.split('/')[2] === path.split('/')[2]?.replace('refund', 'payment') &&
      names.some((name) => name in param && call.param[name] === param[name]),
  );
  assert.ok(made !== undefined, `${path}: nobody made it`);
  return made;
}

const BALANCE = { ...ZERO_BALANCE, available: 12_534_050n, pending: 7n };

/** What core must have said for a printed answer. */
function outcomeOf(call: PublishedCall): Outcome {
  const { path, param, response } = call;
  const data = response.data as Data;
  const request = asked(path, param);
  switch (request.kind) {
    case 'query_balance':
      return { ok: true, kind: 'balance', balances: [{ asset: 'PHP/2', balance: BALANCE }] };
    case 'request_report':
      return { ok: true, kind: 'report', url: String(data.downloadUrl), expiresAt: new Date(0) };
    case 'query_order':
    case 'close_order':
      return { ok: true, kind: 'order', payUrl: '', order: orderIn(data, creationOf(call)) };
    case 'list_children': {
      const [row] = response.data as readonly Data[];
      assert.ok(row !== undefined);
      return { ok: true, kind: 'orders', orders: [childIn(row, creationOf(call))], more: false };
    }
    default: {
      const expiresAt = timeIn(data, 'expiresTime');
      const order = orderIn(data, { ...call }, { expiresAt, finalAt: null });
      return { ok: true, kind: 'created', order, payUrl: PAY_URL };
    }
  }
}

/** A row of a list: a refund, or a payment that arrived at a code. */
function childIn(row: Data, made: PublishedCall): Order {
  if ('refundTransactionId' in row) {
    return orderIn(row, made, { parentId: BigInt(String(row.originalTransactionId).slice(1)) });
  }
  const minor = BigInt(row.transactionAmount ?? 0);
  const moment = (name: string) => at(String(row[name]));
  const code = orderIn({ ...row, status: 'ACTIVE' }, made);
  const { remark: _, ...metadata } = code.metadata;
  return {
    ...code,
    kind: 'payin',
    merchantRef: 'U-1',
    parent: { kind: 'code', ref: String(row.mchOrderId) },
    amountMinor: minor,
    paidMinor: minor,
    state: 'paid',
    metadata,
    createdAt: moment('transactionCreateTime'),
    finalAt: moment('transactionReturnTime'),
  };
}

describe('the published answers, to the letter', () => {
  test('are all served', () => {
    assert.deepEqual(
      CALLS.filter(({ path }) => operationOf(path) === '').map(({ path }) => path),
      [],
    );
  });

  for (const call of CALLS) {
    test(`${call.section} ${call.path}`, () => {
      const operation = operationOf(call.path);
      const body = bodyOf(outcomeOf(call), operation);
      // The table has more fields than the example: what the code was made with.
      if (operation.endsWith('code_detail')) {
        for (const name of ['customerName', 'email', 'mobile', 'notifyUrl', 'remark']) {
          delete body.data[name];
        }
      }
      assert.deepEqual(body, call.response);
    });
  }
});

describe('an answer', () => {
  test('shows our own page until upstream has said what to pay', () => {
    const order = sampleOrder({ instructions: null });
    const { data } = bodyOf(
      { ok: true, kind: 'created', order, payUrl: PAY_URL },
      'ph_payment_create',
    );
    assert.deepEqual([data.payData, data.channelType], [PAY_URL, 'URL']);
  });

  test('refuses a list that does not fit', () => {
    const orders = [sampleOrder({ kind: 'refund' })];
    const list = (more: boolean) =>
      bodyOf({ ok: true, kind: 'orders', orders, more }, 'refund_list');
    assert.equal(list(false).data.length, 1);
    assert.equal(list(true).code, 21002);
  });

  test('has neither returnTime nor a failed code while the order waits', () => {
    const { data } = bodyOf(
      { ok: true, kind: 'order', payUrl: '', order: sampleOrder() },
      'ph_payment_query',
    );
    assert.equal(data.transactionStatus, 'PENDING');
    for (const name of ['returnTime', 'failedCode', 'failedMessage']) assert.ok(!(name in data));
  });

  test('writes balances in major units with two decimals, rupiah too, below zero too', () => {
    const balanceOf = (asset: string, available: bigint) => {
      const balance = {
        available,
        pending: 0n,
        reserved: 0n,
        fees: 0n,
        upstream: 0n,
        suspense: 0n,
        rolling: 0n,
        disputed: 0n,
        debt: 0n,
        tax: 0n,
        platform: 0n,
      };
      return bodyOf({ ok: true, kind: 'balance', balances: [{ asset, balance }] }, 'balance').data;
    };
    assert.deepEqual(balanceOf('IDR/0', 150_000n), { balance: '150000.00' });
    assert.deepEqual(balanceOf('PHP/2', 5n), { balance: '0.05' });
    assert.deepEqual(balanceOf('THB/2', -120n), { balance: '-1.20' });
  });
});

describe('a failure', () => {
  const refused = (...args: Parameters<typeof refuse>) =>
    bodyOf(refuse(...args), 'ph_payout_create');

  test('has the published text to the letter, and names the field in data', () => {
    assert.deepEqual(refused('missing_field', 'beneficiary.account', 'The account is required.'), {
      code: 21002,
      message: 'Request param error',
      data: { field: 'accountNo', detail: 'The account is required.' },
    });
  });

  test('names the addresses and amounts of refunds, and the end of codes, as they are sent', () => {
    const fieldOf = (operation: string, field: string) =>
      bodyOf(refuse('invalid_field', field, 'x'), operation).data.field;
    assert.equal(fieldOf('refund_create', 'notifyUrl'), 'refundCallbackUrl');
    assert.equal(fieldOf('refund_create', 'amount'), 'refundAmount');
    assert.equal(fieldOf('ph_payment_create', 'notifyUrl'), 'notifyUrl');
    assert.equal(fieldOf('id_code_create', 'expiresAt'), 'expireTime');
    assert.equal(fieldOf('ph_payment_create', 'channel'), 'channelCode');
  });

  test('has null for data where there is nothing to say, or not to unauthenticated callers', () => {
    for (const code of ['internal', 'not_found', 'unknown_app', 'bad_signature'] as const) {
      assert.equal(refused(code, 'amount', 'x').data, null);
    }
    assert.equal(refused('insufficient_balance').data, null);
  });

  test('says why where no field is to blame', () => {
    const detail = 'the payment was already reversed';
    assert.deepEqual(refused('not_supported', undefined, detail, 'state').data, { detail });
  });

  test('has codes of their own for a wrong bank and a wrong method, not for missing ones', () => {
    assert.equal(refused('invalid_field', 'beneficiary.bankCode').code, 21018);
    assert.equal(refused('missing_field', 'beneficiary.bankCode').code, 21002);
    assert.equal(refused('invalid_field', 'payMethodCode').code, 21019);
    assert.equal(refused('invalid_field', 'beneficiary.account').code, 21002);
  });

  for (const [code, reason, sent] of [
    ['channel_unavailable', 'country_not_open', 21017],
    ['duplicate_order', 'idempotency_key', 21015],
    ['amount_out_of_limits', 'volume_limit', 21022],
    ['rate_limited', 'too_many_open', 21027],
    ['not_supported', 'state', 21025],
    ['not_supported', 'ended', 21028],
    ['not_found', 'mandate_inactive', 21024],
    ['upstream_declined', 'payer_balance', 21026],
    ['upstream_declined', 'upstream_unreachable', 21011],
    ['app_disabled', 'merchant_disabled', 21004],
  ] as const) {
    test(`${code} for ${reason} is ${sent}`, () => {
      assert.equal(refused(code, undefined, undefined, reason).code, sent);
    });
  }
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hear } from '../../../tests/conformance/conversation.ts';
import type { Instructions, Order } from '../../domain/order.ts';
import { refuse } from '../../domain/refusal.ts';
import type { MerchantRequest, Outcome } from '../../domain/request.ts';
import { openApi } from './dialect.ts';
import { harness } from './fixtures/harness.ts';
import { CALLS, type PublishedCall } from './fixtures/published.ts';
import { at, orderOf, SAMPLE_APP, sampleOrder } from './fixtures/sample.ts';
import { fieldsOf } from './fixtures/speak.ts';
import { OPERATIONS, specOf } from './routes.ts';

const PAY_URL = 'https://pay.example/pay/8b1c';

function operationOf(path: string): string {
  return OPERATIONS.find((each) => specOf(each).paths.includes(path)) ?? '';
}

function bodyOf(outcome: Outcome, operation: string, app = SAMPLE_APP) {
  return JSON.parse(openApi.reply(outcome, operation, app, harness.nowMs).body);
}

function asked(path: string, param: object): MerchantRequest {
  const operation = operationOf(path);
  const heard = hear(openApi, fieldsOf(operation, param), operation, harness);
  assert.ok(heard.ok, heard.ok ? '' : JSON.stringify(heard.refusal));
  return heard.value;
}

type Data = Readonly<Record<string, string | number>>;

const idIn = (data: Data) =>
  BigInt(String(data.transactionId ?? data.refundTransactionId).replace(/\D/g, ''));

/** What upstream must have said for the printed `payData`. */
function instructionsFor(data: Data): Instructions {
  const payData = String(data.payData);
  if (data.channelType === 'QR') return { kind: 'qr', payload: payData };
  const va = { bank: 'a bank', name: 'a name' };
  if (data.channelType === 'VA') return { kind: 'va', number: payData, ...va };
  const { metadata, shortUrl } = data as { metadata?: unknown; shortUrl?: string };
  const wechat = (metadata as { wechatpay?: object } | undefined)?.wechatpay;
  if (wechat === undefined) return { kind: 'redirect', url: payData };
  return { kind: 'redirect', url: payData, wechat: { shortUrl, ...wechat } } as Instructions;
}

/** The call that made the order which this call asks about. */
function creationOf(call: PublishedCall): PublishedCall {
  const { mchOrderId } = call.param;
  const made = CALLS.find(({ param }) => param.mchOrderId === mchOrderId && 'amount' in param);
  assert.ok(made !== undefined);
  return made;
}

const ENDS: Readonly<Record<string, Partial<Order>>> = {
  COMPLETED: { state: 'paid' },
  FAILED: { state: 'failed', failure: { code: 'declined', text: 'no' } },
};

describe('the published answers, to the letter', () => {
  const served = CALLS.filter(({ path }) => operationOf(path) !== '');
  for (const call of served) {
    const { section, path, param, response } = call;
    const operation = operationOf(path);
    const data = response.data as Data;

    it(`${section} ${path}`, () => {
      const request = asked(path, param);
      switch (request.do) {
        case 'create_payin':
        case 'create_payout':
        case 'create_refund': {
          const createdAt = at(
            String(data.transactionTime ?? data.refundCreateTime ?? '2025-01-06 10:20:30'),
          );
          const order = orderOf(request, {
            id: idIn(data),
            createdAt,
            state: 'created',
            instructions: request.do === 'create_payin' ? instructionsFor(data) : null,
            expiresAt: data.expiresTime === undefined ? null : at(String(data.expiresTime)),
          });
          const outcome = { ok: true, is: 'created', order, payUrl: PAY_URL } as const;
          assert.deepEqual(bodyOf(outcome, operation), response);
          return;
        }
        case 'query_order': {
          const made = creationOf(call);
          const { remark: _, ...asPrinted } = made.param;
          const creation = asked(made.path, 'remark' in data ? made.param : asPrinted);
          assert.ok(creation.do === 'create_payin' || creation.do === 'create_payout');
          const order = orderOf(creation, {
            id: idIn(data),
            createdAt: at(String(data.createTime)),
            finalAt: at(String(data.returnTime)),
            ...ENDS[String(data.transactionStatus)],
          });
          assert.deepEqual(bodyOf({ ok: true, is: 'order', order }, operation), response);
          return;
        }
        case 'query_balance': {
          const balance = { available: 12_534_050n, pending: 7n, reserved: 8n };
          const rest = { fees: 0n, upstream: 0n, suspense: 0n };
          const balances = [{ asset: request.asset ?? '', balance: { ...balance, ...rest } }];
          assert.deepEqual(bodyOf({ ok: true, is: 'balance', balances }, operation), response);
          return;
        }
        case 'request_report': {
          const outcome = { ok: true, is: 'report', url: String(data.downloadUrl) } as const;
          const expiresAt = at('2025-01-07 11:00:00');
          assert.deepEqual(bodyOf({ ...outcome, expiresAt }, operation), response);
          return;
        }
        default:
          assert.fail('no check for this request');
      }
    });
  }
});

describe('an answer', () => {
  it('shows our own page until upstream has said what to pay', () => {
    const order = sampleOrder({ instructions: null });
    const { data } = bodyOf(
      { ok: true, is: 'created', order, payUrl: PAY_URL },
      'ph_payment_create',
    );
    assert.deepEqual([data.payData, data.channelType], [PAY_URL, 'URL']);
  });

  it('tells nothing of another app’s or another country’s order', () => {
    const outcome = { ok: true, is: 'order', order: sampleOrder() } as const;
    const other = { ...SAMPLE_APP, id: 1n };
    assert.equal(bodyOf(outcome, 'ph_payment_query', other).code, 21006);
    assert.equal(bodyOf(outcome, 'id_payment_query').code, 21006);
    assert.equal(bodyOf(outcome, 'ph_payment_query').code, 10000);
  });

  it('has neither returnTime nor a failed code while the order waits', () => {
    const { data } = bodyOf({ ok: true, is: 'order', order: sampleOrder() }, 'ph_payment_query');
    assert.equal(data.transactionStatus, 'PENDING');
    for (const name of ['returnTime', 'failedCode', 'failedMessage']) assert.ok(!(name in data));
  });

  it('writes balances in major units with two decimals, rupiah too, below zero too', () => {
    const balanceOf = (asset: string, available: bigint) => {
      const balance = {
        available,
        pending: 0n,
        reserved: 0n,
        fees: 0n,
        upstream: 0n,
        suspense: 0n,
      };
      return bodyOf({ ok: true, is: 'balance', balances: [{ asset, balance }] }, 'balance').data;
    };
    assert.deepEqual(balanceOf('IDR/0', 150_000n), { balance: '150000.00' });
    assert.deepEqual(balanceOf('PHP/2', 5n), { balance: '0.05' });
    assert.deepEqual(balanceOf('THB/2', -120n), { balance: '-1.20' });
  });
});

describe('a failure', () => {
  const refused = (...args: Parameters<typeof refuse>) =>
    bodyOf(refuse(...args), 'ph_payout_create');

  it('has the published text to the letter, and names the field in data', () => {
    assert.deepEqual(refused('missing_field', 'beneficiary.account', 'The account is required.'), {
      code: 21002,
      message: 'Request param error',
      data: { field: 'accountNo', detail: 'The account is required.' },
    });
  });

  it('has null for data where no field is to blame', () => {
    for (const code of [
      'internal',
      'not_found',
      'insufficient_balance',
      'bad_signature',
    ] as const) {
      assert.equal(refused(code, 'amount', 'x').data, null);
    }
  });

  it('has codes of their own for a wrong bank and a wrong method, not for missing ones', () => {
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
    it(`${code} for ${reason} is ${sent}`, () => {
      assert.equal(refused(code, undefined, undefined, reason).code, sent);
    });
  }
});

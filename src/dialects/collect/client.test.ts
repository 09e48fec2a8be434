import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { buildRequest, verifyNotification } from './client.ts';
import { COLLECT_BODY } from './fixtures/published.ts';
import { SAMPLE_KEY } from './fixtures/sample.ts';
import { COLLECT_FIELDS, md5WithKey, QUERY_FIELDS } from './fixtures/speak.ts';

describe('building a request', () => {
  test('gives the published body, byte for byte', () => {
    const { sign: _, ...fields } = JSON.parse(COLLECT_BODY);
    assert.deepEqual(buildRequest('collect_create', fields, SAMPLE_KEY), {
      method: 'POST',
      path: '/client/collect/create',
      headers: { 'content-type': 'application/json' },
      body: COLLECT_BODY,
    });
  });

  test('gives a form on request, under any base path', () => {
    const request = buildRequest('order_query', QUERY_FIELDS, SAMPLE_KEY, {
      encoding: 'form',
      basePath: '',
    });
    assert.equal(request.path, '/order/query');
    assert.equal(request.headers['content-type'], 'application/x-www-form-urlencoded');
    const sign = md5WithKey('merchant=M1000001&orderId=ORD202400001');
    assert.equal(request.body, `merchant=M1000001&orderId=ORD202400001&sign=${sign}`);
  });

  test('throws at what the platform would refuse to read', () => {
    const build = (more: Record<string, string>) => () =>
      buildRequest('collect_create', { ...COLLECT_FIELDS, ...more }, SAMPLE_KEY);
    assert.throws(build({ remark: 'x&amount=1' }), /remark/);
    assert.throws(build({ key: SAMPLE_KEY }), /key/);
    assert.throws(build({ sign: 'x' }), /sign/);
  });
});

describe('verifying a notification', () => {
  const FULL = '"platOrderId":"9","orderId":"O1","amount":99.5,"status":1,"reverse":false';
  const string = 'amount=99.5&orderId=O1&platOrderId=9&reverse=false&status=1';

  function verify(body: string, keys: readonly string[] = [SAMPLE_KEY]) {
    return verifyNotification(Buffer.from(body), keys);
  }

  test('reads what was signed, keeping the text of the amount', () => {
    assert.deepEqual(verify(`{${FULL},"sign":"${md5WithKey(string)}"}`), {
      ok: true,
      value: {
        platOrderId: '9',
        orderId: 'O1',
        amount: '99.5',
        status: 'success',
        reverse: false,
        remark: null,
        fee: null,
      },
    });
  });

  test('takes either key during a rotation', () => {
    const body = `{${FULL},"sign":"${md5WithKey(string)}"}`;
    assert.ok(verify(body, ['another', SAMPLE_KEY]).ok);
    assert.ok(!verify(body, ['another']).ok);
    assert.ok(!verify(body, []).ok);
  });

  const REFUSED = [
    ['a changed amount', `{${FULL.replace('99.5', '995')},"sign":"${md5WithKey(string)}"}`],
    ['a re-formatted amount', `{${FULL.replace('99.5', '99.50')},"sign":"${md5WithKey(string)}"}`],
    ['no signature', `{${FULL}}`],
    ['a blank signature', `{${FULL},"sign":""}`],
    ['a repeated name', `{"status":2,${FULL},"sign":"${md5WithKey(string)}"}`],
    ['a nested value', `{"x":{},"sign":"${md5WithKey('')}"}`],
    ['no order', `{"amount":1,"sign":"${md5WithKey('amount=1')}"}`],
    ['a list', '[]'],
    ['no JSON', 'amount=1'],
  ] as const;
  for (const [title, body] of REFUSED) {
    test(`refuses ${title}`, () => {
      const verified = verify(body);
      assert.ok(!verified.ok);
      assert.ok(verified.reason.length > 0);
    });
  }

  test('refuses a status that is not final', () => {
    const open = `{${FULL.replace('"status":1', '"status":0')}`;
    const sign = md5WithKey(string.replace('status=1', 'status=0'));
    assert.ok(!verify(`${open},"sign":"${sign}"}`).ok);
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { RawRequest } from '../contract.ts';
import {
  orderNoOf,
  parseOrderNo,
  parseTimeMs,
  readRequest as readRequestOf,
  thirdOrderSignOf,
  timeText,
} from './codec.ts';
import {
  SEED_CREATE_BODY,
  SEED_INFO_BODY,
  SEED_ORDER_NO,
  SEED_THIRD_ORDER_SIGN,
} from './fixtures/published.ts';
import { sampleOrder } from './fixtures/sample.ts';
import { CREATE_FIELDS, jsonOf, rawOf } from './fixtures/speak.ts';
import { DISTINCTIVE, type OperationName, operationOf } from './operations.ts';

function readRequest(raw: RawRequest, name: OperationName) {
  return readRequestOf(raw, operationOf(name).fields, DISTINCTIVE);
}

const ID = fc.bigInt({ min: 1n, max: 2n ** 63n - 1n });

describe('an order number', () => {
  const orderNo = orderNoOf(sampleOrder().id);

  test('has the form of the seed’s, and the day on which the order was made', () => {
    const form = (text: string) => text.replace(/\d/g, '0').replace(/^000/, '443');
    assert.equal(form(orderNo), form(SEED_ORDER_NO));
    assert.match(orderNo, /^443\.PA\.20261120-/);
  });

  test('names the order that it was made for, for every id', () => {
    fc.assert(fc.property(ID, (id) => parseOrderNo(orderNoOf(id)) === id));
  });

  test('is another one for another id', () => {
    fc.assert(fc.property(ID, ID, (a, b) => a === b || orderNoOf(a) !== orderNoOf(b)));
  });

  test('with any one digit changed, or two neighbours swapped, names nothing', () => {
    for (let at = 0; at < orderNo.length; at += 1) {
      const digit = orderNo[at] ?? '';
      const swapped = orderNo.slice(0, at) + orderNo[at + 1] + digit + orderNo.slice(at + 2);
      if (swapped !== orderNo && at + 1 < orderNo.length) assert.equal(parseOrderNo(swapped), null);
      for (const other of '0123456789'.replace(digit, '')) {
        const slip = orderNo.slice(0, at) + other + orderNo.slice(at + 1);
        assert.equal(parseOrderNo(slip), null, slip);
      }
    }
  });

  const NONE = [
    ['', 'nothing'],
    [SEED_ORDER_NO, 'the seed’s own'],
    [` ${orderNo}`, 'a blank before'],
    [`${orderNo}\n`, 'a line break behind'],
    [orderNo.toLowerCase(), 'small letters'],
    [orderNo.replaceAll('-', ''), 'no hyphens'],
    [orderNo.slice(0, -1), 'a digit less'],
    [`${orderNo}0`, 'a digit more'],
    [orderNo.replace(/\d/g, '9'), 'more than an id can be'],
    [orderNo.replace('2026', '２026'), 'a full-width digit'],
    ['236130395249311744', 'a bare id'],
  ] as const;
  for (const [text, title] of NONE) {
    test(`with ${title} names nothing`, () => assert.equal(parseOrderNo(text), null));
  }
});

describe('the number at the provider', () => {
  test('is 003, the second of making and the last four digits of the order number', () => {
    const { id } = sampleOrder();
    const tail = orderNoOf(id).slice(-4);
    assert.equal(thirdOrderSignOf(id), `00320261120085117${tail}`);
    assert.equal(thirdOrderSignOf(id).length, SEED_THIRD_ORDER_SIGN.length);
    assert.equal(SEED_THIRD_ORDER_SIGN.slice(-4), SEED_ORDER_NO.slice(-4));
  });
});

describe('a time', () => {
  const READ = [
    ['2022-01-22T10:00:00.500+08:00', '2022-01-22T02:00:00.500Z'],
    ['2022-10-12T07:40:23.371Z', '2022-10-12T07:40:23.371Z'],
    ['2022-10-27T08:51:19.000+00:00', '2022-10-27T08:51:19.000Z'],
    ['2022-10-27T08:51:19Z', '2022-10-27T08:51:19.000Z'],
    ['2022-10-27T08:51:19.123456789-03:30', '2022-10-27T12:21:19.123Z'],
    ['2024-02-29T23:59:59.9+0000', '2024-02-29T23:59:59.900Z'],
  ] as const;
  for (const [text, same] of READ) {
    test(`${text} is ${same}`, () => assert.equal(parseTimeMs(text), Date.parse(same)));
  }

  const REFUSED = [
    ['', '2022-10-27', '2022-10-27 08:51:19Z', '2022-10-27T08:51:19', '2022-10-27T08:51:19.Z'],
    ['2022-02-30T00:00:00Z', '2022-13-01T00:00:00Z', '2022-01-01T24:00:00Z', '1666860679000'],
    ['2022-01-01T23:59:60Z', '2022-01-01T00:00:00+19:00', '2022-01-01T00:00:00+08:60'],
    ['2022-01-01t00:00:00z', ' 2022-01-01T00:00:00Z', '+002022-01-01T00:00:00Z', 'now'],
  ].flat();
  for (const text of REFUSED) {
    test(`${JSON.stringify(text)} is none`, () => assert.equal(parseTimeMs(text), null));
  }

  test('is written as the seed writes it, and read back', () => {
    assert.equal(timeText(Date.parse('2022-10-27T08:51:19Z')), '2022-10-27T08:51:19.000+00:00');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (ms) => parseTimeMs(timeText(ms)) === ms),
    );
  });
});

describe('reading a request', () => {
  function refusalOf(...args: Parameters<typeof rawOf>) {
    const read = readRequest(rawOf(...args), args[0]);
    assert.ok(!read.ok);
    return [read.refusal.code, read.refusal.field];
  }

  test('takes the seed’s own order, number text and all', () => {
    const read = readRequest(rawOf('recharge_create', SEED_CREATE_BODY, 'x'), 'recharge_create');
    assert.ok(read.ok);
    assert.equal(read.value.text, SEED_CREATE_BODY);
    assert.equal(read.value.sign, 'x');
    assert.deepEqual(read.value.body.members.get('mchId'), { kind: 'number', text: '10002' });
  });

  test('refuses the seed’s own query: its comma too many makes it no JSON', () => {
    assert.deepEqual(refusalOf('recharge_info', SEED_INFO_BODY, ''), ['malformed', undefined]);
    const mended = SEED_INFO_BODY.replace(/, \n}/, '\n}');
    assert.ok(readRequest(rawOf('recharge_info', mended, ''), 'recharge_info').ok);
  });

  const TYPES = [
    [null, false],
    ['application/json', true],
    ['application/json; charset=utf-8', true],
    ['text/json', true],
    ['application/x-www-form-urlencoded', false],
    ['multipart/form-data; boundary=B', false],
    ['text/plain', false],
    ['application/json; charset=gbk', false],
  ] as const;
  for (const [type, taken] of TYPES) {
    test(`${taken ? 'takes' : 'refuses'} ${type ?? 'no'} Content-Type`, () => {
      const body = JSON.stringify(CREATE_FIELDS);
      const read = readRequest(rawOf('recharge_create', body, 'x', type), 'recharge_create');
      assert.equal(read.ok, taken);
      if (!read.ok) assert.equal(read.refusal.code, 'malformed');
    });
  }

  test('misses nothing but the header when there is none: that is a wrong signature', () => {
    const raw = { ...jsonOf('recharge_create', CREATE_FIELDS), headers: TYPE };
    const read = readRequest(raw, 'recharge_create');
    assert.ok(read.ok && read.value.sign === '');
  });

  const TYPE = { 'content-type': 'application/json' };
});

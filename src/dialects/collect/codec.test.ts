import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { textOf } from '../../signatures/pairs/text.ts';
import type { RawRequest } from '../contract.ts';
import { readFields, readRequest as readRequestOf } from './codec.ts';
import { COLLECT_FIELDS, jsonOf, rawOf, signed, tokensOf } from './fixtures/speak.ts';
import { OPERATIONS, type OperationName, operationOf } from './operations.ts';

function readRequest(raw: RawRequest, name: OperationName) {
  return readRequestOf(raw, operationOf(name));
}

function fieldsOf(body: string | Uint8Array, contentType: string) {
  const read = readFields(rawOf('collect_create', body, contentType));
  assert.ok(read.ok, read.ok ? '' : JSON.stringify(read.refusal));
  return read.value;
}

describe('the codec', () => {
  test('reads JSON, urlencoded and multipart bodies to the same fields', () => {
    const fields = signed({ ...COLLECT_FIELDS, customName: 'Zoë & Söhne + 1', remark: '' });
    const multipart = Object.entries(fields)
      .map(
        ([name, value]) => `--B\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}`,
      )
      .join('\r\n');
    const bodies = [
      [JSON.stringify(fields), 'application/json'],
      [JSON.stringify(fields), 'application/json;charset=UTF-8'],
      [new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded'],
      [`${multipart}\r\n--B--\r\n`, 'multipart/form-data; boundary=B'],
    ] as const;
    for (const [body, type] of bodies) {
      const read = fieldsOf(body, type).map(({ name, value }) => [name, value]);
      assert.deepEqual(Object.fromEntries(read), fields, type);
    }
  });

  test('keeps the text of numbers and the words of booleans and null', () => {
    const fields = fieldsOf('{"a":100.00,"b":1e2,"c":true,"d":false,"e":null}', 'application/json');
    assert.deepEqual(
      fields.map(({ value }) => value),
      ['100.00', '1e2', 'true', 'false', null],
    );
    assert.equal(textOf(fields, 'e'), '');
    assert.equal(textOf(fields, 'absent'), '');
  });

  const MALFORMED: readonly (readonly [string, string | null, string | undefined])[] = [
    ['{"orderId":"a","orderId":"a"}', 'application/json', 'orderId'],
    ['{"amount":"1","amount":"2"}', 'application/json', 'amount'],
    ['[1]', 'application/json', undefined],
    ['\ufeff{}', 'application/json', undefined],
    ['amount=1&amount=1', 'application/x-www-form-urlencoded', 'amount'],
    ['remark=%zz', 'application/x-www-form-urlencoded', 'remark'],
    ['{}', null, undefined],
    ['{}', 'text/plain', undefined],
    ['<a/>', 'application/xml', undefined],
  ];
  for (const [body, type, field] of MALFORMED) {
    test(`refuses ${JSON.stringify(body)} as ${type} and names ${field ?? 'no field'}`, () => {
      const read = readFields(rawOf('collect_create', body, type));
      assert.ok(!read.ok);
      assert.equal(read.refusal.code, 'malformed');
      assert.equal(read.refusal.field, field);
    });
  }

  for (const token of ['{"a":1}', '["x"]', '[]', '{}']) {
    test(`refuses the nested value ${token} and names its field`, () => {
      const read = readRequest(
        tokensOf('collect_create', { products: token }, ''),
        'collect_create',
      );
      assert.ok(!read.ok);
      assert.deepEqual([read.refusal.code, read.refusal.field], ['invalid_field', 'products']);
    });
  }

  for (const name of ['merchant', 'payCode', 'amount', 'orderId', 'notifyUrl', 'sign'] as const) {
    for (const value of [undefined, '', '  ', null]) {
      test(`needs ${name}: ${JSON.stringify(value)} is missing`, () => {
        const fields = { ...signed(COLLECT_FIELDS), [name]: value };
        const read = readRequest(rawOf('collect_create', JSON.stringify(fields)), 'collect_create');
        assert.ok(!read.ok);
        assert.deepEqual([read.refusal.code, read.refusal.field], ['missing_field', name]);
      });
    }
  }

  for (const name of ['key', 'a&b', 'a=b', 'a b', 'näme', '']) {
    test(`refuses a field named ${JSON.stringify(name)}`, () => {
      const read = readRequest(
        jsonOf('collect_create', { ...COLLECT_FIELDS, [name]: 'x' }),
        'collect_create',
      );
      assert.ok(!read.ok);
      assert.deepEqual([read.refusal.code, read.refusal.field], ['invalid_field', name]);
    });
  }

  test('takes __proto__ and constructor for what they are: names', () => {
    const raw = rawOf(
      'order_balance',
      '{"merchant":"M1","sign":"x","__proto__":"a","constructor":"b"}',
    );
    const read = readRequest(raw, 'order_balance');
    assert.ok(read.ok);
    assert.equal(textOf(read.value.fields, '__proto__'), 'a');
    assert.equal(textOf(read.value.fields, 'constructor'), 'b');
    assert.equal(textOf(read.value.fields, 'toString'), '');
  });

  test('answers any bytes with a value', () => {
    const types = fc.constantFrom(
      'application/json',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=B',
      'multipart/form-data',
      '',
    );
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.json().map((text) => Buffer.from(text)),
      fc.webQueryParameters().map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(bytes, types, fc.constantFrom(...OPERATIONS), (body, type, { name }) => {
        const read = readRequest(rawOf(name, body, type), name);
        return read.ok || read.refusal.code !== 'internal';
      }),
      { numRuns: 3000 },
    );
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DIALECTS } from '../registry.ts';
import { optional, required } from './fields.ts';
import { text } from './forms.ts';
import { sharedTexts } from './once.ts';

const id = required('id', text(9), 'the order');
const OPERATIONS = [
  { name: 'query', fields: [id], requests: ['query_order'] },
  { name: 'close', fields: [id], requests: ['close_order'] },
  { name: 'make', fields: [id, required('amount', text(9), '')], requests: ['create_payin'] },
  { name: 'list', fields: [required('day', text(9), '')], requests: ['list_children'] },
  { name: 'balance', fields: [], requests: ['query_balance'] },
] as const;
const KNOWN = new Set(['id', 'amount', 'day']);

describe('texts that two operations could be asked for by', () => {
  test('are those that have what both need, and nothing that either refuses', () => {
    assert.deepEqual(
      sharedTexts(OPERATIONS, () => KNOWN),
      new Set(['close', 'query']),
    );
    const loose = sharedTexts(OPERATIONS, () => new Set(['amount']));
    assert.deepEqual([...loose].toSorted(), ['balance', 'close', 'list', 'query']);
  });

  test('do not matter where nothing is changed, or where repeating makes nothing', () => {
    const reads = OPERATIONS.filter(({ name }) => name !== 'close');
    assert.equal(sharedTexts(reads, () => new Set()).size, 0);
  });

  test('a field that may be left out stands in nobody’s way', () => {
    const close = { ...OPERATIONS[1], fields: [id, optional('day', text(9), '')] };
    const both = sharedTexts([OPERATIONS[0], close], () => KNOWN);
    assert.equal(both.size, 2);
  });
});

test('a dialect whose operations end something says what was signed, and until when', () => {
  const ending = DIALECTS.filter(({ operations }) =>
    operations.some(({ requests }) => requests.includes('close_order')),
  );
  assert.deepEqual(
    ending.map(({ name }) => name),
    ['open-api', 'open-api-ph'],
  );
});

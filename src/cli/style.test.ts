import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { figureText, moneyText } from './money-text.ts';
import { facts, PLAIN, printable, sections, styleFor, table, toJson } from './style.ts';

describe('text for people', () => {
  test('has columns as wide as their widest cell, figures to the right', () => {
    const rows = [
      ['a', '1.00', 'x'],
      ['long name', '1,000.00', ''],
    ];
    assert.equal(
      table(PLAIN, ['name', 'amount', 'note'], rows, { right: [1] }),
      ['name         amount  note', 'a              1.00  x', 'long name  1,000.00'].join('\n'),
    );
  });

  test('leaves facts out that are null, and parts that are empty', () => {
    assert.equal(
      facts(PLAIN, [
        ['id', '1'],
        ['url', null],
        ['state', 'paid'],
      ]),
      'id     1\nstate  paid',
    );
    assert.equal(sections('a', '', 'b'), 'a\n\nb');
  });

  test('never lets what others wrote move the cursor or add a line', () => {
    assert.equal(printable('a\u001b[2J\r\nb\u2028c'), 'a·[2J··b·c');
    assert.equal(table(PLAIN, ['h'], [['x\ny']]).split('\n').length, 2);
  });

  test('is coloured on a terminal only, and not against NO_COLOR', () => {
    const coloured = (terminal: boolean, env: Record<string, string>) =>
      styleFor(terminal, env).bad('x') !== 'x';
    assert.equal(coloured(true, {}), true);
    assert.equal(coloured(false, {}), false);
    assert.equal(coloured(true, { NO_COLOR: '1' }), false);
    assert.equal(coloured(true, { TERM: 'dumb' }), false);
  });

  test('shows money grouped, with the decimals of its currency', () => {
    assert.equal(moneyText({ asset: 'PHP/2', minor: 123_456_789n }), '1,234,567.89 PHP');
    assert.equal(moneyText({ asset: 'IDR/0', minor: 1000n }), '1,000 IDR');
    assert.equal(figureText({ asset: 'KWD/3', minor: -1_234_567n }), '-1,234.567');
    assert.equal(figureText({ asset: 'PHP/2', minor: 0n }), '0.00');
  });
});

test('JSON has bigints as text and times in ISO 8601', () => {
  const data = { id: 2n ** 62n, at: new Date(0), none: null };
  assert.deepEqual(JSON.parse(toJson(data)), {
    id: '4611686018427387904',
    at: '1970-01-01T00:00:00.000Z',
    none: null,
  });
});

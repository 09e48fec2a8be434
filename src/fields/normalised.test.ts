/** Properties: a normalised value is accepted again and stays as it is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cnpj } from 'cpf-cnpj-validator';
import fc from 'fast-check';
import type { FieldCheck } from '../domain/channel.ts';
import { holdsCardNumber } from './card-number.ts';
import type { CheckContext, Fields } from './check.ts';
import { checkField } from './check-field.ts';

const digitText = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength, maxLength });
const grouped = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789 -()'), minLength, maxLength });
const latin = fc.string({ unit: fc.constantFrom(...'abcXYZ019._-+@ '), maxLength: 40 });
const anyText = fc.string({ unit: 'binary', maxLength: 60 });

/** Likely and unlikely input for each check, with what else the request holds. */
const CASES: readonly { check: FieldCheck; input: fc.Arbitrary<string>; fields?: Fields }[] = [
  { check: 'text:40', input: fc.string({ unit: 'grapheme', maxLength: 60 }) },
  { check: 'text:40', input: anyText },
  { check: 'name', input: fc.string({ unit: 'grapheme', maxLength: 60 }) },
  { check: 'email', input: fc.oneof(fc.emailAddress(), latin) },
  { check: 'phone:PH', input: grouped(9, 14).map((rest) => `09${rest}`) },
  { check: 'phone:RU', input: digitText(9, 11).map((rest) => `+7${rest}`) },
  { check: 'mobile:ID', input: digitText(7, 10).map((rest) => `08${rest}`) },
  {
    check: 'anyPhone',
    input: fc.oneof(
      grouped(6, 20),
      digitText(5, 12).map((d) => `+${d}`),
    ),
  },
  { check: 'cpfOrCnpj', input: fc.oneof(validCnpj(), digitText(11, 14)) },
  { check: 'pixKeyType', input: fc.constantFrom('cpf', 'EPV', 'Phone', 'phone number', 'x') },
  { check: 'pixKey', input: fc.uuid(), fields: { 'beneficiary.accountType': 'EPV' } },
  { check: 'pixKey', input: fc.emailAddress(), fields: { 'beneficiary.accountType': 'email' } },
  { check: 'ifsc', input: fc.stringMatching(/^[a-zA-Z]{4}0[a-zA-Z0-9]{6}$/) },
  { check: 'upiOrAccount', input: fc.oneof(grouped(9, 20), fc.stringMatching(/^[A-z.]+@[A-z]+$/)) },
  { check: 'nuban', input: digitText(10, 10), fields: { 'beneficiary.bankCode': '058' } },
  { check: 'bankCode:ID', input: fc.constantFrom('014', 'bca', 'CIMB', 'nope') },
  { check: 'account:ID', input: grouped(6, 20), fields: { 'beneficiary.bankCode': 'BRI' } },
  { check: 'digits:6-12', input: grouped(4, 14) },
  { check: 'identifier:20', input: latin },
  { check: 'oneOf:NATID|MSISDN', input: fc.constantFrom('natid', 'Msisdn', 'no') },
  {
    check: 'promptPayId',
    input: digitText(13, 13),
    fields: { 'beneficiary.accountType': 'NATID' },
  },
];

function validCnpj(): fc.Arbitrary<string> {
  return fc.stringMatching(/^[0-9A-Z]{12}$/).map((base) => {
    const first = `${base}${cnpj.verifierDigit(base)}`;
    return `${first}${cnpj.verifierDigit(first)}`.toLowerCase();
  });
}

for (const { check, input, fields } of CASES) {
  test(`what ${check} keeps is kept as it is when it comes again`, () => {
    const context: CheckContext = { country: 'PH', fields: fields ?? {} };
    let accepted = 0;
    fc.assert(
      fc.property(input, (value) => {
        const once = checkField(check, value, context);
        if (!once.ok) return;
        accepted += 1;
        assert.deepEqual(checkField(check, once.value, context), once);
      }),
      { numRuns: 300, seed: 7 },
    );
    assert.ok(accepted > 0, 'no input was accepted: the property says nothing');
  });
}

/** 16 digits that begin like a card and pass the Luhn check. */
const visaNumber = digitText(14, 14).map((rest) => {
  const body = `4${rest}`;
  const sum = [...body].reduce((all, digit, i) => {
    const doubled = i % 2 === 0 ? Number(digit) * 2 : Number(digit);
    return all + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
});

test('a valid card number never gets through a free text, whatever stands around it', () => {
  const around = fc.stringMatching(/^[a-z ,;]{0,10}$/);
  const separator = fc.constantFrom('', ' ', '-', '.');
  fc.assert(
    fc.property(visaNumber, separator, around, around, (card, gap, before, after) => {
      const written = (card.match(/.{4}/g) ?? []).join(gap);
      assert.ok(holdsCardNumber(`${before}${written}${after}`));
    }),
  );
});

test('a card number with one digit changed is no card number', () => {
  const change = fc.integer({ min: 1, max: 9 });
  fc.assert(
    fc.property(visaNumber, change, (card, by) => {
      const last = (Number(card[15]) + by) % 10;
      assert.ok(!holdsCardNumber(`${card.slice(0, 15)}${last}`));
    }),
  );
});

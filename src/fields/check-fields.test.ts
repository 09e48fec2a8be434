import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Channel, FieldRule } from '../domain/channel.ts';
import { NO_REFUNDS } from '../domain/refund.ts';
import { checkFields } from './check-fields.ts';

function channelWith(country: string, fields: readonly FieldRule[]): Channel {
  return {
    code: 'X_TEST',
    aliases: {},
    kind: 'payout',
    method: 'payout',
    country,
    asset: 'BRL/2',
    name: 'Test',
    limits: { minMinor: 1n, maxMinor: 2n },
    fields,
    decimalsAllowed: true,
    expiryMinutes: 0,
    abilities: { refund: NO_REFUNDS, static: false, close: false, void: false },
    enabled: true,
  };
}

const PIX = channelWith('BR', [
  { name: 'beneficiary.accountType', required: true, check: 'pixKeyType' },
  { name: 'beneficiary.account', required: true, check: 'pixKey' },
  { name: 'beneficiary.name', required: true, check: 'name' },
  { name: 'beneficiary.email', required: false, check: 'email' },
]);

const FIELDS = {
  'beneficiary.accountType': 'Phone',
  'beneficiary.account': '(11) 91234-5678',
  'beneficiary.name': ' Ana  Souza ',
} as const;

test('accepted fields come back in normalised form', () => {
  assert.deepEqual(checkFields(PIX, FIELDS), {
    ok: true,
    fields: {
      'beneficiary.accountType': 'PHONE',
      'beneficiary.account': '+5511912345678',
      'beneficiary.name': 'Ana Souza',
    },
    warnings: [],
  });
});

test('a missing required field is named, and a blank one counts as missing', () => {
  const missing = {
    ok: false,
    refusal: {
      code: 'missing_field',
      field: 'beneficiary.name',
      detail: "The beneficiary's name is required.",
    },
  };
  const { 'beneficiary.name': _, ...rest } = FIELDS;
  assert.deepEqual(checkFields(PIX, rest), missing);
  assert.deepEqual(checkFields(PIX, { ...FIELDS, 'beneficiary.name': '  ' }), missing);
});

test('a blank optional field counts as not sent', () => {
  const checked = checkFields(PIX, { ...FIELDS, 'beneficiary.email': '' });
  assert.ok(checked.ok && !('beneficiary.email' in checked.fields));
});

test('an invalid field is named with a sentence, optional or not', () => {
  assert.deepEqual(checkFields(PIX, { ...FIELDS, 'beneficiary.email': 'nobody' }), {
    ok: false,
    refusal: {
      code: 'invalid_field',
      field: 'beneficiary.email',
      detail:
        "The beneficiary's e-mail address must be an e-mail address, for example maria@example.com.",
    },
  });
});

test('a fact that the channel does not name goes no further', () => {
  const checked = checkFields(PIX, { ...FIELDS, description: '4111111111111111' });
  assert.ok(checked.ok && !('description' in checked.fields));
});

test('a doubtful value is accepted and reported', () => {
  const nigeria = channelWith('NG', [
    { name: 'beneficiary.bankCode', required: true, check: 'bankCode:NG' },
    { name: 'beneficiary.account', required: true, check: 'nuban' },
  ]);
  const fields = { 'beneficiary.bankCode': '011', 'beneficiary.account': '0000014570' };
  assert.deepEqual(checkFields(nigeria, fields), {
    ok: true,
    fields,
    warnings: [
      {
        field: 'beneficiary.account',
        detail:
          "The beneficiary's account may be wrong: " +
          'the check digit does not match First Bank of Nigeria.',
      },
    ],
  });
});

test('a channel that names an unknown check is a defect', () => {
  const broken = channelWith('BR', [{ name: 'description', required: true, check: 'nosuch' }]);
  assert.throws(() => checkFields(broken, { description: 'x' }), /Unknown field check/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FieldCheck } from '../domain/channel.ts';
import { nubanCheckDigit } from './bank-account.ts';
import { BANK_LISTS } from './bank-lists.ts';
import type { CheckContext, Fields } from './check.ts';
import { checkField, isKnownCheck } from './check-field.ts';

function at(country: string, fields: Fields = {}): CheckContext {
  return { country, fields };
}

const NOWHERE = at('PH');

/** The normalised value, or null when it is refused. */
function kept(check: FieldCheck, value: string, context: CheckContext = NOWHERE): string | null {
  const checked = checkField(check, value, context);
  return checked.ok ? checked.value : null;
}

function pix(type: string, key: string): string | null {
  return kept('pixKey', key, at('BR', { 'beneficiary.accountType': type }));
}

test('an unknown check is a defect', () => {
  for (const check of [
    '',
    'constructor',
    'nosuch',
    'text',
    'text:0',
    'text:x',
    'name:',
    'name:5',
  ]) {
    assert.equal(isKnownCheck(check), false, check);
    assert.throws(() => checkField(check, 'x', NOWHERE), /Unknown field check/);
  }
  for (const check of ['phone:XX', 'phone', 'bankCode:ZZ', 'account:BR', 'digits:9-3', 'oneOf:']) {
    assert.equal(isKnownCheck(check), false, check);
  }
});

test('control and invisible characters are refused by every check', () => {
  const hidden = ['\u0000', '\n', '\t', '\u007f', '\u0085', '\u2028', '\u202e', '\ufeff', '\ud800'];
  for (const character of hidden) {
    for (const check of ['text:20', 'name', 'phone:PH', 'digits:1-9']) {
      assert.equal(kept(check, `1${character}a`), null);
      assert.equal(kept(check, `Ana${character}`), null);
    }
  }
});

test('a reason never repeats the value', () => {
  const context = at('BR', { 'beneficiary.accountType': 'CPF' });
  for (const check of [
    'cpfOrCnpj',
    'pixKey',
    'email',
    'phone:BR',
    'ifsc',
    'bankCode:ID',
    'nuban',
  ]) {
    const checked = checkField(check, 'SECRET-4711', context);
    assert.ok(!checked.ok);
    assert.ok(!checked.reason.includes('4711'));
    assert.match(checked.reason, /^must /);
  }
});

test('text is trimmed, composed, and limited in characters, not in code units', () => {
  assert.equal(kept('text:8', '  two   words '), null);
  assert.equal(kept('text:9', '  two   words '), 'two words');
  assert.equal(kept('text:1', 'e\u0301'), '\u00e9');
  assert.equal(kept('text:2', '😀😀'), '😀😀');
  assert.equal(kept('text:2', '😀😀😀'), null);
  assert.equal(kept('text:20', '   '), null);
});

test('a name holds letters of any script', () => {
  assert.equal(kept('name', "Maria D'Ávila-Souza Jr."), "Maria D'Ávila-Souza Jr.");
  assert.equal(kept('name', 'สมชาย ใจดี'), 'สมชาย ใจดี');
  assert.equal(kept('name', 'Kedai 99 Sdn. Bhd. & Co'), 'Kedai 99 Sdn. Bhd. & Co');
  assert.equal(kept('name', '09171234567'), null);
  assert.equal(kept('name', 'x'.repeat(129)), null);
});

test('a card number is refused in names and descriptions, however it is written', () => {
  const cards = [
    '4111111111111111',
    '4111 1111 1111 1111',
    '4111 1111 11111 111',
    'pay 5555-5555-5555-4444 now',
    'amex 3782 822463 10005.',
    'order 12 4111111111111111',
    '４１１１１１１１１１１１１１１１',
    '2200000000000004',
    '6200000000000005',
  ];
  for (const card of cards) {
    assert.equal(kept('text:256', card), null, card);
    assert.equal(kept('name', `Ana ${card}`), null, card);
  }
});

test('order numbers, dates and phones are no card numbers', () => {
  const harmless = [
    '4111111111111112', // wrong check digit
    '236130395249311744', // this platform's own form of id
    '1736130000000',
    'C1874300000000000456',
    '2026-11-20 20:04:05',
    '+55 11 91234-5678',
    '9111111111111111', // no network begins with 9
  ];
  for (const text of harmless) assert.equal(kept('text:256', text), text);
});

test('an e-mail address has one at sign, a dotted domain, and a domain in lower case', () => {
  assert.equal(kept('email', 'Ana.B+x@Example.COM'), 'Ana.B+x@example.com');
  const wrong = ['ana', 'ana@host', 'a b@x.com', 'a..b@x.com', '.a@x.com', 'a@x..com', 'a@-x.com'];
  for (const value of [...wrong, 'a@1.2.3.4', 'a@b@x.com', `${'a'.repeat(65)}@x.com`]) {
    assert.equal(kept('email', value), null, value);
  }
});

test('a phone number is kept as E.164 whether written nationally or internationally', () => {
  assert.equal(kept('phone:PH', '09171234567'), '+639171234567');
  assert.equal(kept('phone:BR', '+55 (11) 91234-5678'), '+5511912345678');
  assert.equal(kept('phone:BR', '(11) 91234-5678'), '+5511912345678');
  assert.equal(kept('phone:BR', '5511912345678'), '+5511912345678');
  assert.equal(kept('phone:IN', '9876543210'), '+919876543210');
  assert.equal(kept('phone:ID', '081234567890'), '+6281234567890');
  assert.equal(kept('phone:TH', '0812345678'), '+66812345678');
  assert.equal(kept('phone:RU', '79161234567'), '+79161234567');
});

test('a phone number of another country, of no plan, or with words around it is refused', () => {
  assert.equal(kept('phone:PH', '+5511912345678'), null);
  assert.equal(kept('phone:PH', '123456789'), null);
  assert.equal(kept('phone:PH', '09171234567 ext 5'), null);
  assert.equal(kept('phone:PH', 'call 09171234567'), null);
  assert.equal(kept('phone:BR', '+55 10 91234-5678'), null, 'area code 10 does not exist');
});

test('a wallet is named by a mobile number, not by a landline', () => {
  assert.equal(kept('mobile:PH', '0917 123 4567'), '+639171234567');
  assert.equal(kept('mobile:BR', '1133334444'), null);
  assert.equal(kept('phone:BR', '1133334444'), '+551133334444');
});

test('a contact number that no plan knows is kept as it came', () => {
  assert.equal(kept('anyPhone', '123456789'), '123456789');
  assert.equal(kept('anyPhone', '09171234567'), '+639171234567');
  assert.equal(kept('anyPhone', '+55 11 91234-5678'), '+5511912345678');
  assert.equal(kept('anyPhone', 'none'), null);
  assert.equal(kept('anyPhone', '12345'), null);
});

test('a CPF or CNPJ has correct check digits, with letters since July 2026', () => {
  assert.equal(kept('cpfOrCnpj', '111.444.777-35'), '11144477735');
  assert.equal(kept('cpfOrCnpj', '11144477735'), '11144477735');
  assert.equal(kept('cpfOrCnpj', '11.222.333/0001-81'), '11222333000181');
  assert.equal(kept('cpfOrCnpj', '12.ABC.345/01DE-35'), '12ABC34501DE35');
  assert.equal(kept('cpfOrCnpj', '12abc34501de35'), '12ABC34501DE35');
  const wrong = [
    '111.444.777-36',
    '11111111111',
    '11222333000182',
    '12ABC34501DE36',
    '111x44477735',
  ];
  for (const value of wrong) assert.equal(kept('cpfOrCnpj', value), null, value);
});

test('the kinds of PIX key are read as the seed and its merchants write them', () => {
  const written = { cpf: 'CPF', CNPJ: 'CNPJ', Phone: 'PHONE', 'Phone Number': 'PHONE' };
  const more = { email: 'EMAIL', EPV: 'EVP', evp: 'EVP' };
  for (const [sent, type] of Object.entries({ ...written, ...more })) {
    assert.equal(kept('pixKeyType', sent), type);
  }
  assert.equal(kept('pixKeyType', 'RANDOM'), null);
});

test('a PIX key has the form of its kind', () => {
  assert.equal(pix('CPF', '111.444.777-35'), '11144477735');
  assert.equal(pix('CPF', '11222333000181'), null);
  assert.equal(pix('CNPJ', '12ABC34501DE35'), '12ABC34501DE35');
  assert.equal(pix('Phone', '11912345678'), '+5511912345678');
  assert.equal(pix('PHONE', '+639171234567'), null);
  assert.equal(pix('EMAIL', 'Ana@Example.com'), 'ana@example.com');
  assert.equal(pix('EMAIL', `${'a'.repeat(64)}@b.example.com`), null, '78 characters');
  const uuid = '123e4567-e12b-12d1-a456-426655440000';
  assert.equal(pix('EPV', uuid.toUpperCase()), uuid);
  assert.equal(pix('EVP', uuid.replaceAll('-', '')), null);
  assert.equal(pix('', '11144477735'), null, 'without its kind a key cannot be judged');
});

test('an IFSC is four letters, a zero and six characters', () => {
  assert.equal(kept('ifsc', 'hdfc0000123'), 'HDFC0000123');
  for (const value of ['HDFC1000123', 'HDF00000123', 'HDFC000012', 'HDFC00001234']) {
    assert.equal(kept('ifsc', value), null, value);
  }
});

test('an Indian payout goes to a UPI id or an account', () => {
  assert.equal(kept('upiOrAccount', 'Ravi.Kumar@OkBank'), 'ravi.kumar@okbank');
  assert.equal(kept('upiOrAccount', '0012 3456 7890'), '001234567890');
  for (const value of ['12345678', '1'.repeat(19), 'ravi@', 'ravi@bank.com', 'ravi kumar@bank']) {
    assert.equal(kept('upiOrAccount', value), null, value);
  }
});

test('a Nigerian check digit comes from bank code and serial number', () => {
  assert.equal(nubanCheckDigit('011', '000001457'), 9);
  // 3 * 0 + 7 * 1 + 3 * 1 = 10: a sum that ends in 0 has the check digit 0, not 10.
  assert.equal(nubanCheckDigit('011', '000000000'), 0);
});

test('a Nigerian account with a wrong check digit is accepted with a warning', () => {
  const bank = (code: string): CheckContext => at('NG', { 'beneficiary.bankCode': code });
  const right = { ok: true, value: '0000014579' };
  assert.deepEqual(checkField('nuban', '0000014579', bank('011')), right);
  assert.deepEqual(checkField('nuban', '0000014579', bank('000016')), right, 'by its other code');
  const wrong = checkField('nuban', '0000014578', bank('011'));
  assert.ok(wrong.ok && wrong.warning !== undefined);
  assert.equal(wrong.value, '0000014578');
  const other = { ok: true, value: '0000014578' };
  assert.deepEqual(checkField('nuban', '0000014578', bank('50211')), other, 'newer code');
  assert.equal(kept('nuban', '000001457', bank('011')), null);
});

test('a bank is found by any of its codes and kept under the first', () => {
  assert.equal(kept('bankCode:ID', '014'), '014');
  assert.equal(kept('bankCode:ID', 'bca'), '014');
  assert.equal(kept('bankCode:ID', '999'), null);
  assert.equal(kept('bankCode:NG', '000013'), '058');
  assert.equal(kept('bankCode:PH_WALLET', 'GCash'), 'GCASH');
  const specified = ['002', '008', '009', '011', '013', '014', '016', '022'];
  assert.deepEqual(
    specified.filter((code) => kept('bankCode:ID', code) !== code),
    [],
  );
});

test('no code in a bank list stands for two banks', () => {
  for (const [name, list] of BANK_LISTS) {
    const codes = list.flatMap((bank) => [bank.code, ...(bank.otherCodes ?? [])]);
    assert.equal(new Set(codes).size, codes.length, name);
    assert.deepEqual(
      codes.filter((code) => code !== code.toUpperCase()),
      [],
    );
  }
});

test('an unusual length of an Indonesian account only warns, and nothing is padded', () => {
  const bca = at('ID', { 'beneficiary.bankCode': '014' });
  assert.deepEqual(checkField('account:ID', '0123-456-789', bca), {
    ok: true,
    value: '0123456789',
  });
  const short = checkField('account:ID', '123456789', bca);
  assert.ok(short.ok && short.warning?.includes('10 digits'));
  assert.equal(short.value, '123456789');
  assert.equal(kept('account:ID', '12345', bca), null);
  assert.equal(kept('account:ID', '12345678a', bca), null);
});

test('digits, identifiers and words are read strictly', () => {
  assert.equal(kept('digits:3-4', '012'), '012');
  assert.equal(kept('digits:3-4', '01-23'), '0123');
  assert.equal(kept('digits:3-4', '01234'), null);
  assert.equal(kept('digits:3-4', '١٢٣'), null);
  assert.equal(kept('identifier:5', 'a_1-B'), 'a_1-B');
  assert.equal(kept('identifier:5', 'a b'), null);
  assert.equal(kept('identifier:5', 'abcdef'), null);
  assert.equal(kept('oneOf:NATID|MSISDN', 'natid'), 'NATID');
  assert.equal(kept('oneOf:NATID|MSISDN', 'TAXID'), null);
});

test('a PromptPay target is a national id with its check digit, or a Thai mobile number', () => {
  const as = (type: string): CheckContext => at('TH', { 'beneficiary.accountType': type });
  assert.equal(kept('promptPayId', '1-2345-67890-12-1', as('NATID')), '1234567890121');
  assert.equal(kept('promptPayId', '1234567890122', as('NATID')), null);
  assert.equal(kept('promptPayId', '0812345678', as('MSISDN')), '+66812345678');
  assert.equal(kept('promptPayId', '0812345678', as('NATID')), null);
  assert.equal(kept('promptPayId', '0812345678', as('')), null);
});

test('a value of excessive length is refused without being read', () => {
  assert.equal(kept('text:9999', 'x'.repeat(2_049)), null);
});

/** Brazil: tax numbers and PIX keys. */
import { cnpj, cpf } from 'cpf-cnpj-validator';
import { accept, type Check, type CheckContext, type Checked, reject } from './check.ts';
import { email } from './email.ts';
import { phone } from './phone.ts';

const PIX_EMAIL_MAX = 77;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** 11 digits, or `111.444.777-35`; kept as digits. */
const cpfNumber: Check = (value) =>
  cpf.isValid(value, true)
    ? accept(cpf.strip(value, true))
    : reject('must be a CPF with correct check digits');

/** 14 characters, since July 2026 letters too; kept without mask, in capitals. */
const cnpjNumber: Check = (value) => {
  const capitals = value.toUpperCase();
  return cnpj.isValid(capitals, true)
    ? accept(cnpj.strip(capitals, true))
    : reject('must be a CNPJ with correct check digits');
};

/** A CPF (person) or CNPJ (company), with or without the usual mask. */
export const cpfOrCnpj: Check = (value, context) => {
  const person = cpfNumber(value, context);
  if (person.ok) return person;
  const company = cnpjNumber(value, context);
  return company.ok ? company : reject('must be a CPF or CNPJ with correct check digits');
};

/** As a PIX key an address is kept in lower case throughout, at most 77 characters. */
const pixEmail: Check = (value, context) => {
  const address = email(value.toLowerCase(), context);
  const fits = address.ok && address.value.length <= PIX_EMAIL_MAX;
  return fits ? address : reject('must be an e-mail address of at most 77 characters');
};

/** Random key: any UUID, since the central bank's own sample is not of version 4. */
const pixRandomKey: Check = (value) => {
  const uuid = value.toLowerCase();
  return UUID.test(uuid) ? accept(uuid) : reject('must be a random Pix key (UUID)');
};

const pixPhone: Check = (value, context): Checked => {
  const number = phone('BR')?.(value, context);
  return number?.ok
    ? number
    : reject('must be a phone number with +55 and area code, for example +5511987654321');
};

const PIX_KEY_CHECKS = {
  CPF: cpfNumber,
  CNPJ: cnpjNumber,
  PHONE: pixPhone,
  EMAIL: pixEmail,
  EVP: pixRandomKey,
} as const;

type PixKeyType = keyof typeof PIX_KEY_CHECKS;

/** Seed 002 prints `EPV` for the random key and the word `Phone`; merchants send all of these. */
const PIX_KEY_TYPES: ReadonlyMap<string, PixKeyType> = new Map([
  ['CPF', 'CPF'],
  ['CNPJ', 'CNPJ'],
  ['PHONE', 'PHONE'],
  ['PHONE NUMBER', 'PHONE'],
  ['PHONE_NUMBER', 'PHONE'],
  ['EMAIL', 'EMAIL'],
  ['EVP', 'EVP'],
  ['EPV', 'EVP'],
]);

/** The kind of a PIX key: CPF, CNPJ, PHONE, EMAIL or EVP (random key). */
export const pixKeyType: Check = (value) => {
  const type = PIX_KEY_TYPES.get(value.toUpperCase());
  return type === undefined ? reject('must be CPF, CNPJ, PHONE, EMAIL or EVP') : accept(type);
};

function typeIn(context: CheckContext): PixKeyType | null {
  const sent = context.fields['beneficiary.accountType'] ?? '';
  return PIX_KEY_TYPES.get(sent.trim().toUpperCase()) ?? null;
}

/** A PIX key of the kind that `beneficiary.accountType` names. */
export const pixKey: Check = (value, context) => {
  const type = typeIn(context);
  if (type === null) return reject('needs a key type: CPF, CNPJ, PHONE, EMAIL or EVP');
  return PIX_KEY_CHECKS[type](value, context);
};

/** Request bodies -> checked values. The first thing wrong is named; unknown fields are ignored. */
import { type Attributes, readAttributes } from './attributes.ts';
import type { Fields } from './fields.ts';
import type { PaymentMethod, PushMethod, VerificationMethod } from './types.ts';
import { PAYMENT_METHODS, PUSH_METHODS, VERIFICATION_METHODS } from './types.ts';

type Common = {
  readonly reference: string;
  readonly order: string;
  readonly merchantOrder: string;
  readonly asset: string;
  readonly callbackUrl: string;
  /** Whatever the account wants to be given back in lists. */
  readonly memo: string;
};

function common(fields: Fields): Common {
  const reference = fields.text('reference', 64);
  if (reference && !/^[\w.:-]+$/.test(reference)) {
    fields.problem ??= 'reference has only letters, digits and _ . : -';
  }
  return {
    reference,
    order: fields.text('order', 64),
    merchantOrder: fields.text('merchantOrder', 128),
    asset: fields.asset('asset'),
    callbackUrl: fields.url('callbackUrl'),
    memo: fields.text('memo', 8_192, 'optional'),
  };
}

export type PaymentInput = Common & {
  readonly method: PaymentMethod;
  readonly amountMinor: bigint;
  readonly description: string;
  readonly payerName: string;
  readonly returnUrl: string;
  readonly expiresAtMs: number | undefined;
  readonly attributes: Attributes;
  /** direct_debit names one of these. */
  readonly mandateId: string;
  readonly mandateReference: string;
};

export function paymentInput(fields: Fields): PaymentInput {
  const named = common(fields);
  const byMandate = fields.has('mandateId') || fields.has('mandateReference');
  if (byMandate !== (fields.raw('method') === 'direct_debit')) {
    fields.problem ??= 'mandateId or mandateReference goes with method direct_debit';
  }
  return {
    ...named,
    method: fields.word('method', PAYMENT_METHODS),
    amountMinor: fields.minor('amountMinor'),
    description: fields.text('description', 256, 'optional'),
    payerName: fields.text('payerName', 128, 'optional'),
    returnUrl: fields.url('returnUrl', 'optional'),
    expiresAtMs: fields.time('expiresAt'),
    attributes: readAttributes(fields, named.asset),
    mandateId: fields.text('mandateId', 64, 'optional'),
    mandateReference: fields.text('mandateReference', 64, 'optional'),
  };
}

export type MandateInput = Common & {
  readonly amountMinor: undefined;
  readonly user: string;
  readonly bank: string;
  readonly name: string;
  readonly description: string;
  readonly returnUrl: string;
  readonly expiresAtMs: number | undefined;
  readonly validUntilMs: number | undefined;
};

export function mandateInput(fields: Fields): MandateInput {
  return {
    ...common(fields),
    amountMinor: undefined,
    user: fields.text('user', 64),
    bank: fields.text('bank', 128, 'optional'),
    name: fields.text('name', 128),
    description: fields.text('description', 256, 'optional'),
    returnUrl: fields.url('returnUrl', 'optional'),
    expiresAtMs: fields.time('expiresAt'),
    validUntilMs: fields.time('validUntil'),
  };
}

export type PayoutInput = Common & {
  readonly amountMinor: bigint;
  readonly beneficiary: Readonly<Record<string, string>>;
};

export function payoutInput(fields: Fields): PayoutInput {
  const beneficiary = fields.texts('beneficiary');
  if (Object.keys(beneficiary).length === 0) fields.problem ??= 'beneficiary is missing';
  return { ...common(fields), amountMinor: fields.minor('amountMinor'), beneficiary };
}

export type RefundInput = Common & {
  readonly amountMinor: bigint;
  readonly paymentId: string;
  readonly paymentReference: string;
  readonly void: boolean;
};

export function refundInput(fields: Fields): RefundInput {
  if (!fields.has('paymentId') && !fields.has('paymentReference')) {
    fields.problem ??= 'paymentId or paymentReference is missing';
  }
  return {
    ...common(fields),
    amountMinor: fields.minor('amountMinor'),
    paymentId: fields.text('paymentId', 64, 'optional'),
    paymentReference: fields.text('paymentReference', 64, 'optional'),
    void: fields.flag('void'),
  };
}

/** The part of a code that may be changed later. Undefined = not said. */
export type CodeTerms = {
  readonly amountMinor: bigint | undefined;
  readonly minAmountMinor: bigint | undefined;
  readonly maxAmountMinor: bigint | undefined;
  readonly expiresAtMs: number | undefined;
};

function codeTerms(fields: Fields): CodeTerms {
  return {
    amountMinor: fields.optionalMinor('amountMinor'),
    minAmountMinor: fields.optionalMinor('minAmountMinor'),
    maxAmountMinor: fields.optionalMinor('maxAmountMinor'),
    expiresAtMs: fields.time('expiresAt'),
  };
}

export type CodeInput = Common &
  CodeTerms & {
    readonly method: PushMethod;
    readonly name: string;
    readonly description: string;
    readonly attributes: Attributes;
    /** Undefined: as often as payers like. */
    readonly maxPayments: number | undefined;
    readonly verify: boolean;
  };

export function codeInput(fields: Fields): CodeInput {
  const named = common(fields);
  return {
    ...named,
    ...codeTerms(fields),
    method: fields.word('method', PUSH_METHODS),
    name: fields.text('name', 128),
    description: fields.text('description', 256, 'optional'),
    attributes: readAttributes(fields, named.asset),
    maxPayments: fields.integer('maxPayments', 1, 1_000_000),
    verify: fields.flag('verify'),
  };
}

export type CodeChange = CodeTerms & {
  readonly name: string;
  readonly description: string;
  /** Of the change; '': it can be made again and again. */
  readonly reference: string;
};

export function codeChange(fields: Fields): CodeChange {
  return {
    ...codeTerms(fields),
    name: fields.text('name', 128, 'optional'),
    description: fields.text('description', 256, 'optional'),
    reference: fields.text('reference', 64, 'optional'),
  };
}

export type VerificationInput = Common & {
  readonly method: VerificationMethod;
  readonly document: string;
  readonly user: string;
  readonly name: string;
  /** Which pictures there are; what they show is not kept. */
  readonly parts: readonly string[];
  readonly amountMinor: undefined;
};

const PHOTOS_MAX = 4;
const PHOTO_TYPES = ['image/jpeg', 'image/png'];

/** The parts of the pictures sent; a picture that is none is a problem. */
function photoParts(fields: Fields): string[] {
  const value = fields.raw('photos');
  const photos = Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
  const good = photos.every(
    (photo) =>
      typeof photo?.part === 'string' &&
      PHOTO_TYPES.includes(String(photo.type)) &&
      typeof photo.content === 'string' &&
      /^[A-Za-z0-9+/]{100,}={0,2}$/.test(photo.content),
  );
  if (!good || photos.length === 0 || photos.length > PHOTOS_MAX) {
    fields.problem ??= `photos is a list of 1 to ${PHOTOS_MAX} of {part, type, content in base64}`;
    return [];
  }
  return photos.map(({ part }) => String(part));
}

export function verificationInput(fields: Fields): VerificationInput {
  return {
    ...common(fields),
    method: fields.word('method', VERIFICATION_METHODS),
    document: fields.text('document', 64, 'optional'),
    user: fields.text('user', 64),
    name: fields.text('name', 128, 'optional'),
    parts: photoParts(fields),
    amountMinor: undefined,
  };
}

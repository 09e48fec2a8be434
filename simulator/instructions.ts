/** Making up what a payer needs: a link, a virtual account, a bank account or a QR text. */
import { qrPayload } from './emv.ts';
import { randomDigits } from './ids.ts';
import type { Instructions, PaymentMethod } from './types.ts';

/** Usual lengths of numbers by bank. The prefix 99 belongs to nobody: these are TEST numbers. */
const NUMBER_LENGTH: Readonly<Record<string, number>> = {
  BCA: 16,
  BNI: 16,
  BRI: 15,
  DANAMON: 16,
  MANDIRI: 16,
  PERMATA: 16,
  CIMB: 16,
};
const USUAL_LENGTH = 14;
const TEST_PREFIX = '99';

export type InstructionWish = {
  readonly id: string;
  readonly method: PaymentMethod;
  readonly asset: string;
  /** Undefined: the payer chooses. */
  readonly amountMinor: bigint | undefined;
  readonly bank: string;
  /** The name a payer sees. */
  readonly name: string;
  readonly reusable: boolean;
  readonly baseUrl: string;
  /** Whether a number is already somebody's. */
  readonly taken: (number: string) => boolean;
};

function freshNumber(bank: string, taken: (number: string) => boolean): string {
  const length = NUMBER_LENGTH[bank.toUpperCase()] ?? USUAL_LENGTH;
  for (;;) {
    const number = TEST_PREFIX + randomDigits(length - TEST_PREFIX.length);
    if (!taken(number)) return number;
  }
}

/** The label inside a QR: the id's hex part, which is within the 25 characters of tag 62-05. */
function qrLabel(id: string): string {
  return id.slice(id.indexOf('_') + 1).toUpperCase();
}

export function makeInstructions(wish: InstructionWish): Instructions {
  const { method, id, name } = wish;
  const bank = wish.bank || 'TEST BANK';
  switch (method) {
    case 'va':
      return { kind: 'va', bank, number: freshNumber(bank, wish.taken), name };
    case 'bank_transfer':
      return { kind: 'bank_transfer', bank, account: freshNumber(bank, wish.taken), name };
    case 'qr': {
      const { asset, amountMinor, reusable } = wish;
      return { kind: 'qr', payload: qrPayload(asset, qrLabel(id), name, amountMinor, reusable) };
    }
    case 'wallet':
    case 'redirect':
    case 'card':
      return { kind: 'redirect', url: payerUrl(wish.baseUrl, id) };
  }
}

/** The payer's own page for an order, whatever the method. */
export function payerUrl(baseUrl: string, id: string): string {
  return `${baseUrl}/p/${id}`;
}

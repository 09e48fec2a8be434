/**
 * Top-ups: a merchant sends money to a bank account of the platform under a reference of its own.
 * What a bank has received and nobody claims yet is `unallocated`; the reference says whose it is.
 */

import type { Id } from './id.ts';
import type { Balance, Entry } from './ledger.ts';
import { entry } from './ledger.ts';
import type { Mode } from './merchant.ts';
import type { Asset } from './money.ts';
import { creditAvailable } from './netting.ts';

/** Signs that are not taken for each other when they are copied by hand: 31, which is prime. */
const SIGNS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const PREFIX = 'CW';
/** Of chance, between the prefix and the check sign. */
const BODY_CHARS = 7;
const REFERENCE = new RegExp(`(?=(${PREFIX}[${SIGNS}]{${BODY_CHARS + 1}}))`, 'g');

/** A reference out of chance: `draw(n)` is evenly from 0 up to but not including n. */
export function newReference(draw: (below: number) => number): string {
  const body = Array.from({ length: BODY_CHARS }, () => SIGNS[draw(SIGNS.length)]).join('');
  return `${PREFIX}${body}${checkSignOf(body)}`;
}

/**
 * The check sign of a body. Each place has a weight of its own modulo a prime: one sign that is
 * written wrong, or two that are turned round, never have the same one.
 */
function checkSignOf(body: string): string {
  const sum = [...body].reduce((total, sign, at) => total + SIGNS.indexOf(sign) * (at + 2), 0);
  return SIGNS[sum % SIGNS.length] as string;
}

/**
 * The references in what a payer wrote, whatever stands around and between them: banks cut lines
 * and add blanks and dashes. Only those whose check sign fits, each once.
 */
export function referencesIn(text: string): readonly string[] {
  const signs = text.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  const found = [...signs.matchAll(REFERENCE)].map(([, reference]) => reference as string);
  return [...new Set(found.filter(isReference))];
}

function isReference(reference: string): boolean {
  const body = reference.slice(PREFIX.length, -1);
  return reference.at(-1) === checkSignOf(body);
}

/** What a bank account of the platform has received. */
export interface BankLine {
  /** The account's name: `bdo1`. */
  readonly bank: string;
  /** The bank's reference: the same one again is the same line. */
  readonly bankRef: string;
  /** In minor units of the account's currency, above zero. */
  readonly amountMinor: bigint;
  /** `2026-11-30`. */
  readonly valueDate: string;
  /** What the payer wrote. */
  readonly text: string;
  /** Who paid, as the bank says; may be empty. */
  readonly sender: string;
}

/**
 * `open`: nobody's yet. `matched`: whose it is is known, and it is about to be credited.
 * `returned`: it went back to whoever sent it.
 */
export type ReceiptState = 'open' | 'matched' | 'credited' | 'returned';

/** A line as it is kept. */
export interface Receipt extends BankLine {
  readonly id: Id;
  readonly mode: Mode;
  readonly asset: Asset;
  readonly state: ReceiptState;
  readonly merchantId: Id | null;
  /** Of the entry that credits it: an id with the merchant's bucket. */
  readonly topUpId: Id | null;
  /** On whose word, where no reference has said it. */
  readonly decidedBy: string | null;
  /** The document that it was decided by. */
  readonly evidence: string | null;
  readonly receivedAt: Date;
}

/** A receipt that is a merchant's. */
export type Matched = Receipt & { readonly merchantId: Id; readonly topUpId: Id };

/** The entry of a top-up: what the merchant owes is filled first. */
export function creditTopUp(receipt: Matched, balance: Balance): Entry {
  const { topUpId: id, merchantId, mode, asset, bank, amountMinor } = receipt;
  const subject = { id, merchantId, mode, asset, connector: null, account: null };
  const legs = { net: creditAvailable(balance, amountMinor), platform: -amountMinor };
  return entry(subject, 'topup.credited', legs, { platformCode: `unallocated:${bank}` });
}

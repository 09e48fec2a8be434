/** What the simulated provider can do and promises (docs/simulator.md, sections 1 and 2). */
import type { PayMethod } from '../../domain/channel.ts';
import type { AmountForm } from '../../wire/amount.ts';
import { type Connector, FOR_EVER } from '../contract.ts';

/** The provider's word for each of our ways to pay; a payout has no method there. */
export const METHOD_WORDS: Readonly<Record<Exclude<PayMethod, 'payout'>, string>> = {
  redirect: 'redirect',
  wallet: 'wallet',
  card: 'card',
  qr: 'qr',
  va: 'va',
  bank_transfer: 'bank_transfer',
  bill: 'bill',
  direct_debit: 'direct_debit',
  id: 'id',
  face: 'face',
  id_face: 'id_face',
};

export const CAPABILITIES: Connector['capabilities'] = {
  operations: ['payin', 'payout', 'refund', 'code', 'mandate', 'verification', 'update', 'close'],
  methods: [...Object.keys(METHOD_WORDS), 'payout'],
  callbackAddress: 'order',
  reversalsAnswered: ['payin', 'payout', 'refund'],
};

/** The same reference with the same content gives the first answer again. */
export const IDEMPOTENT_FOR_MS: Connector['idempotentForMs'] = {
  payin: FOR_EVER,
  payout: FOR_EVER,
  refund: FOR_EVER,
  code: FOR_EVER,
  mandate: FOR_EVER,
  verification: FOR_EVER,
};

/** An order may be invisible for some seconds. Money that leaves is never given up on by itself. */
export const NOT_FOUND_PROVES_AFTER_MS: Connector['notFoundProvesAfterMs'] = {
  payin: 60_000,
  payout: null,
  refund: null,
  code: 60_000,
  mandate: 60_000,
  verification: 60_000,
};

export const TIMEOUT_MS = 10_000;

/** `"10050"` with `PHP/2` is 100.50 pesos. */
export const AMOUNT_FORM: AmountForm = { kind: 'minor', tokens: ['string'] };

/**
 * What New Connector can do and promises, as data. It begins with the careful answers: change one
 * only where the provider's documents promise more, and say where they do.
 */
import type { Connector } from '../../../src/connectors/contract.ts';

export const CAPABILITIES: Connector['capabilities'] = {
  operations: ['payin', 'payout', 'refund'],
  methods: ['redirect', 'payout'],
  callbackAddress: 'account',
};

/** For how long a repeated create with the same reference has one effect, in ms; 0: not at all. */
export const IDEMPOTENT_FOR_MS: Connector['idempotentForMs'] = {
  payin: 0,
  payout: 0,
  refund: 0,
};

/** Since when "not found" proves that nothing was executed; null: a person decides. */
export const NOT_FOUND_PROVES_AFTER_MS: Connector['notFoundProvesAfterMs'] = {
  payin: null,
  payout: null,
  refund: null,
};

export const TIMEOUT_MS = 20_000;

/** Refusals as the codes and texts of the published general code list. */
import type { Refusal } from '../../domain/refusal.ts';
import type { ErrorInfo } from '../contract.ts';
import { errorIn, fieldIn, type PhError } from './errors-texts.ts';
import { OPERATIONS } from './operations/all.ts';
import type { PhOperation } from './operations/ask.ts';
import { TEXTS } from './status-codes.ts';

/** The merchant's word for what a refusal is about; null when it is about no field. */
export function fieldOfRefusal(refusal: Refusal, operation: PhOperation): string | null {
  return fieldIn(refusal, operation, OPERATIONS);
}

/** The error as sent. */
export function errorOf(refusal: Refusal, operation: PhOperation): PhError {
  return errorIn(refusal, operation, OPERATIONS);
}

export const ERRORS: readonly ErrorInfo[] = Object.entries(TEXTS)
  .filter(([code]) => code !== '1000')
  .map(([code, message]) => ({ code, message }));

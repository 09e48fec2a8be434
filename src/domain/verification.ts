/**
 * What a verification is: where it stands, which pictures it wants and has, what came of it. What
 * moves it stands in `advance-verification.ts`.
 */
import type { PayMethod } from './channel.ts';

export type VerificationStage =
  | 'created' // the link is given out
  | 'capturing' // the payer has begun
  | 'submitted' // with the provider
  | 'review' // a person decides
  | 'passed'
  | 'failed'
  | 'expired';

/** The pictures that there can be. `portrait`: an older picture of the payer, to compare with. */
export const PHOTO_PARTS = ['front', 'back', 'portrait', 'selfie'] as const;
export type PhotoPart = (typeof PHOTO_PARTS)[number];

/** Why a verification failed: whoever decides chooses one. */
export const VERIFICATION_REASONS = [
  'document_unreadable',
  'document_expired',
  'document_forged',
  'document_unknown', // another kind than was said, or none that is taken
  'face_mismatch',
  'not_live', // a picture of a picture
  'other',
] as const;
export type VerificationReason = (typeof VERIFICATION_REASONS)[number];

export interface Verification {
  readonly stage: VerificationStage;
  /** The kind of document, by its code; null: the payer has not said yet, or none is wanted. */
  readonly document: string | null;
  /** The merchant has named it: it stays. */
  readonly isDocumentFixed: boolean;
  /** The pictures that are there, in the order of `PHOTO_PARTS`. */
  readonly parts: readonly PhotoPart[];
  /** Pictures taken, those that were taken again among them. */
  readonly captures: number;
  /** Why it failed. */
  readonly reason: VerificationReason | null;
  readonly decidedBy: 'provider' | 'operator' | null;
  /** Pictures and what was read from them are gone. */
  readonly isErased: boolean;
}

export const NEW_VERIFICATION: Verification = {
  stage: 'created',
  document: null,
  isDocumentFixed: false,
  parts: [],
  captures: 0,
  reason: null,
  decidedBy: null,
  isErased: false,
};

/** What a provider read from the pictures, and thought of them. Kept apart, and sealed. */
export interface VerificationReading {
  readonly documentNumber: string | null;
  readonly fullName: string | null;
  /** `1990-01-31` */
  readonly birthDate: string | null;
  readonly gender: string | null;
  readonly address: string | null;
  readonly documentExpiry: string | null;
  /** 0 to 100, with at most one decimal; null: faces were not compared. */
  readonly faceScore: number | null;
  readonly isLive: boolean | null;
}

/** The first and last four characters of a document's number, as far as that hides half of it. */
export function maskedNumber(number: string): string {
  const shown = Math.min(4, Math.floor(number.length / 4));
  return `${number.slice(0, shown)}****${shown === 0 ? '' : number.slice(-shown)}`;
}

/** A document of which each side may be wanted. */
export interface DocumentKind {
  readonly code: string;
  readonly name: string;
  readonly hasBack: boolean;
}

/** The ways to be verified: which pictures each wants. */
const WANTED: ReadonlyMap<PayMethod, readonly PhotoPart[]> = new Map([
  ['id_face', ['front', 'back', 'selfie']],
  ['id', ['front', 'back']],
  ['face', ['portrait', 'selfie']],
]);

/** Whether a method looks at a document. */
export function wantsDocument(method: PayMethod): boolean {
  return WANTED.get(method)?.includes('front') === true;
}

/** The pictures that a method wants of a document; null for a method that verifies nobody. */
export function partsWanted(
  method: PayMethod,
  document: Pick<DocumentKind, 'hasBack'> | null,
): readonly PhotoPart[] | null {
  const wanted = WANTED.get(method) ?? null;
  return wanted?.filter((part) => part !== 'back' || document?.hasBack === true) ?? null;
}

/** Pictures one payer may take for one verification: each is kept until the next. */
export const CAPTURES_MAX = 40;
/** Without an answer in this time a person decides. */
export const ANSWER_WITHIN_MS = 15 * 60_000;
/** Nobody has decided in this time: it expires, and what was captured is erased. */
export const REVIEW_WITHIN_MS = 30 * 86_400_000;

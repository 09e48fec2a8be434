/** The words of verifications. */
import type {
  PhotoPart,
  VerificationReading,
  VerificationReason,
  VerificationStage,
} from '../../domain/verification.ts';

export interface VerificationMessages {
  readonly lead: string;
  readonly title: string;
  readonly review: string;
  readonly user: string;
  readonly document: string;
  readonly stage: string;
  readonly stages: Readonly<Record<VerificationStage, string>>;
  readonly decidedBy: string;
  readonly by: Readonly<Record<'provider' | 'operator', string>>;
  readonly reason: string;
  readonly reasons: Readonly<Record<VerificationReason, string>>;
  readonly photos: string;
  readonly photosLead: string;
  readonly photosHidden: string;
  readonly parts: Readonly<Record<PhotoPart, string>>;
  readonly reading: string;
  readonly readingNone: string;
  readonly read: Readonly<Record<keyof VerificationReading, string>>;
  readonly decide: string;
  readonly decideLead: string;
  readonly pass: string;
  readonly fail: string;
  readonly note: string;
  readonly noteHint: string;
  readonly erase: string;
  readonly eraseLead: string;
  readonly erased: (photos: string, by: string) => string;
}

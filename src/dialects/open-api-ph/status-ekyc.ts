/** How a verification is reported to a merchant. All words are our proposal. */
import type { Order } from '../../domain/order.ts';
import type { VerificationReason, VerificationStage } from '../../domain/verification.ts';

export type EkycStatus = 'INIT' | 'PROCESSING' | 'PASSED' | 'REJECTED' | 'EXPIRED';

const STATUS: Readonly<Record<VerificationStage, EkycStatus>> = {
  created: 'INIT',
  capturing: 'INIT',
  submitted: 'PROCESSING',
  review: 'PROCESSING',
  passed: 'PASSED',
  failed: 'REJECTED',
  expired: 'EXPIRED',
};

export function ekycStatusOf({ verification }: Order): EkycStatus {
  return STATUS[verification?.stage ?? 'created'];
}

interface Failed {
  readonly code: number;
  readonly message: string;
}

/** Behind the codes of payments, which end at -10009. */
const REASONS: Readonly<Record<VerificationReason, Failed>> = {
  document_unreadable: { code: -11001, message: 'Document Unreadable' },
  document_expired: { code: -11002, message: 'Document Expired' },
  document_forged: { code: -11003, message: 'Document Forged' },
  document_unknown: { code: -11004, message: 'Document Not Accepted' },
  face_mismatch: { code: -11005, message: 'Face Mismatch' },
  not_live: { code: -11006, message: 'Liveness Failed' },
  other: { code: -11000, message: 'Verification Rejected' },
};
const EXPIRED: Failed = { code: -11007, message: 'Verification Expired' };

/** Why it did not pass; null while it has not ended, or if it has. */
export function ekycFailedOf(order: Order): Failed | null {
  const status = ekycStatusOf(order);
  if (status === 'EXPIRED') return EXPIRED;
  return status === 'REJECTED' ? REASONS[order.verification?.reason ?? 'other'] : null;
}

/** What the page of a verification shows, and nothing else of it: the link may be passed on. */
import { type CapturePlan, isComplete } from '../app/verify.ts';
import type { Merchant, Mode } from '../domain/merchant.ts';
import type { Order } from '../domain/order.ts';
import {
  type DocumentKind,
  PHOTO_PARTS,
  type PhotoPart,
  type VerificationStage,
} from '../domain/verification.ts';
import { returnAddress, type SafeUrl } from '../web/safe-url.ts';
import type { PhotoProblem } from './i18n/messages.ts';

export type VerifyState =
  | 'document' // the payer says which it is
  | 'photo'
  | 'confirm' // everything is there, to be sent in
  | 'checking'
  | 'passed'
  | 'failed'
  | 'expired';

export interface VerifyView {
  readonly merchantName: string;
  readonly requestRef: string;
  readonly state: VerifyState;
  /** The kinds to choose from; empty: none is wanted, or it is settled. */
  readonly documents: readonly DocumentKind[];
  readonly document: DocumentKind | null;
  /** The picture that is wanted now; null in other states. */
  readonly part: PhotoPart | null;
  readonly taken: readonly PhotoPart[];
  /** Which step this is of how many. */
  readonly step: { readonly n: number; readonly all: number };
  readonly problem: PhotoProblem | null;
  readonly expiresAt: Date | null;
  /** Left to send it in, not below 0; null when nothing is waited for. */
  readonly expiresInMs: number | null;
  readonly returnUrl: SafeUrl | null;
  readonly testMode: boolean;
}

export interface VerifyFacts {
  readonly order: Order;
  readonly plan: CapturePlan;
  readonly merchant: Merchant;
  readonly mode: Mode;
  readonly nowMs: number;
  /** A picture, or `document`, that the payer wants to see once more; '': none. */
  readonly asked: string;
  readonly problem: PhotoProblem | null;
}

/** What the address asks for; null: it is no picture. */
export function partNamed(name: string): PhotoPart | null {
  return PHOTO_PARTS.find((part) => part === name) ?? null;
}

export function verifyView(facts: VerifyFacts): VerifyView {
  const { order, plan, merchant, mode, nowMs } = facts;
  const { state, part } = stepOf(facts);
  const isOpen = state === 'document' || state === 'photo' || state === 'confirm';
  const isChosen = plan.documents.length > 0 && !plan.isDocumentFixed;
  const all = plan.wanted.length + (isChosen ? 2 : 1);
  const before = isChosen ? 1 : 0;
  const n = state === 'document' ? 1 : part === null ? all : before + plan.wanted.indexOf(part) + 1;
  return {
    merchantName: merchant.name,
    requestRef: order.merchantRef,
    state,
    documents: isChosen ? plan.documents : [],
    document: plan.document,
    part,
    taken: plan.taken,
    step: { n, all },
    problem: facts.problem,
    expiresAt: order.expiresAt,
    expiresInMs:
      isOpen && order.expiresAt !== null ? Math.max(0, order.expiresAt.getTime() - nowMs) : null,
    returnUrl: returnAddress(order.returnUrl),
    testMode: mode === 'test',
  };
}

const ENDED: Readonly<Partial<Record<VerificationStage, VerifyState>>> = {
  submitted: 'checking',
  review: 'checking',
  passed: 'passed',
  failed: 'failed',
  expired: 'expired',
};

/** Where the payer is: the next that is missing, unless another one was asked for. */
function stepOf({ order, plan, asked, nowMs }: VerifyFacts): Pick<VerifyView, 'state' | 'part'> {
  const ended = ENDED[order.verification?.stage ?? 'created'];
  if (ended !== undefined) return { state: ended, part: null };
  if (order.expiresAt !== null && order.expiresAt.getTime() <= nowMs) {
    return { state: 'expired', part: null };
  }
  const mayChoose = plan.documents.length > 0 && !plan.isDocumentFixed;
  if (mayChoose && (plan.document === null || asked === 'document')) {
    return { state: 'document', part: null };
  }
  const wished = partNamed(asked);
  if (wished !== null && plan.wanted.includes(wished)) return { state: 'photo', part: wished };
  const missing = plan.wanted.find((part) => !plan.taken.includes(part));
  if (missing === undefined && isComplete(plan)) return { state: 'confirm', part: null };
  return { state: 'photo', part: missing ?? null };
}

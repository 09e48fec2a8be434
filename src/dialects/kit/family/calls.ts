/** What calls of both Open APIs say of themselves, and how a code of theirs is chosen. */
import type { Refusal, RefusalCode, RefusalReason } from '../../../domain/refusal.ts';
import type { OperationInfo } from '../../contract.ts';

/** `Code`: of the API's list. */
export interface FamilyFlags<Code extends number> {
  /** It changes something, so it takes no field of any other call. Left out: it may. */
  readonly isExact?: boolean;
  /** Codes that it answers otherwise than the other calls. */
  readonly codes?: Readonly<Partial<Record<RefusalCode, Code>>>;
  /** The same by what is behind a refusal. */
  readonly reasons?: Readonly<Partial<Record<RefusalReason, Code>>>;
  /** The core's words for fields that it calls otherwise. */
  readonly renamed?: ReadonlyMap<string, string>;
}

/** The API's codes for what is behind a refusal; without one of its own it says the refusal's. */
export type ReasonCodes<Code extends number> = Readonly<Partial<Record<RefusalReason, Code>>>;

/** The code of what is behind a refusal, as the call or else the API has it; undefined: none. */
export function codeOfReason<Code extends number>(
  { reason }: Refusal,
  { reasons }: Pick<FamilyFlags<Code>, 'reasons'>,
  all: ReasonCodes<Code>,
): Code | undefined {
  return reason === undefined ? undefined : (reasons?.[reason] ?? all[reason]);
}

/**
 * Fields that say what a request was signed for. The signature covers neither method nor path, so
 * without this a signed payout would be a query too, and the other way round where fields allow.
 * All other fields that a call does not have are signed with the rest and ignored.
 */
const DISTINCTIVE = [
  'mchOrderId',
  'transactionId',
  'amount',
  'accountNo',
  'originalTransactionId',
  'mchRefundOrderId',
  'refundTransactionId',
  'refundAmount',
  'startDate',
  'requestId',
  'checkoutId',
];

/**
 * Fields of other calls, which a call refuses: `own` and those above, and of a call that is exact
 * all of them, for what ends something takes none. `operations`: all of the API.
 */
export function foreignFields(
  operations: readonly Pick<OperationInfo, 'fields'>[],
  own: readonly string[],
): (operation: { readonly isExact?: boolean }) => ReadonlySet<string> {
  const all = new Set(operations.flatMap(({ fields }) => fields.map(({ name }) => name)));
  const distinctive = new Set([...DISTINCTIVE, ...own]);
  return ({ isExact = false }) => (isExact ? all : distinctive);
}

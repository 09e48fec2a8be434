/**
 * A case: something that a person must look at, unique per order, kind and key. What of `suspense`
 * is a case's own, it holds: every entry with a `suspense` leg names one. A case that holds money
 * is open, and is closed by the entry that takes the last of it; words alone close the others.
 */
import { type Id, parseId } from './id.ts';
import type { Entry } from './ledger.ts';
import type { Mode } from './merchant.ts';
import type { Asset } from './money.ts';
import type { AccountKey } from './routing.ts';

export type CaseKind =
  | 'doubt' // upstream does not say what became of a dispatch
  | 'overdue' // a payout or refund that its provider has not ended for days
  | 'contradiction' // upstream says two things that cannot both be true
  | 'second_payment' // a paid order was paid again
  | 'late_payment' // money after expiry that the merchant's policy does not accept
  | 'amount_difference' // more came than was ordered, and the policy holds the excess
  | 'short_payment' // less came than was ordered: held until the rest comes, or a person decides
  | 'wrong_asset' // money of another currency came
  | 'debt' // a reversal took more than the merchant had
  | 'given_back_twice' // refunds and what the provider took back are more than was paid
  | 'dispute' // a dispute whose money cannot be booked by what the provider says
  | 'fraud_warning' // the provider warns that a payment is fraudulent
  | 'unattributed' // an authentic report about money that no order could be found for
  | 'clearing' // money lies in a clearing account for too long; of the platform, as a whole
  | 'coverage' // more is owed than is there; of the platform
  | 'bank_receipt' // a bank of the platform has received what no merchant's reference is on
  | 'forgotten' // a provider has what a restored database has not, and it cannot be made again
  | 'books'; // the auditor: a rule of the books is broken; of a merchant, whose id stands as order's

/** Of the platform or of a merchant as a whole: some id of theirs stands as the order's. */
const OF_NO_ORDER: readonly CaseKind[] = [
  'unattributed',
  'bank_receipt',
  'books',
  'clearing',
  'coverage',
  'forgotten',
];

/** Whether a case is about an order. */
export function isOfOrder({ kind }: Pick<Case, 'kind'>): boolean {
  return !OF_NO_ORDER.includes(kind);
}

export interface CaseName {
  readonly orderId: Id;
  readonly kind: CaseKind;
  readonly key: string;
}

export interface Case extends CaseName {
  readonly merchantId: Id;
  readonly detail: string;
}

/** A case and what it holds, in the books of one mode; null: it never held anything. */
export interface HeldCase extends Case {
  readonly state: 'open' | 'closed';
  readonly mode: Mode | null;
  readonly asset: Asset | null;
  /** Negative: lost to nobody yet. */
  readonly heldMinor: bigint;
  /** The provider's account where it is; null: it came from none, or that is not known. */
  readonly source: AccountKey | null;
}

/** A case that a person has decided; one that is closed already, or holds money, stays as it is. */
export interface ClosedCase extends CaseName {
  readonly by: string;
  readonly resolution: string;
}

/** Whether a case says that an order's end is missing: it is over with the order. */
export function isAboutEnd({ kind }: Pick<CaseName, 'kind'>): boolean {
  return kind === 'doubt' || kind === 'overdue';
}

/** What one entry puts into a case or takes out of it, and the words if that closes it. */
export interface HeldMove extends ClosedCase {
  readonly merchantId: Id;
  readonly mode: Mode;
  readonly asset: Asset;
  readonly minor: bigint;
  /** The account that has it now, or had it; null: it moved at no provider. */
  readonly source: AccountKey | null;
}

/** How an entry about `subjectId` names the case that its suspense is of. */
export function caseKeyAt(subjectId: Id, { orderId, kind, key }: CaseName): string {
  const name = `${kind}:${key}`;
  return orderId === subjectId ? name : `${orderId}/${name}`;
}

/**
 * The payment that a case is of, as its provider names it, from what an entry calls the case; null:
 * its key is no payment's.
 */
export function paymentOfCase(caseKey: string): string | null {
  const kinds = 'second_payment|late_payment|amount_difference|wrong_asset|contradiction';
  const ref = new RegExp(`^(?:[0-9]+/)?(?:${kinds}):(.*)$`, 's').exec(caseKey)?.[1] ?? null;
  return ref?.startsWith('reversed:') ? null : ref;
}

/** The order whose case an entry of another order names; null: it is the entry's own, or none. */
export function orderOfCase(caseKey: string | null): Id | null {
  const id = /^([0-9]{1,19})\/[a-z_]+:/.exec(caseKey ?? '')?.[1];
  return id === undefined ? null : parseId(id);
}

const REST = ':rest';

/** What the rest of a payment is called, where an order is paid by it. */
export const restOf = (ref: string) => `${ref}${REST}`;

/** The payment, as its provider names it, that an order's payment is all or the rest of. */
export function providersName(ref: string): string {
  return ref.endsWith(REST) ? ref.slice(0, -REST.length) : ref;
}

/** The reverse of `caseKeyAt`; null: it names none. */
function caseNameOf({ subjectId, caseKey }: Entry): CaseName | null {
  const match = /^(?:([0-9]{1,19})\/)?([a-z_]+):(.*)$/s.exec(caseKey ?? '');
  const orderId = match?.[1] === undefined ? subjectId : parseId(match[1]);
  if (match === null || orderId === null) return null;
  return { orderId, kind: match[2] as CaseKind, key: match[3] as string };
}

/** No entry is made without a case for its suspense. */
function assertCase(found: CaseName | null, entry: Entry): asserts found is CaseName {
  const { name, subjectId, caseKey } = entry;
  if (found === null) throw new Error(`entry ${name} of ${subjectId} names no case: ${caseKey}`);
}

/** What the entries of one command do to cases. `closed`: what the command says of them. */
export function heldMovesOf(
  entries: readonly Entry[],
  closed: readonly ClosedCase[] = [],
): readonly HeldMove[] {
  return entries.flatMap((entry) => {
    const minor = entry.legs.find(({ account }) => account === 'suspense')?.minor;
    if (minor === undefined) return [];
    const { merchantId, mode, asset } = entry;
    const name = caseNameOf(entry);
    assertCase(name, entry);
    const words = closed.find((one) => isSameCase(one, name));
    const { by = 'provider', resolution = entry.name } = words ?? {};
    const { connector, account } = entry;
    const source = connector === null || account === null ? null : { connector, account };
    return [{ ...name, merchantId, mode, asset, minor, source, by, resolution }];
  });
}

export function isSameCase(one: CaseName, other: CaseName): boolean {
  return one.orderId === other.orderId && one.kind === other.kind && one.key === other.key;
}

/**
 * Whether a case of this kind that was closed opens again when it is reported anew. A doubt is
 * reported with every answer that does not come.
 */
export function opensAgain({ kind }: CaseName): boolean {
  return kind !== 'doubt';
}

/** The case that money is put into when the command opens none for it. */
export function caseOfMove({ orderId, kind, key, merchantId, resolution }: HeldMove): Case {
  return { orderId, kind, key, merchantId, detail: resolution };
}

/** A case after it was reported; `before`: as it was, undefined when there was none. */
export function afterReport(before: HeldCase | undefined, report: Case): HeldCase {
  if (before === undefined) {
    return { ...report, state: 'open', mode: null, asset: null, heldMinor: 0n, source: null };
  }
  const isOver = before.state === 'closed' && opensAgain(before);
  return isOver ? { ...before, state: 'open', detail: report.detail } : before;
}

/** A case after somebody has closed it by words: one that holds money stays open. */
export function afterClosing(before: HeldCase): HeldCase {
  return before.heldMinor === 0n ? { ...before, state: 'closed' } : before;
}

/** A case after money was put into it or taken out. */
export function afterMove(before: HeldCase, { mode, asset, minor, source }: HeldMove): HeldCase {
  const heldMinor = before.heldMinor + minor;
  const state = heldMinor === 0n ? 'closed' : 'open';
  return { ...before, mode, asset, heldMinor, state, source: source ?? before.source };
}

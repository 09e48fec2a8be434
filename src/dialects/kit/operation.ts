/**
 * Operations as values: one operation of a dialect stands in one place, whole. Where it is served,
 * which fields it has, what it asks of the core and how its answer is made. An answer that is
 * forgotten is a type error.
 */
import type { App } from '../../domain/merchant.ts';
import type { Refused } from '../../domain/refusal.ts';
import type { MerchantRequest, Outcome } from '../../domain/request.ts';
import type { JsonValue } from '../../wire/json-value.ts';
import type { AnswerInfo, OperationInfo, OutcomeKind, View } from '../contract.ts';
import type { Result } from './result.ts';

/** What comes of each request, where it is carried out. */
interface OutcomeByRequest {
  create_payin: 'created';
  create_checkout: 'created';
  create_code: 'created';
  create_codes: 'codes';
  extend_codes: 'codes';
  query_codes: 'codes';
  close_codes: 'codes';
  list_code_payments: 'orders';
  update_order: 'order';
  create_mandate: 'created';
  create_verification: 'created';
  create_payout: 'created';
  create_refund: 'created';
  close_order: 'order';
  query_order: 'order';
  query_verification: 'verification';
  list_children: 'orders';
  list_mandates: 'orders';
  list_channels: 'channels';
  query_balance: 'balance';
  list_statement: 'statement';
  request_report: 'report';
}

export type RequestName = MerchantRequest['kind'];

/** Requests that change nothing, so that whoever repeats one does no harm. */
const READS: ReadonlySet<RequestName> = new Set([
  'query_order',
  'query_verification',
  'query_codes',
  'query_balance',
  'list_statement',
  'list_children',
  'list_code_payments',
  'list_mandates',
  'list_channels',
] as const);

export function isRead({ requests }: Pick<OperationInfo, 'requests'>): boolean {
  return requests.every((name) => READS.has(name));
}

/** A verified request, as operations read it. Each dialect adds what its own need. */
export interface Ask {
  readonly app: App;
  readonly view: View;
  /** The text of a field, be it in what was signed or in the path; '' if there is none. */
  readonly text: (name: string) => string;
}

type OutcomeOf<Kind extends OutcomeKind> = Extract<Outcome, { ok: true; kind: Kind }>;

/** How the data of an answer is made of an outcome, and what it holds. */
export interface Answer<Kind extends OutcomeKind> extends AnswerInfo {
  data(outcome: OutcomeOf<Kind>, app: App | null): JsonValue | Refused;
}

export interface Operation<A> extends OperationInfo {
  request(ask: A): Result<MerchantRequest>;
  readonly answers: { readonly [Kind in OutcomeKind]?: Answer<Kind> };
}

export interface OperationParts<A, Name extends string, Do extends RequestName>
  extends Omit<Operation<A>, 'name' | 'requests' | 'request' | 'answers' | 'signs'> {
  readonly name: Name;
  readonly requests: readonly Do[];
  /** Left out: its fields are signed. */
  readonly signs?: OperationInfo['signs'];
  request(ask: A): Result<Extract<MerchantRequest, { kind: Do }>>;
  readonly answers: { readonly [Kind in OutcomeByRequest[Do]]: Answer<Kind> };
}

/**
 * The maker of a dialect's operations. `A`: what they are asked with; `Flags`: what only this
 * dialect's operations say of themselves.
 */
export function operationsFor<A extends Ask, Flags extends object = object>() {
  return <const Name extends string, const Do extends RequestName>(
    parts: OperationParts<A, Name, Do> & Flags,
  ): Operation<A> & Flags & { readonly name: Name } => ({ signs: 'fields', ...parts });
}

/** The operation of a name. The routes hand over one of our own names; another is a defect. */
export function operationFinder<O extends { readonly name: string }>(
  operations: readonly O[],
): (name: string) => O {
  const byName = new Map(operations.map((operation) => [operation.name, operation]));
  if (byName.size !== operations.length) throw new TypeError('two operations have one name');
  return (name) => {
    const operation = byName.get(name);
    if (operation === undefined) throw new TypeError(`no such operation: ${name}`);
    return operation;
  };
}

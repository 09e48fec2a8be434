/** An operator's word on an order that its provider has not ended. */
import {
  type Finding,
  isByBank,
  mayResolve,
  type ResolveResult,
  resolveDoubt,
} from '../../app/resolve-case.ts';
import { parseId } from '../../domain/id.ts';
import { isFinal, type Order } from '../../domain/order.ts';
import { restMinor } from '../../domain/part-payments.ts';
import { MAJOR_TEXT, parseAmount } from '../../wire/amount.ts';
import { doneBy } from '../actor.ts';
import { type Done, type Failed, failed, failedField, type OperatorCommand } from '../command.ts';
import { readChoice } from '../input.ts';
import { findCase, reasonOf } from './case-close.ts';

const REFERENCE_CHARS_MIN = 3;

interface Checked {
  readonly before: Order;
  readonly finding: Finding;
}

export interface Resolved {
  readonly orderId: Order['id'];
  readonly state: Order['state'];
}

export const caseResolve: OperatorCommand<Checked, Resolved> = {
  name: 'case.resolve',
  ability: 'settle_doubt',
  confirm: 'password',
  approval: 'four_eyes',
  changesConfiguration: false,
  subject: ({ id = '', kind }) => (kind === undefined ? `order ${id}` : `case ${id}/${kind}`),
  async check(deps, _actor, input) {
    const id = parseId(input.id ?? '');
    const before = id === null ? null : await deps.reader.orderById(id);
    if (before === null) return failed('not_found');
    const finds = readChoice(input, 'finding', ['paid', 'failed', 'returned'], 'failed');
    if (!finds.ok) return finds;
    const paid = finds.value === 'paid';
    if (!mayResolve(before, finds.value)) return failed('not_resolved', 'kind');
    if (before.account === null && !isByBank(before)) return failed('not_resolved', 'no_account');
    const { key } = input;
    if (key !== undefined && (await findCase(deps, input)) === null) return failed('not_found');
    const evidence = reasonOf(input.evidence, paid ? REFERENCE_CHARS_MIN : undefined);
    if (evidence === null) return failed(paid ? 'reference_missing' : 'reason_missing');
    const given = (input.amount ?? '').trim();
    const amount = given === '' ? null : parseAmount(given, before.asset, MAJOR_TEXT);
    if (amount !== null && !amount.ok) return failedField('amount', amount.error.reason);
    const minor = amount?.value.minor ?? null;
    if (minor === 0n) return failedField('amount', 'the amount must be more than nothing');
    const finding: Finding = paid
      ? { kind: 'paid', ref: evidence, amountMinor: minor }
      : { kind: finds.value, proof: evidence };
    const order = { orderId: String(before.id), asset: before.asset };
    const amountMinor = String(minor ?? restMinor(before));
    const merchant = deps.snapshot.current().merchant(before.merchantId)?.name ?? '';
    const facts = { kind: before.kind, merchant, reference: before.merchantRef };
    const summary = { ...order, amountMinor, finding: finding.kind, evidence, facts };
    return { ok: true, value: { before, finding }, summary };
  },
  async approvable(_deps, { before: { kind, state }, finding }) {
    if (finding.kind === 'returned')
      return state === 'paid' ? null : failed('not_resolved', 'unpaid');
    const isOver = kind === 'payin' ? state === 'paid' || state === 'reversed' : isFinal(state);
    return isOver ? failed('not_resolved', 'final') : null;
  },
  async execute(run, { before, finding }) {
    const { id: orderId } = before;
    const outcomeOf = (answer: unknown): Done<Resolved> | Failed => {
      const result = answer as ResolveResult;
      if (!result.ok) return failed('not_resolved', result.why);
      return { ok: true, result: { orderId, state: result.state }, before };
    };
    const deps = { ...run.deps, lanes: run.lanes(outcomeOf) };
    return outcomeOf(await resolveDoubt(deps, orderId, finding, doneBy(run.actor)));
  },
};

/** A case that a person has looked at, closed with what was made of it. */

import { isAboutEnd } from '../../domain/case.ts';
import { parseId } from '../../domain/id.ts';
import type { Order } from '../../domain/order.ts';
import { isOutgoing } from '../../domain/payout.ts';
import type { CaseView } from '../../ports/core.ts';
import { doneBy } from '../actor.ts';
import { failed, type Input, type OperatorCommand } from '../command.ts';
import type { OperatorDeps } from '../deps.ts';

const REASON_CHARS_MIN = 8;
const REASON_CHARS_MAX = 500;

/** The case that is meant by order, kind and key. */
export async function findCase(
  deps: Pick<OperatorDeps, 'cases'>,
  { id = '', kind, key = '' }: Input,
): Promise<CaseView | null> {
  const orderId = parseId(id);
  if (orderId === null) return null;
  const all = await deps.cases.ofOrder(orderId);
  return all.find((one) => one.kind === kind && one.key === key) ?? null;
}

/** Whether it is a doubt about money that is held, which is settled and not talked away. */
export function isResolvable(one: CaseView, order: Order | null): boolean {
  if (order === null) return false;
  const open = order.state === 'created' || order.state === 'pending';
  return isAboutEnd(one) && one.state === 'open' && isOutgoing(order) && open;
}

/** A reason of at least so many characters; null: it says too little. */
export function reasonOf(typed: string | undefined, charsMin: number = REASON_CHARS_MIN) {
  const reason = (typed ?? '').trim();
  return reason.length < charsMin ? null : reason.slice(0, REASON_CHARS_MAX);
}

interface Checked {
  readonly found: CaseView;
  readonly reason: string;
}

export const caseClose: OperatorCommand<Checked, { readonly closedBy: string }> = {
  name: 'case.close',
  ability: 'close_case',
  confirm: 'none',
  approval: 'none',
  changesConfiguration: false,
  subject: ({ id = '', kind = '' }) => `case ${id}/${kind}`,
  async check(deps, _actor, input) {
    const found = await findCase(deps, input);
    if (found === null) return failed('not_found');
    // What is about money that is no order's has a case without one.
    const order = await deps.reader.orderById(found.orderId);
    if (isResolvable(found, order)) return failed('not_resolved');
    // What a bank has received is somebody's, or goes back: words alone do not end it.
    if (found.heldMinor !== 0n || found.kind === 'bank_receipt') return failed('holds_money');
    const reason = reasonOf(input.reason);
    return reason === null ? failed('reason_missing') : { ok: true, value: { found, reason } };
  },
  execute: (run, { found, reason }) =>
    run.commit(async ({ cases }) => {
      const closedBy = doneBy(run.actor);
      if (!(await cases.close(found, closedBy, reason))) return failed('already_closed');
      const after = { ...found, state: 'closed', closedBy, resolution: reason };
      return { ok: true, result: { closedBy }, before: found, after };
    }),
};

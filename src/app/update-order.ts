/** A merchant says something about an open order otherwise than when it was made. */
import type { FieldName } from '../domain/channel.ts';
import type { Command } from '../domain/decision.ts';
import { shardOf } from '../domain/id.ts';
import type { Order } from '../domain/order.ts';
import { changeOrder } from '../domain/order-change.ts';
import { type Refused, refuse } from '../domain/refusal.ts';
import type { OrderChanges, Outcome, UpdateOrder } from '../domain/request.ts';
import { checkFields } from '../fields/check-fields.ts';
import { callerOf } from './caller.ts';
import type { Caller, Deps } from './deps.ts';
import { findOrder } from './find-order.ts';

/**
 * What is new of the payer is checked as the channel wants it, as it was at the creation. Sent once
 * more, it is the same order.
 */
export async function updateOrder(
  deps: Deps,
  caller: Caller,
  request: UpdateOrder,
): Promise<Outcome> {
  const who = callerOf(deps, caller);
  if (!who.ok) return who;
  const order = await findOrder(deps, who, request.key, request);
  if (order === null) return refuse('not_found');
  const changed = changeOrder(order, request.changes);
  if (!changed.ok) return changed;
  const checked = checkedFields(deps, changed.order, request.changes);
  if (!checked.ok) return checked;
  return await deps.lanes.submit(change(deps, order, checked.changes));
}

/** The changes with facts in the form that the core keeps them in. */
function checkedFields(
  deps: Pick<Deps, 'snapshot'>,
  changed: Order,
  changes: OrderChanges,
): { readonly ok: true; readonly changes: OrderChanges } | Refused {
  const channel = deps.snapshot.current().channel(changed.channel);
  if (changes.fields === undefined || channel === null) return { ok: true, changes };
  const checked = checkFields(channel, changed.fields);
  if (!checked.ok) return checked;
  const fields = Object.fromEntries(
    (Object.keys(changes.fields) as FieldName[]).map((name) => [name, checked.fields[name] ?? '']),
  );
  return { ok: true, changes: { ...changes, fields } };
}

function change(
  { lanes, payLinks }: Pick<Deps, 'lanes' | 'payLinks'>,
  { id }: Order,
  changes: OrderChanges,
): Command<Refused | Extract<Outcome, { kind: 'order' }>> {
  const payUrl = payLinks.urlOf(id);
  return {
    shard: shardOf(id, lanes.shardCount),
    orderIds: [id],
    balanceKeys: () => [],
    decide(rows) {
      const before = rows.order(id);
      if (before === null) return { changes: {}, answer: refuse('not_found') };
      const changed = changeOrder(before, changes);
      if (!changed.ok) return { changes: {}, answer: changed };
      const { order } = changed;
      const rewritten = order === before ? [] : [order];
      return { changes: { rewritten }, answer: { ok: true, kind: 'order', order, payUrl } };
    },
  };
}

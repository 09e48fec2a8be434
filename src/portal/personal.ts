/** An order as members see it: nothing of which provider carried it, and payers as the role may. */
import type { Order } from '../domain/order.ts';
import { memberMayDo } from '../operator/member-roles.ts';
import type { MemberRole } from '../ports/member.ts';
import { masked } from '../screens/masked.ts';

/** What of an order is the merchant's to see. */
export type OwnOrder = Omit<
  Order,
  'connector' | 'account' | 'upstreamId' | 'metadata' | 'instructions' | 'paymentRef'
>;

export function ownOrder(order: Order, role: MemberRole): OwnOrder {
  const { connector: _, account: __, upstreamId: ___, metadata: ____, ...rest } = order;
  const { instructions: _____, paymentRef: ______, ...own } = rest;
  if (memberMayDo(role, 'read_personal')) return own;
  const fields = Object.entries(order.fields).map(([name, value]) => [name, masked(value)]);
  return { ...own, fields: Object.fromEntries(fields) };
}

/** Payers' and beneficiaries' data, hidden from roles that need not know it. */

import type { Instructions, Order } from '../../domain/order.ts';
import { mayDo } from '../../operator/roles.ts';
import type { OperatorRole } from '../../ports/operator.ts';
import { masked } from '../../screens/masked.ts';

/** The order as this role may see it; the dialect's echo and the payer's way in are dropped. */
export function hidePersonal(order: Order, role: OperatorRole): Order {
  if (mayDo(role, 'read_personal')) return order;
  const fields = Object.entries(order.fields).map(([name, value]) => [name, masked(value)]);
  const instructions: Instructions | null = null;
  return { ...order, fields: Object.fromEntries(fields), metadata: {}, instructions };
}

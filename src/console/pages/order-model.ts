/** What the parts of an order's page are made of. */
import type { CaseView } from '../../ports/core.ts';
import type { NotificationBytes, OrderDetails } from '../../ports/operator.ts';
import type { OrderLine } from './orders.ts';

/** As the page and the JSON interface show it: payers' data as far as the role may see it. */
export interface OrderModel extends Omit<OrderDetails, 'children' | 'cases'> {
  readonly merchant: string;
  readonly app: { readonly publicId: string; readonly dialect: string } | null;
  readonly children: readonly OrderLine[];
  readonly cases: readonly (CaseView & { readonly merchant: string })[];
  /** By the notification's number; null for a role that may not read them. */
  readonly bytes: Readonly<Record<number, NotificationBytes | null>> | null;
  readonly refundable: { readonly restMinor: bigint; readonly ref: string } | null;
}

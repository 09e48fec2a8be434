/** A payin and what facts do to it, without a database. */

import type { Effect } from '../../src/domain/effect.ts';
import { type Balance, post, ZERO_BALANCE } from '../../src/domain/ledger.ts';
import type { Order } from '../../src/domain/order.ts';
import { advancePayin, type PayinEvent, type PayinSetting } from '../../src/domain/payin.ts';
import { AT, sampleOrder } from './order.ts';
import { paid } from './sample.ts';

/** The rules of a merchant that takes whatever comes, whenever. */
export const TAKES_ALL = { amountPolicy: 'accept', latePolicy: 'accept' } as const;
const SETTING: PayinSetting = { ...TAKES_ALL, balance: ZERO_BALANCE };

/** One fact or event at a payin. */
export const advance = (order: Order, event: PayinEvent, setting: Partial<PayinSetting> = {}) =>
  advancePayin(order, event, { ...SETTING, ...setting }, AT);

/** A payin that was paid in full, with its own money as the merchant's only balance. */
export function paidOrder(changes: Partial<Order> = {}): { order: Order; balance: Balance } {
  const { order, entries } = advance(sampleOrder(changes), paid(10_000n));
  return { order, balance: entries.reduce(post, ZERO_BALANCE) };
}

export const eventsOf = ({ events }: Effect) => events.map(({ type: event }) => event);
export const kindsOf = ({ cases }: Effect) => cases.map(({ kind }) => kind);

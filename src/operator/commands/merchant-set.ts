/** What a merchant that is there already may be set to. */
import type { Merchant } from '../../domain/merchant.ts';
import type { OperatorCommand } from '../command.ts';
import { readChoice, readMerchant } from '../input.ts';
import { STATUSES } from './app-access.ts';

/** Whether the merchant's apps of one dialect and mode see and touch each other's orders. */
export const SHARE_ORDERS = ['yes', 'no'] as const;

interface Checked {
  readonly merchant: Merchant;
  readonly shareOrders: boolean;
  readonly status: Merchant['status'];
}

export const merchantSet: OperatorCommand<Checked, Checked> = {
  name: 'merchant.set',
  ability: 'manage_merchants',
  confirm: 'password',
  approval: 'two_people',
  // Disabling, and nothing else with it.
  closes: ({ status, share_orders: share }) => status === 'disabled' && share === undefined,
  changesConfiguration: true,
  subject: ({ merchant = '' }) => `merchant ${merchant}`,
  async check(deps, _actor, input) {
    const found = readMerchant(deps, input);
    if (!found.ok) return found;
    const merchant = found.value;
    const shared = merchant.shareOrders ? 'yes' : 'no';
    const share = readChoice(input, 'share_orders', SHARE_ORDERS, shared);
    if (!share.ok) return share;
    const status = readChoice(input, 'status', STATUSES, merchant.status);
    if (!status.ok) return status;
    const shareOrders = share.value === 'yes';
    return { ok: true, value: { merchant, shareOrders, status: status.value } };
  },
  execute: (run, { merchant, shareOrders, status }) =>
    run.commit(async ({ merchants }) => {
      await merchants.setStatus(merchant.id, status);
      await merchants.shareOrders(merchant.id, shareOrders);
      const after = { ...merchant, shareOrders, status };
      const result = { merchant: after, shareOrders, status };
      const detail = `${status}, share orders: ${shareOrders ? 'yes' : 'no'}`;
      return { ok: true, result, before: merchant, after, detail };
    }),
};

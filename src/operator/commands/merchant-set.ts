/** What a merchant that is there already may be set to. */
import type { Merchant } from '../../domain/merchant.ts';
import { failedField, type OperatorCommand } from '../command.ts';
import { readChoice, readId } from '../input.ts';

/** Whether the merchant's apps of one dialect and mode see and touch each other's orders. */
export const SHARE_ORDERS = ['yes', 'no'] as const;

interface Checked {
  readonly merchant: Merchant;
  readonly shareOrders: boolean;
}

export const merchantSet: OperatorCommand<Checked, Checked> = {
  name: 'merchant.set',
  ability: 'manage_merchants',
  confirm: 'password',
  approval: 'two_people',
  changesConfiguration: true,
  subject: ({ merchant = '' }) => `merchant ${merchant}`,
  async check(deps, _actor, input) {
    const id = readId(input, 'merchant');
    if (!id.ok) return id;
    const merchant = deps.snapshot.current().merchant(id.value);
    if (merchant === null) return failedField('merchant', 'is not known');
    const share = readChoice(input, 'share_orders', SHARE_ORDERS);
    if (!share.ok) return share;
    return { ok: true, value: { merchant, shareOrders: share.value === 'yes' } };
  },
  execute: (run, { merchant, shareOrders }) =>
    run.commit(async ({ merchants }) => {
      await merchants.shareOrders(merchant.id, shareOrders);
      const after = { ...merchant, shareOrders };
      const result = { merchant: after, shareOrders };
      const detail = `share orders: ${shareOrders ? 'yes' : 'no'}`;
      return { ok: true, result, before: merchant, after, detail };
    }),
};

/** `causeway merchant set`. */
import { STATUSES } from '../../operator/commands/app-access.ts';
import { merchantSet, SHARE_ORDERS } from '../../operator/commands/merchant-set.ts';
import { command, done, usageError } from '../command.ts';
import { withPlatform } from '../database.ts';
import { findMerchant } from '../find.ts';
import { runOperator } from '../operator.ts';
import { oneOf, optional, required } from '../option.ts';
import { facts } from '../style.ts';

export const merchantSetCommand = command({
  name: 'merchant set',
  summary: 'change what holds for all apps of a merchant',
  notes: [
    'An app reaches its own orders alone: to another app of the merchant they do not exist. Where',
    'the merchant shares orders, its apps that speak one dialect in one mode query, close, refund',
    'and debit for each other, and report together. References are used once by all apps.',
  ],
  options: {
    merchant: required('ID|NAME', 'which merchant'),
    status: optional(
      'STATUS',
      'active or disabled: then every call of its apps is refused',
      oneOf(STATUSES),
    ),
    'share-orders': optional(
      'yes|no',
      'whether its apps see and touch each other’s orders (a new merchant: no)',
      oneOf(SHARE_ORDERS),
    ),
  },
  examples: [
    ['merchant set --merchant "Corner Shop" --status disabled', 'nothing of it is taken any more'],
    [
      'merchant set --merchant "Corner Shop" --share-orders yes',
      'its apps work on the same orders',
    ],
  ],
  async run({ merchant: named, status, 'share-orders': share }, context) {
    if (status === null && share === null) {
      return usageError('nothing to set: give --status or --share-orders');
    }
    return await withPlatform(context, async (platform) => {
      const merchant = findMerchant(platform.snapshot.current(), named);
      if (!merchant.ok) return merchant.report;
      const { id, name } = merchant.value;
      const input = {
        merchant: `${id}`,
        ...(share === null ? {} : { share_orders: share }),
        ...(status === null ? {} : { status }),
      };
      const set = await runOperator(platform, context, merchantSet, input);
      if (!set.ok) return set.report;
      const { shareOrders, status: now } = set.result;
      return done({ id, name, status: now, shareOrders }, (style) =>
        facts(style, [
          ['merchant', `${id}`],
          ['name', name],
          ['status', now],
          ['share orders', shareOrders ? 'yes' : 'no'],
        ]),
      );
    });
  },
});

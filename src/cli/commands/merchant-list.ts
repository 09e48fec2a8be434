/** `causeway merchant list`. */
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { table } from '../style.ts';

export const merchantList = command({
  name: 'merchant list',
  summary: 'show all merchants',
  examples: [['merchant list', 'with the number of their apps']],
  async run(_values, context) {
    const merchants = await withPlatform(context, async ({ snapshot }) => {
      const all = snapshot.current();
      return all.merchants().map((merchant) => ({
        id: merchant.id,
        name: merchant.name,
        status: merchant.status,
        amountPolicy: merchant.amountPolicy,
        latePolicy: merchant.latePolicy,
        shareOrders: merchant.shareOrders,
        appCount: all.apps().filter(({ merchantId }) => merchantId === merchant.id).length,
      }));
    });
    return done({ merchants }, (style) =>
      merchants.length === 0
        ? 'There is no merchant yet: causeway merchant create --name NAME'
        : table(
            style,
            ['merchant', 'name', 'status', 'apps', 'amount policy', 'late policy', 'shares orders'],
            merchants.map((m) => [
              `${m.id}`,
              m.name,
              m.status,
              `${m.appCount}`,
              m.amountPolicy,
              m.latePolicy,
              m.shareOrders ? 'yes' : 'no',
            ]),
            { right: [3] },
          ),
    );
  },
});

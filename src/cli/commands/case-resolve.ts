/** `causeway case resolve`: an operator's word on an order that its provider has not ended. */
import type { Order } from '../../domain/order.ts';
import { caseResolve } from '../../operator/commands/case-resolve.ts';
import type { Platform } from '../../platform.ts';
import { command, done, type Report, refused, usageError } from '../command.ts';
import { withPlatform } from '../database.ts';
import { moneyText } from '../money-text.ts';
import { runOperator } from '../operator.ts';
import { asId, asText, flag, optional, required } from '../option.ts';

export const caseResolveCommand = command({
  name: 'case resolve',
  summary: 'decide an order that its provider has not ended',
  notes: [
    'Ask the provider first: --paid books the money as gone, --failed gives the hold back to the',
    'merchant. The merchant is notified. Nothing is sent to the provider, now or later.',
    'A payin can be said to be paid alone, also one that has expired, failed or was closed. The',
    'first report of the provider that says the same is about this payment, and books nothing.',
    'The same word again is answered as the first time. Who and why are recorded.',
    'Not where money by hand takes two operators (CAUSEWAY_FOUR_EYES): then in the console.',
  ],
  positionals: {
    order: required('ORDER', 'platform id of the payin, payout, withdrawal or refund', asId),
  },
  options: {
    paid: flag('the provider has carried it out'),
    ref: optional('TEXT', 'with --paid: reference of the bank or provider', asText),
    amount: optional('AMOUNT', 'with --paid: what moved, if it is not what was to come'),
    failed: flag('the provider has not carried it out and will not'),
    returned: flag('a withdrawal that a bank of the platform has paid came back'),
    proof: optional('TEXT', 'with --failed and --returned: how you know', asText),
    by: optional('NAME', 'who says so; the account of this system if absent', asText),
  },
  examples: [
    ['case resolve 236130395249311744 --paid --ref UTR412300998877', 'the bank shows it'],
    [
      'case resolve 236130395249311744 --failed --proof "mail of the provider, ticket 4711"',
      'it never happened',
    ],
  ],
  async run({ order: orderId, by, ...values }, context) {
    const problem = usageProblem(values);
    if (problem !== null) return usageError(problem);
    return await withPlatform(context, async (platform) => {
      const order = await platform.reader.orderById(orderId);
      if (order === null) return refused(`there is no order ${orderId}`);
      const { paid, returned, ref, proof, amount } = values;
      const finding = paid ? 'paid' : returned ? 'returned' : 'failed';
      const input = {
        ...{ id: `${orderId}`, finding },
        ...{ evidence: (paid ? ref : proof) ?? '', amount: amount ?? '' },
      };
      const resolved = await runOperator(platform, context, caseResolve, input, {
        saidBy: by ?? context.user(),
        usage: ['amount'],
        options: { amount: '--amount cannot be read:' },
        problems: {
          reference_missing: '--ref needs the reference of the bank or provider, 3 characters',
          reason_missing: '--proof needs how you know, in 8 characters or more',
        },
        hints: { not_resolved: `causeway order show ${orderId}` },
        sentence: ({ problem, why }) =>
          problem === 'not_resolved' ? (REFUSALS[why as keyof typeof REFUSALS] ?? null) : null,
      });
      return resolved.ok ? await reportOf(platform, order, resolved.result.state) : resolved.report;
    });
  },
});

interface Given {
  readonly paid: boolean;
  readonly failed: boolean;
  readonly returned: boolean;
  readonly ref: string | null;
  readonly amount: string | null;
  readonly proof: string | null;
}

function usageProblem({ paid, failed, returned, ref, amount, proof }: Given): string | null {
  const said = [paid, failed, returned].filter(Boolean).length;
  if (said !== 1) return 'say one of --paid, --failed and --returned';
  if (paid && ref === null) return '--paid needs --ref, the reference of the bank or provider';
  if (!paid && proof === null) return '--failed and --returned need --proof: how you know';
  if (paid && proof !== null) return '--proof goes with --failed and --returned';
  if (!paid && (ref !== null || amount !== null)) return '--ref and --amount go with --paid';
  return null;
}

const REFUSALS = {
  kind: 'this order ends by the report of its provider, or by its expiry',
  final: 'the order has ended in the meantime: what is left is `case exit` or `case close`',
  unpaid: 'it was not paid: --failed says that it will not be',
  held: 'its money has come, and a case holds it: `case exit` pays the order out of that',
  no_account: 'the order went to no provider: its payer has chosen no way to pay',
} as const;

async function reportOf(
  { reader }: Platform,
  { id, kind }: Order,
  state: Order['state'],
): Promise<Report> {
  const { asset, paidMinor } = (await reader.orderById(id)) as Order;
  const paid = state === 'paid' ? `, ${moneyText({ asset, minor: paidMinor })}` : '';
  return done({ orderId: id, state }, () => `The ${kind} ${id} is ${state}${paid}.`);
}

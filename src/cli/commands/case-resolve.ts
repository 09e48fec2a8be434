/** `causeway case resolve`: an operator's word on a payout or refund in doubt. */
import { type Finding, type ResolveResult, resolveDoubt } from '../../app/resolve-case.ts';
import type { Order } from '../../domain/order.ts';
import type { Platform } from '../../platform.ts';
import { hasFourEyes } from '../../store/configuration/installation.ts';
import { createCases } from '../../store/queues/cases.ts';
import { MAJOR_TEXT, parseAmount } from '../../wire/amount.ts';
import { type Context, command, done, type Report, refused, usageError } from '../command.ts';
import { withPlatform } from '../database.ts';
import { moneyText } from '../money-text.ts';
import { audited } from '../operators.ts';
import { asId, asText, bad, flag, good, optional, type Read, required } from '../option.ts';

export const caseResolve = command({
  name: 'case resolve',
  summary: 'decide a payout or refund that upstream leaves in doubt',
  notes: [
    'Ask the provider first: --paid books the money as gone, --failed gives the hold back to the',
    'merchant. The merchant is notified. Nothing is sent to the provider, now or later.',
    'Only while the order is not final and a case of doubt is open. Who and why are recorded.',
    'Not where money by hand takes two operators (CAUSEWAY_FOUR_EYES): then in the console.',
  ],
  positionals: { order: required('ORDER', 'platform id of the payout or refund', asId) },
  options: {
    paid: flag('the provider has carried it out'),
    ref: optional('TEXT', 'with --paid: reference of the bank or provider', asText),
    amount: optional('AMOUNT', 'with --paid: what left, if it is not what was ordered'),
    failed: flag('the provider has not carried it out and will not'),
    proof: optional('TEXT', 'with --failed: how you know', asText),
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
      const finding = findingOf(values, order);
      if (!finding.ok) return usageError(finding.reason);
      if (context.config().fourEyes || (await hasFourEyes(platform.pool))) {
        return refused('money by hand takes two operators here', TWO_HINT);
      }
      const who = by ?? context.user();
      return await reportOf(platform, order, await resolve(platform, context, order, finding, who));
    });
  },
});

const TWO_HINT = 'Ask for it in the console, where another operator approves it.';

async function resolve(
  platform: Platform,
  context: Context,
  { id }: Order,
  { value }: { readonly value: Finding },
  who: string,
): Promise<ResolveResult> {
  const cases = createCases(platform.pool, platform.shardCount);
  const event = { action: 'case.resolve', subject: `order ${id}`, detail: `said by ${who}` };
  return await audited(platform, context, event, async () => {
    const result = await resolveDoubt({ ...platform, cases }, id, value, who);
    return { problem: result.ok ? null : result.why, result };
  });
}

interface Given {
  readonly paid: boolean;
  readonly failed: boolean;
  readonly ref: string | null;
  readonly amount: string | null;
  readonly proof: string | null;
}

function usageProblem({ paid, failed, ref, amount, proof }: Given): string | null {
  if (paid === failed) return 'say one of --paid and --failed';
  if (paid && ref === null) return '--paid needs --ref, the reference of the bank or provider';
  if (failed && proof === null) return '--failed needs --proof: how you know';
  if (paid && proof !== null) return '--proof goes with --failed';
  if (failed && (ref !== null || amount !== null)) return '--ref and --amount go with --paid';
  return null;
}

function findingOf({ paid, ref, amount, proof }: Given, { asset }: Order): Read<Finding> {
  if (!paid) return good({ kind: 'failed', proof: proof ?? '' });
  const left = amount === null ? null : parseAmount(amount, asset, MAJOR_TEXT);
  if (left !== null && !left.ok) return bad(`--amount cannot be read: ${left.error.reason}`);
  return good({ kind: 'paid', ref: ref ?? '', amountMinor: left?.value.minor ?? null });
}

const REFUSALS = {
  not_found: 'there is no such order',
  kind: 'a payin ends by the report of the provider, or by its expiry: it is not decided by hand',
  no_doubt: 'no case of doubt is open for this order',
  final: 'the order has ended by itself in the meantime: what is left is `case close`',
  repeat: 'this doubt was decided before',
} as const;

async function reportOf(
  { reader }: Platform,
  { id, kind }: Order,
  result: ResolveResult,
): Promise<Report> {
  if (!result.ok) return refused(REFUSALS[result.why], `causeway order show ${id}`);
  const { state, asset, paidMinor } = (await reader.orderById(id)) as Order;
  const paid = state === 'paid' ? `, ${moneyText({ asset, minor: paidMinor })}` : '';
  return done({ orderId: id, state }, () => `The ${kind} ${id} is ${state}${paid}.`);
}

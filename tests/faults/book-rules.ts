/** Rules of the books, asked of the database when all is at rest: an invariant each. */
import type { Books } from './auditor.ts';
import type { Invariant } from './invariants.ts';

/** A balance that does not keep a rule: what it says, and what it should say. */
export interface BrokenRule {
  readonly rule: string;
  readonly merchant_id: string;
  readonly shown: string;
  readonly due: string;
}

const compared = (rule: string, account: string, held: string) => `
  select '${rule}' as rule, merchant_id::text, b.${account}::text as shown,
    coalesce(h.minor, 0)::text as due
  from balance b left join (${held} group by merchant_id, mode, asset) h
    using (merchant_id, mode, asset)
  where b.${account} <> coalesce(h.minor, 0)`;

export const BROKEN_RULES = [
  compared(
    'pending_is_unsettled',
    'pending',
    `select merchant_id, mode, asset, sum(pending_minor) as minor from orders
     where kind = 'payin' and state = 'paid'`,
  ),
  compared(
    'suspense_is_cases',
    'suspense',
    `select merchant_id, mode, asset, sum(held_minor) as minor from case_file where state = 'open'`,
  ),
  compared(
    'disputed_is_open',
    'disputed',
    'select merchant_id, mode, asset, sum(held_minor) as minor from dispute',
  ),
  compared(
    'rolling_is_held',
    'rolling',
    'select merchant_id, mode, asset, sum(left_minor) as minor from reserve_hold',
  ),
  `select 'debt_or_available', merchant_id::text, available::text, debt::text from balance
   where debt > 0 or debt <> 0 and available <> 0`,
].join(' union all ');

/** What all entries have at the provider is what the provider has, over all orders. */
function receivableIsJournal({ provider, database }: Books): readonly string[] {
  const there = provider.movements.reduce((sum, { minor }) => sum + minor, 0n);
  const here = -database.upstream.reduce((sum, { minor }) => sum + BigInt(minor), 0n);
  return there === here ? [] : [`${here} here, ${there} at the provider`];
}

const kept =
  (rule: string): Invariant['check'] =>
  ({ database }) =>
    database.brokenRules
      .filter((one) => one.rule === rule)
      .map(({ merchant_id, shown, due }) => `${merchant_id}: ${shown}, due ${due}`);

export const BOOK_RULES: readonly Invariant[] = [
  {
    name: 'pending_is_unsettled',
    promise: 'what is pending is what paid and unsettled payins bring',
    check: kept('pending_is_unsettled'),
  },
  {
    name: 'suspense_is_cases',
    promise: 'what is in suspense is what the open cases hold',
    check: kept('suspense_is_cases'),
  },
  {
    name: 'disputed_is_open',
    promise: 'what is disputed is what the disputes hold',
    check: kept('disputed_is_open'),
  },
  {
    name: 'rolling_is_held',
    promise: 'what is in reserve is what the holds have',
    check: kept('rolling_is_held'),
  },
  {
    name: 'debt_or_available',
    promise: 'whoever owes has nothing available',
    check: kept('debt_or_available'),
  },
  {
    name: 'receivable_is_journal',
    promise: 'what the provider owes us is what its journal says',
    check: receivableIsJournal,
  },
];

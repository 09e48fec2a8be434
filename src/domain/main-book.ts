/**
 * The main book: where the money is, and what was earned and spent. It is fed by the closed days of
 * the merchant book, one journal per shard, day and mode. Signs are those of the merchant book:
 * what is owed or earned is positive (credit), what is there or was spent is negative (debit).
 */
import { ACCOUNTS, type Account, type Balance } from './ledger.ts';
import type { Mode } from './merchant.ts';
import type { Asset } from './money.ts';

export type MainKind = 'asset' | 'liability' | 'income' | 'cost' | 'equity' | 'either';

/** The chart of accounts; what an account is divided by is said behind it. */
export const MAIN_ACCOUNTS = {
  provider_collect: 'asset', // connector/account: paid in, not settled to us
  provider_wallet: 'asset', // connector/account: settled, payouts leave from here
  provider_frozen: 'asset', // connector/account: taken for disputes
  provider_reserve: 'asset', // connector/account: held back by the provider
  in_transit: 'asset', // from>to
  bank_clearing: 'asset', // bank account: reported by us, not by the bank yet
  bank: 'asset', // bank account
  claims: 'asset', // connector/account
  merchants_pending: 'liability',
  merchants_available: 'liability',
  merchants_reserved: 'liability',
  merchants_rolling: 'liability',
  merchants_disputed: 'liability',
  merchants_debt: 'asset',
  suspense: 'liability', // kind of case
  unallocated: 'liability', // bank account
  output_tax: 'liability',
  input_tax: 'asset',
  agents: 'liability', // agent
  splits: 'liability', // merchant
  fx_position: 'either',
  fee_income: 'income', // what the fee is on: payin, payout, refund, …
  provider_cost: 'cost', // connector/account
  write_off: 'cost',
  goodwill: 'cost', // reason
  differences: 'cost', // of reconciliation
  own_funds: 'equity', // bank or provider account
} as const satisfies Readonly<Record<string, MainKind>>;
export type MainAccount = keyof typeof MAIN_ACCOUNTS;

/** A leg of a journal. `of`: which part of the account; empty where it has no parts. */
export interface MainLeg {
  readonly account: MainAccount;
  readonly of: string;
  readonly asset: Asset;
  /** Credit above zero, debit below. */
  readonly minor: bigint;
}

/** The sums of a day's entries that are alike in what the main book keeps apart. */
export interface DaySums {
  readonly mode: Mode;
  readonly asset: Asset;
  readonly connector: string | null;
  readonly account: string | null;
  readonly purse: 'collect' | 'wallet' | 'frozen' | null;
  readonly platformCode: string | null;
  /** Kind of the case that suspense is of. */
  readonly caseKind: string | null;
  /** What the entries are about: `payin`, `payout`, … */
  readonly subject: string;
  readonly sums: Balance;
}

/** A platform code that no account of the main book is for: the day cannot be rolled up. */
export class UnknownPlatformCode extends Error {
  override readonly name = 'UnknownPlatformCode';
  constructor(code: string) {
    super(`the main book has no account for the platform code "${code}"`);
  }
}

/** The legs of a day's journals by mode, in the order of the chart. Each mode sums to zero. */
export function rollUp(day: readonly DaySums[]): ReadonlyMap<Mode, readonly MainLeg[]> {
  const journals = new Map<Mode, Map<string, MainLeg>>();
  for (const row of day) {
    const legs = journals.get(row.mode) ?? new Map<string, MainLeg>();
    journals.set(row.mode, legs);
    for (const account of ACCOUNTS) {
      const minor = row.sums[account];
      if (minor !== 0n) add(legs, { ...placeOf(account, row), asset: row.asset, minor });
    }
  }
  return new Map([...journals].map(([mode, legs]) => [mode, inOrder(legs)]));
}

function add(legs: Map<string, MainLeg>, leg: MainLeg): void {
  const key = `${leg.account} ${leg.asset} ${leg.of}`;
  legs.set(key, { ...leg, minor: leg.minor + (legs.get(key)?.minor ?? 0n) });
}

const ORDER = Object.keys(MAIN_ACCOUNTS) as readonly MainAccount[];

function inOrder(legs: ReadonlyMap<string, MainLeg>): readonly MainLeg[] {
  const kept = [...legs.values()].filter(({ minor }) => minor !== 0n);
  const text = ({ asset, of }: MainLeg) => `${asset} ${of}`;
  return kept.sort(
    (a, b) => ORDER.indexOf(a.account) - ORDER.indexOf(b.account) || (text(a) < text(b) ? -1 : 1),
  );
}

type Place = Pick<MainLeg, 'account' | 'of'>;

/** Which account of the main book an account of the merchant book is rolled up into. */
function placeOf(account: Account, row: DaySums): Place {
  switch (account) {
    case 'upstream':
      return {
        account: `provider_${row.purse ?? 'collect'}`,
        of: `${row.connector}/${row.account}`,
      };
    case 'fees':
      return { account: 'fee_income', of: row.subject };
    case 'tax':
      return { account: 'output_tax', of: '' };
    case 'suspense':
      return { account: 'suspense', of: row.caseKind ?? '' };
    case 'platform':
      return placeOfCode(row.platformCode ?? '');
    default:
      return { account: `merchants_${account}`, of: '' };
  }
}

/** Codes are a word, or a word and whom or what it is about. */
const CODES: ReadonlyMap<string, MainAccount> = new Map([
  ['write_off', 'write_off'],
  ['adjust', 'goodwill'],
  ['bank', 'bank_clearing'],
  ['unallocated', 'unallocated'],
  ['fx', 'fx_position'],
  ['agent', 'agents'],
  ['split', 'splits'],
]);

function placeOfCode(code: string): Place {
  const colon = code.indexOf(':');
  const [word, of] = colon < 0 ? [code, ''] : [code.slice(0, colon), code.slice(colon + 1)];
  const account = CODES.get(word);
  assertKnown(account, code);
  return { account, of };
}

function assertKnown(
  account: MainAccount | undefined,
  code: string,
): asserts account is MainAccount {
  if (account === undefined) throw new UnknownPlatformCode(code);
}

/** Which account of the merchant book one of the main book is rolled up from. */
export function rolledFrom(account: MainAccount): Account {
  if (account.startsWith('merchants_')) return account.slice('merchants_'.length) as Account;
  if (account.startsWith('provider_') && account !== 'provider_cost') return 'upstream';
  if (account === 'fee_income') return 'fees';
  if (account === 'output_tax') return 'tax';
  return account === 'suspense' ? 'suspense' : 'platform';
}

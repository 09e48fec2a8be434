/** The merchant's accounts: now, and at the end of a day (section 8). */
import { type Body, listIn, Refusal, textIn } from './refusal.ts';
import { type AccountType, balanceOf, now, type World } from './world.ts';

const TYPES: readonly AccountType[] = ['ACQUIRING', 'DISBURSEMENT', 'FREEZE'];
const DAYS_MAX = 90;

interface Account {
  readonly balance: { readonly currency: string; readonly minor: bigint };
  readonly accountType: AccountType;
  readonly currency: string;
}

export function currentBalances(world: World, data: Body): object {
  const accounts = accountsOf(world, data, textsIn(data, 'accountCurrency'));
  const shown = accounts.filter(({ balance }) => data.plainSign === true || balance.minor !== 0n);
  const inquiryTime = now(world).toISOString().replace('Z', '+00:00');
  return { accountRealTimeTypes: shown, inquiryTime };
}

/** Only today is known here: what was there at its beginning is not kept. */
export function dayEndBalances(world: World, data: Body): object {
  const inquiryDate = textIn(data, 'inquiryDate', 32);
  const timezone = textIn(data, 'timezone', 32).toUpperCase();
  if (timezone !== 'UTC' && timezone !== 'CST') {
    throw new Refusal('PARAMS_INVALID', 'timezone is invalid');
  }
  const day = Date.parse(`${inquiryDate}T00:00:00Z`);
  const ageDays = (now(world).getTime() - day) / 86_400_000;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(inquiryDate) || !(ageDays >= 0 && ageDays <= DAYS_MAX)) {
    throw new Refusal('PARAMS_INVALID', 'inquiryDate is invalid');
  }
  const currency = data.accountCurrency;
  const currencies = typeof currency === 'string' && currency !== '' ? [currency] : [];
  const accounts = accountsOf(world, data, currencies);
  return {
    timezone,
    acctTime: inquiryDate,
    accountEndDayTimeTypes: accounts.map(({ balance, accountType }) => ({
      initalBalance: balance,
      inflowAmount: { currency: balance.currency, minor: 0n },
      outflowAmount: { currency: balance.currency, minor: 0n },
      endBalance: balance,
      accountType,
      currency: balance.currency,
    })),
  };
}

function accountsOf(world: World, data: Body, asked: readonly string[]): readonly Account[] {
  const types = textsIn(data, 'accountType');
  const known = [...world.balances.keys()].map((key) => key.split(' ')[1] ?? '');
  const currencies = asked.length > 0 ? asked : [...new Set([...known, 'SGD', 'USD'])];
  return TYPES.filter((type) => types.length === 0 || types.includes(type)).flatMap((type) =>
    currencies.map((currency) => ({
      balance: { currency, minor: balanceOf(world, type, currency) },
      accountType: type,
      currency,
    })),
  );
}

function textsIn(data: Body, name: string): readonly string[] {
  return listIn(data, name).filter((item) => typeof item === 'string');
}

/** Amounts and currencies as PayerMax has them (upstream notes, section 12). */
import { type Money, moneyForm } from '../shared/money.ts';

/** No decimals at PayerMax, whatever ISO 4217 says. All others, dinars too, have two here. */
const DECIMALS = {
  ...{ CLP: 0, COP: 0, IDR: 0, ISK: 0, JPY: 0, KRW: 0, PKR: 0, PYG: 0, TWD: 0, VND: 0 },
} as Readonly<Record<string, number>>;

export const { parseMoney, printMoney, writeJson } = moneyForm(DECIMALS);

/** What a dollar costs: invented, in millionths, so that a payer meets the money of the country. */
const PER_DOLLAR: Readonly<Record<string, bigint>> = {
  ...{ AED: 3_672_500n, AUD: 1_520_000n, BHD: 376_000n, BRL: 5_400_000n, CAD: 1_380_000n },
  ...{ CHF: 880_000n, CLP: 950_000_000n, CNY: 7_200_000n, COP: 4_100_000_000n, EGP: 49_000_000n },
  ...{ EUR: 920_000n, GBP: 790_000n, HKD: 7_800_000n, IDR: 16_000_000_000n, INR: 84_000_000n },
  ...{ IQD: 1_310_000_000n, JOD: 709_000n, JPY: 150_000_000n, KRW: 1_380_000_000n, KWD: 307_000n },
  ...{ LYD: 4_800_000n, MXN: 18_500_000n, MYR: 4_400_000n, NGN: 1_600_000_000n, OMR: 385_000n },
  ...{ PEN: 3_750_000n, PHP: 57_000_000n, PKR: 278_000_000n, QAR: 3_640_000n, RUB: 92_000_000n },
  ...{ SAR: 3_750_000n, SGD: 1_340_000n, THB: 34_000_000n, TND: 3_100_000n, TRY: 34_000_000n },
  ...{ TWD: 32_000_000n, USD: 1_000_000n, VND: 25_000_000_000n, ZAR: 18_000_000n },
};

export function isCurrency(text: string): boolean {
  return Object.hasOwn(PER_DOLLAR, text);
}

/** The same value in another currency, and the rate as PayerMax prints it. */
export function convert(
  { currency, minor }: Money,
  to: string,
): { readonly amount: Money; readonly rate: string } {
  const [from, into] = [PER_DOLLAR[currency] ?? 1n, PER_DOLLAR[to] ?? 1n];
  const unitOf = (name: string) => 10n ** BigInt(DECIMALS[name] ?? 2);
  const [up, down] = [minor * into * unitOf(to), from * unitOf(currency)];
  const rate = ((into * 10n ** 10n) / from).toString().padStart(11, '0');
  return {
    amount: { currency: to, minor: currency === to ? minor : (2n * up + down) / (2n * down) },
    rate: `${rate.slice(0, -10)}.${rate.slice(-10)}`,
  };
}

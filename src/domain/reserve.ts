/**
 * A merchant's reserve against what may come back: a share of each settlement, held for so many
 * days, and what people have frozen. Each amount in `rolling` is a hold's own.
 */
import { BOOK_ZONE_MINUTES, dayText } from './day.ts';
import type { Id } from './id.ts';
import { type Balance, type Entry, entry } from './ledger.ts';
import type { Mode } from './merchant.ts';
import type { Asset } from './money.ts';
import { creditAvailable } from './netting.ts';

export const RESERVE_BASES = ['gross', 'net'] as const;

/** What a merchant agreed to, of one currency; in both modes. */
export interface ReserveRule {
  readonly merchantId: Id;
  readonly asset: Asset;
  /** Parts per million of what is settled; 0: nothing is held any more. */
  readonly ppm: bigint;
  /** How many days after its settlement it is released. */
  readonly days: number;
  /** Minor units that are held at most; null: as much as comes together. */
  readonly capMinor: bigint | null;
  /** Of what was paid, or of that less fees and less what was taken. */
  readonly basis: (typeof RESERVE_BASES)[number];
}

/** What one entry put into `rolling`. */
export interface ReserveHold {
  readonly merchantId: Id;
  readonly mode: Mode;
  readonly asset: Asset;
  /** The entry that made it: its subject, and its name. */
  readonly subjectId: Id;
  readonly name: string;
  readonly minor: bigint;
  /** What of it is still held. */
  readonly leftMinor: bigint;
  /** `YYYY-MM-DD`, by the platform's days; null: frozen, until a person releases it. */
  readonly releaseOn: string | null;
}

/** How much of a settlement is held. Never more than it comes to, nor than the cap leaves. */
export function reserveOf(
  rule: ReserveRule | null,
  { paidMinor, netMinor }: { readonly paidMinor: bigint; readonly netMinor: bigint },
  { rolling }: Pick<Balance, 'rolling'>,
): bigint {
  if (rule === null) return 0n;
  const share = ((rule.basis === 'gross' ? paidMinor : netMinor) * rule.ppm) / 1_000_000n;
  const left = rule.capMinor === null ? share : rule.capMinor - rolling;
  const held = least(share, least(left, netMinor));
  return held > 0n ? held : 0n;
}

/** The day on which what is settled now is released. */
export function releaseDay(at: Date, { days }: ReserveRule): string {
  return dayText(at, BOOK_ZONE_MINUTES + days * 24 * 60);
}

/** The hold that an entry made, of what it put into `rolling`. Null: it put nothing there. */
export function holdOf(made: Entry, releaseOn: string | null): ReserveHold | null {
  const minor = made.legs.find(({ account }) => account === 'rolling')?.minor ?? 0n;
  const { merchantId, mode, asset, subjectId, name } = made;
  if (minor <= 0n) return null;
  return { merchantId, mode, asset, subjectId, name, minor, leftMinor: minor, releaseOn };
}

/** What is taken out of holds: the frozen ones first, then those that are released soonest. */
export function takenFrom(holds: readonly ReserveHold[], minor: bigint): readonly ReserveHold[] {
  const order = ({ releaseOn, subjectId, name }: ReserveHold) =>
    `${releaseOn ?? ''} ${`${subjectId}`.padStart(20, '0')} ${name}`;
  const sorted = holds.toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
  let rest = minor;
  return sorted.flatMap((hold) => {
    const taken = least(hold.leftMinor, rest);
    rest -= taken;
    return taken === 0n ? [] : [{ ...hold, leftMinor: hold.leftMinor - taken }];
  });
}

/**
 * Releases the holds whose day has come: a debt is filled first. `holds`: those of one balance.
 * Null: none is due.
 */
export function releaseDue(
  holds: readonly ReserveHold[],
  balance: Balance,
  at: Date,
): { readonly entry: Entry; readonly holds: readonly ReserveHold[] } | null {
  const today = dayText(at);
  const due = holds.filter(({ releaseOn, leftMinor }) => {
    return releaseOn !== null && releaseOn <= today && leftMinor > 0n;
  });
  const first = due[0];
  if (first === undefined) return null;
  const minor = due.reduce((sum, { leftMinor }) => sum + leftMinor, 0n);
  const { merchantId, mode, asset, subjectId, name } = first;
  const subject = { id: merchantId, merchantId, mode, asset, connector: null, account: null };
  const legs = { rolling: -minor, net: creditAvailable(balance, minor) };
  // A hold is released once, so what is released with it is known by it.
  const made = entry(subject, `reserve.released:${subjectId}:${name}`, legs);
  return { entry: made, holds: due.map((hold) => ({ ...hold, leftMinor: 0n })) };
}

const least = (a: bigint, b: bigint) => (a < b ? a : b);

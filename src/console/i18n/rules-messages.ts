/** The texts about what a merchant agreed to, and how its apps are set. */
import type { AmountRuleRow } from '../../domain/amount-rules.ts';
import type { ReserveRule } from '../../domain/reserve.ts';

type Chosen<Of extends 'short' | 'over' | 'late' | 'second'> =
  | NonNullable<AmountRuleRow[Of]>
  | 'default';

export interface RulesMessages {
  readonly appSettings: {
    readonly name: string;
    readonly value: string;
    readonly valueHint: string;
    readonly default: string;
    readonly values: string;
  };
  readonly reserve: {
    readonly title: string;
    readonly lead: string;
    readonly set: string;
    readonly bases: Readonly<Record<ReserveRule['basis'], string>>;
    readonly shareHint: string;
    readonly daysHint: string;
    readonly capHint: string;
  };
  readonly amountRules: {
    readonly title: string;
    readonly lead: string;
    readonly set: string;
    readonly replaces: string;
    readonly channel: string;
    readonly all: string;
    readonly short: string;
    readonly shorts: Readonly<Record<Chosen<'short'>, string>>;
    readonly tolerance: string;
    readonly toleranceHint: string;
    readonly toleranceAmountHint: string;
    readonly over: string;
    readonly overs: Readonly<Record<Chosen<'over'>, string>>;
    readonly late: string;
    readonly lates: Readonly<Record<Chosen<'late'>, string>>;
    readonly lateHours: string;
    readonly lateHoursHint: string;
    readonly second: string;
    readonly seconds: Readonly<Record<Chosen<'second'>, string>>;
  };
}

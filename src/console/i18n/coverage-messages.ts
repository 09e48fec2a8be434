/** The words of the coverage report. */
import type { CoverageGroup } from '../../domain/coverage.ts';

export interface CoverageMessages {
  readonly lead: string;
  readonly summary: string;
  readonly groups: Readonly<Record<CoverageGroup, string>>;
  readonly group: string;
  readonly difference: string;
  readonly ratio: string;
  readonly state: string;
  readonly covered: string;
  readonly short: string;
  readonly day: string;
  readonly show: string;
  readonly since: string;
  readonly age: string;
  readonly amount: string;
  readonly overdue: string;
  days(count: number): string;
  daysOf(count: number, limit: number): string;
}

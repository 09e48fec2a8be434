/** The words of the main book. */
import type { MainAccount, MainKind } from '../../domain/main-book.ts';

export interface MainBookMessages {
  readonly lead: string;
  readonly account: string;
  readonly of: string;
  readonly kind: string;
  readonly debit: string;
  readonly credit: string;
  readonly sum: string;
  readonly days: string;
  readonly day: string;
  readonly shards: string;
  readonly entries: string;
  readonly closedAt: string;
  readonly none: string;
  until(day: string): string;
  readonly kinds: Readonly<Record<MainKind, string>>;
  readonly accounts: Readonly<Record<MainAccount, string>>;
}

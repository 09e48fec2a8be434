/** What every page is drawn with besides its model. */

import type { Ability } from '../operator/roles.ts';
import type { Operator } from '../ports/operator.ts';
import type { Asset } from '../web/asset.ts';
import type { DoneKey, Messages, ProblemKey } from './i18n/messages.ts';
import type { Locale } from './locale.ts';

export interface ConsoleAssets {
  readonly style: Asset;
  readonly script: Asset;
  readonly icon: Asset;
}

/** Why an action was not carried out, and at which field of its form, if it was one. */
export interface Problem {
  readonly key: ProblemKey;
  readonly why: string | null;
  readonly field: string | null;
}

export interface PageContext {
  readonly locale: Locale;
  readonly t: Messages;
  readonly assets: ConsoleAssets;
  readonly operator: Operator;
  readonly csrf: string;
  /** The address of the screen, for links back to it. */
  readonly here: string;
  /** Whether money by hand takes two operators, and how many requests wait for this one. */
  readonly fourEyes: boolean;
  readonly waiting: number;
  /** Whether one owner does alone what will take two. */
  readonly alone: boolean;
  readonly nowMs: number;
  readonly done: { readonly key: DoneKey; readonly count: number } | null;
  readonly problem: Problem | null;
  /** What was typed into the form that failed, but for passwords. */
  readonly typed: Readonly<Record<string, string>>;
  /** What an action has to show. */
  readonly shown: unknown;
  may(ability: Ability): boolean;
}

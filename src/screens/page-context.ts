/** What every page of a site is drawn with besides its model. */

import type { Asset } from '../web/asset.ts';
import type { CommonMessages, ProblemKey } from './i18n/messages.ts';
import type { Locale } from './locale.ts';

export interface SiteAssets {
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

/** All texts of a site; `done`: what an action says when it is done. */
export interface SiteMessages extends CommonMessages {
  readonly done: Readonly<Record<string, (count: number) => string>>;
}

export interface PageContext<Messages extends SiteMessages = SiteMessages> {
  readonly locale: Locale<Messages>;
  readonly t: Messages;
  readonly assets: SiteAssets;
  readonly csrf: string;
  /** The address of the screen, for links back to it. */
  readonly here: string;
  readonly nowMs: number;
  readonly done: { readonly key: string; readonly count: number } | null;
  readonly problem: Problem | null;
  /** What was typed into the form that failed, but for passwords. */
  readonly typed: Readonly<Record<string, string>>;
  /** What an action has to show. */
  readonly shown: unknown;
}

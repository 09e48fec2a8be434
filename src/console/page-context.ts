/** What every page of the console is drawn with besides its model. */

import type { Ability } from '../operator/roles.ts';
import type { Operator } from '../ports/operator.ts';
import type { PageContext as SitePageContext } from '../screens/page-context.ts';
import type { Messages } from './i18n/messages.ts';

export interface PageContext extends SitePageContext<Messages> {
  readonly operator: Operator;
  /** Whether money by hand takes two operators, and how many requests wait for this one. */
  readonly fourEyes: boolean;
  readonly waiting: number;
  /** Whether one owner does alone what will take two. */
  readonly alone: boolean;
  may(ability: Ability): boolean;
}

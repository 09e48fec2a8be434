/** What every page of the portal is drawn with besides its model. */

import type { Merchant, Mode } from '../domain/merchant.ts';
import type { MemberAbility } from '../operator/member-roles.ts';
import type { Member } from '../ports/member.ts';
import type { PageContext as SitePageContext } from '../screens/page-context.ts';
import type { SafeUrl } from '../web/safe-url.ts';
import type { Messages } from './i18n/messages.ts';

export interface PageContext extends SitePageContext<Messages> {
  readonly member: Member;
  readonly merchant: Merchant;
  readonly mode: Mode;
  /** Whether a change that opens a way to money waits for the operator here. */
  readonly waits: boolean;
  /** An address of the portal in this mode: `at(['orders', '17'])` is `/portal/test/orders/17`. */
  at(segments: readonly string[], query?: Readonly<Record<string, string>>): SafeUrl;
  may(ability: MemberAbility): boolean;
}

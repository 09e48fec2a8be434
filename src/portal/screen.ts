/** What the portal consists of: see `src/screens/screen.ts`. */

import type { Mode } from '../domain/merchant.ts';
import type { OperatorCommand } from '../operator/command.ts';
import type { MemberAbility } from '../operator/member-roles.ts';
import type { Member } from '../ports/member.ts';
import {
  type Asked,
  type AuthenticatedSession,
  type FormOf,
  type SiteAction,
  type SiteScreen,
  type SiteTypes,
  type Answer as SomeAnswer,
  siteAction,
} from '../screens/screen.ts';
import type { Own } from './deps.ts';
import type { DoneKey, Messages } from './i18n/messages.ts';
import type { PageContext } from './page-context.ts';

export type { Form } from '../screens/screen.ts';

/** Who is signed in, and the token that says so. */
export interface MemberSession extends AuthenticatedSession {
  readonly member: Member;
}

/** Who asks for what. */
export interface Ask extends Asked, MemberSession {
  readonly own: Own;
  readonly mode: Mode;
}

export interface PortalTypes extends SiteTypes {
  readonly deps: Own;
  readonly session: MemberSession;
  readonly ask: Ask;
  readonly messages: Messages;
  readonly context: PageContext;
  readonly ability: MemberAbility;
  readonly done: DoneKey;
}

export type Screen<Model = unknown> = SiteScreen<PortalTypes, Model>;
export type Action = SiteAction<PortalTypes>;
export type Answer = SomeAnswer<DoneKey>;

/** The ability of a command that no member may run: nobody has it, and a test finds it out. */
const NOBODYS = 'manage_team';

/** A command's action. */
export function actionOf<Result>(
  command: OperatorCommand<unknown, Result>,
  form: FormOf<PortalTypes, Result>,
): Action {
  return siteAction<PortalTypes, Result>(command, command.member?.ability ?? NOBODYS, form);
}

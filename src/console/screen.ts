/** What the console consists of: see `src/screens/screen.ts`. */

import type { OperatorCommand } from '../operator/command.ts';
import type { Ability } from '../operator/roles.ts';
import type { Operator } from '../ports/operator.ts';
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
import type { ConsoleDeps } from './deps.ts';
import type { DoneKey, Messages } from './i18n/messages.ts';
import type { PageContext } from './page-context.ts';

export type { Form } from '../screens/screen.ts';

/** Who is signed in, and the token that says so. */
export interface OperatorSession extends AuthenticatedSession {
  readonly operator: Operator;
}

/** Who asks for what. */
export interface Ask extends Asked, OperatorSession {}

export interface ConsoleTypes extends SiteTypes {
  readonly deps: ConsoleDeps;
  readonly session: OperatorSession;
  readonly ask: Ask;
  readonly messages: Messages;
  readonly context: PageContext;
  readonly ability: Ability;
  readonly done: DoneKey;
}

export type Screen<Model = unknown> = SiteScreen<ConsoleTypes, Model>;
export type Action = SiteAction<ConsoleTypes>;
export type Answer = SomeAnswer<DoneKey>;

/** A command's action. */
export function actionOf<Result>(
  command: OperatorCommand<unknown, Result>,
  form: FormOf<ConsoleTypes, Result>,
): Action {
  return siteAction<ConsoleTypes, Result>(command, command.ability, form);
}

/**
 * What the console consists of: screens, which show, and actions, which do. Both are values in a
 * table; from the same table come the pages, the JSON interface, the role matrix and the tests.
 */

import type { Failed, Input, OperatorCommand } from '../operator/command.ts';
import type { Ability } from '../operator/roles.ts';
import type { Operator } from '../ports/operator.ts';
import type { SafeHtml } from '../web/safe-html.ts';
import type { ConsoleDeps } from './deps.ts';
import type { DoneKey } from './i18n/messages.ts';
import type { PageContext } from './page-context.ts';

/** Who asks for what. Parameters and query are text of anybody's making. */
export interface Ask {
  readonly operator: Operator;
  /** Of the operator's session. */
  readonly token: string;
  readonly ip: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

export interface Document {
  readonly title: string;
  readonly body: SafeHtml;
}

/**
 * `Model`: plain data, which the JSON interface gives out as it is. Method syntax on purpose: one
 * table holds screens of all models.
 */
export interface Screen<Model = unknown> {
  /** Below `/console`, in Fastify's syntax; empty for the first page. */
  readonly path: string;
  readonly ability: Ability;
  /** Null: there is no such thing. */
  load(deps: ConsoleDeps, ask: Ask): Promise<Model | null>;
  page(model: Model, context: PageContext): Document;
}

/** A command behind a form: what the form gives it, and what the page says when it is done. */
export interface Action {
  readonly path: string;
  /** The path of the screen that its form stands on. */
  readonly screen: string;
  readonly ability: Ability;
  readonly command: OperatorCommand;
  /** The command's input; when absent, the form and the parameters of the address. */
  input?(ask: Ask, form: Form): Input;
  answer(result: unknown, ask: Ask): Answer;
}

/** A command's action; its answer knows what the command tells. */
export function actionOf<Result>(
  command: OperatorCommand<unknown, Result>,
  {
    answer,
    ...rest
  }: Omit<Action, 'ability' | 'command' | 'answer'> & {
    answer(result: Result, ask: Ask): Answer;
  },
): Action {
  const { ability } = command;
  return { ...rest, ability, command, answer: (result, ask) => answer(result as Result, ask) };
}

/** What a page says of a command that is done. */
export type Answer = Done | Shown;

interface Done {
  readonly done: DoneKey;
  readonly count?: number;
  /** Where to go on, as path segments; the screen itself when absent. */
  readonly go?: readonly string[];
}

/** The screen is shown again with what came of it: a thing that is told once, or not kept. */
interface Shown {
  readonly shown: unknown;
}

export type Form = Readonly<Record<string, string>>;

export type ActionResult = ({ readonly ok: true } & Answer) | Failed;

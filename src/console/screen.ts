/**
 * What the console consists of: screens, which show, and actions, which do. Both are values in a
 * table; from the same table come the pages, the JSON interface, the role matrix and the tests.
 */

import type { Failed, Input, OperatorCommand } from '../operator/command.ts';
import type { Ability } from '../operator/roles.ts';
import type { ApprovalSummary } from '../ports/approval.ts';
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
  /** The login of whoever asked for what this operator has approved. */
  readonly maker?: string;
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
export interface CommandAction {
  readonly path: string;
  /** The path of the screen that its form stands on. */
  readonly screen: string;
  readonly ability: Ability;
  readonly command: OperatorCommand;
  /** The command's input; when absent, the form and the parameters of the address. */
  input?(ask: Ask, form: Form): Input;
  answer(result: unknown): Answer;
}

/** A command's action; its answer knows what the command tells. */
export function actionOf<Result>(
  command: OperatorCommand<unknown, Result>,
  {
    answer,
    ...rest
  }: Omit<CommandAction, 'ability' | 'command' | 'answer'> & {
    answer(result: Result): Answer;
  },
): CommandAction {
  const { ability } = command;
  return { ...rest, ability, command, answer: (result) => answer(result as Result) };
}

export interface Action {
  readonly path: string;
  readonly ability: Ability;
  /** The name in the audit log. */
  readonly name: string;
  /**
   * Money and keys: the operator's password is asked for once more. `code`: a code of the second
   * factor with it.
   */
  readonly confirm: boolean | 'code';
  /** Money by hand: where four eyes are required, another operator must approve it. */
  readonly twoPersons?: TwoPersons;
  /** The path of the screen that its form stands on. */
  readonly screen: string;
  subject(ask: Ask, form: Form): string;
  run(deps: ConsoleDeps, ask: Ask, form: Form): Promise<ActionResult>;
}

/** What is asked for now and carried out when it is approved. */
export interface TwoPersons {
  readonly name: string;
  /** What the approver reads, from the order as it is now; or why it cannot be. */
  check(deps: ConsoleDeps, ask: Ask, form: Form): Promise<Checked | Failed>;
}

export interface Checked {
  readonly ok: true;
  readonly summary: ApprovalSummary;
}

/** Who did it, for what is kept with orders and cases. */
export function doneBy({ operator, maker }: Ask): string {
  return maker === undefined ? operator.login : `${maker}, approved by ${operator.login}`;
}

export type Form = Readonly<Record<string, string>>;

/** What a page says of a command that is done. */
export type Answer = Pick<Done, 'done' | 'count' | 'go'> | Pick<Shown, 'shown'>;

/** `before` and `after`: the subject's state, of which the audit log keeps digests. */
interface Effect {
  readonly before?: unknown;
  readonly after?: unknown;
  /** A few words for the audit log; no secrets, nothing of payers. */
  readonly detail?: string;
}

interface Done extends Effect {
  readonly ok: true;
  readonly done: DoneKey;
  readonly count?: number;
  /** Where to go on, as path segments; the screen itself when absent. */
  readonly go?: readonly string[];
}

/** The screen is shown again with what came of it: a thing that is told once, or not kept. */
interface Shown extends Effect {
  readonly ok: true;
  readonly shown: unknown;
}

export type ActionResult = Done | Shown | Failed;

export { type Failed, failed, failedField } from '../operator/command.ts';

/**
 * What the console consists of: screens, which show, and actions, which do. Both are values in a
 * table; from the same table come the pages, the JSON interface, the role matrix and the tests.
 */
import type { ApprovalSummary, TwoPersonAction } from '../ports/approval.ts';
import type { Operator } from '../ports/operator.ts';
import type { SafeHtml } from '../web/safe-html.ts';
import type { ConsoleDeps } from './deps.ts';
import type { DoneKey, ProblemKey } from './i18n/messages.ts';
import type { PageContext } from './page-context.ts';
import type { Ability } from './roles.ts';

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
  readonly name: TwoPersonAction;
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

export type ActionResult = Done | Shown | Failed;

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

export interface Failed extends Effect {
  readonly ok: false;
  readonly problem: ProblemKey;
  /** Further words, from our own code only. */
  readonly why?: string;
  /** The field of the form that cannot be used. */
  readonly field?: string;
}

export function failed(problem: ProblemKey, why?: string): Failed {
  return { ok: false, problem, ...(why === undefined ? {} : { why }) };
}

/** A value that cannot be used: by which name the form has it, and why. */
export function failedField(field: string, why: string): Failed {
  return { ok: false, problem: 'field', why, field };
}

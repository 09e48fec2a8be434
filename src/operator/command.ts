/**
 * What an operator's command is: a value that says its name, who may run it, whether a second
 * person must, how its input is checked and what it does. Console and command line are skins on it.
 */
import type { ApprovalSummary } from '../ports/approval.ts';
import type { Lanes } from '../ports/core.ts';
import type { PrivilegedWrites } from '../ports/privileged.ts';
import type { Actor } from './actor.ts';
import type { OperatorDeps } from './deps.ts';
import type { MemberRule } from './member-rule.ts';
import type { Ability } from './roles.ts';

/** What a command is given: texts by name, as a form or a command line has them. */
export type Input = Readonly<Record<string, string>>;

/**
 * Why a command was not carried out: a closed list, so that each skin has a sentence for each.
 * `field`: an input that cannot be used; the rest says by itself what it is about.
 */
export type ProblemCode =
  | 'forbidden'
  | 'second_person'
  | 'wrong_password'
  | 'wrong_code'
  | 'field'
  | 'exists'
  | 'not_found'
  | 'not_due'
  | 'amount'
  | 'refund_refused'
  | 'form_stale'
  | 'reason_missing'
  | 'already_closed'
  | 'not_in_review'
  | 'not_resolved'
  | 'holds_money'
  | 'nothing_held'
  | 'not_covered'
  | 'reference_missing'
  | 'key_refused'
  | 'overlap'
  | 'unreadable'
  | 'unknown_operation'
  | 'login_malformed'
  | 'login_taken'
  | 'password_short'
  | 'password_common'
  | 'passwords_differ'
  | 'unknown_operator'
  | 'unknown_member'
  | 'link_over'
  | 'last_owner'
  | 'yourself'
  | 'role'
  | 'second_factor_on'
  | 'no_second_factor'
  | 'decided_before'
  | 'own_request'
  | 'same_person'
  | 'asked_otherwise'
  | 'not_carried_out'
  | 'edited_meanwhile';

export interface Failed {
  readonly ok: false;
  readonly problem: ProblemCode;
  /** The input that cannot be used. */
  readonly field?: string;
  /** Further words, from our own code only; of a field: the sentence's end, with what to send. */
  readonly why?: string;
  /** What was written stands, and is committed with the row that says it was refused. */
  readonly keeps?: true;
}

/** What was done. `before` and `after`: the subject's state; the audit log keeps digests of it. */
export interface Done<Result> {
  readonly ok: true;
  readonly result: Result;
  readonly before?: unknown;
  readonly after?: unknown;
  /** A few words for the audit log; no secrets, nothing of payers. */
  readonly detail?: string;
  /** One person did what takes two as soon as there are two owners: said wherever it is shown. */
  readonly alone?: true;
}

export interface Checked<Value> {
  readonly ok: true;
  readonly value: Value;
  /** What the second person reads; when absent, the input itself. */
  readonly summary?: ApprovalSummary;
}

/** What a command in execution writes through. */
export interface Run {
  readonly deps: OperatorDeps;
  readonly actor: Actor;
  /**
   * One transaction. What `work` wrote is committed together with the command's row when it is
   * done; nothing is written when it failed (unless it `keeps`).
   */
  commit<Result>(
    work: (writes: PrivilegedWrites) => Promise<Done<Result> | Failed>,
  ): Promise<Done<Result> | Failed>;
  /**
   * The write path of orders. A batch that changes something for this command has the command's row
   * in its commit; `resultOf` says what the answer of the lane's command comes to.
   */
  lanes(resultOf: (answer: unknown) => Done<unknown> | Failed): Lanes;
  /**
   * Another command as a part of this one, with rows of its own. `claim` is written in the commit
   * of its first row; null: the claim failed, and nothing was done.
   */
  perform(
    command: OperatorCommand,
    actor: Actor,
    input: Input,
    claim: (writes: PrivilegedWrites) => Promise<Failed | null>,
  ): Promise<Done<unknown> | Failed | null>;
}

export interface Prepared<Result> {
  readonly ok: true;
  readonly input: Input;
  /** Null: nothing was made that anybody needs to be shown. */
  readonly result: Result | null;
}

/** Method syntax on purpose: one registry holds commands of all values and results. */
export interface OperatorCommand<Value = unknown, Result = unknown> {
  /** In the audit log: `merchant.create`. */
  readonly name: string;
  readonly ability: Ability;
  /** Which members of a merchant may run it too, on what is their merchant's; left out: none. */
  readonly member?: MemberRule;
  /**
   * What an operator who is signed in must give again. `code`: the password, and a code of the
   * second factor. The command line asks for neither: whoever reaches it holds the platform's key.
   */
  readonly confirm: 'none' | 'password' | 'code';
  /**
   * Where the installation says so, another person must approve it. `four_eyes`: money by hand,
   * asked for in the console. `two_people`: opens a way to money, asked for in the console or at
   * the command line; until there is a second owner one person does it alone, with a warning.
   */
  readonly approval: 'none' | 'four_eyes' | 'two_people';
  /** Whether this input only takes something away: then it is done at once, by one person. */
  closes?(input: Input): boolean;
  /** Whether this input is so little that one person is enough; left out: it never is. */
  isSmall?(deps: OperatorDeps, input: Input): Promise<boolean>;
  /**
   * What is made when it is asked for, and comes into force when it is approved: it is added to the
   * input, and whoever asks gets the result as it will be. Left out: nothing.
   */
  prepare?(value: Value): Promise<Prepared<Result> | Failed>;
  /**
   * Inputs that nobody may read: of a request for approval they are kept sealed and not shown. A
   * command with such inputs has to name them here.
   */
  readonly secrets?: readonly string[];
  /** Whether the configuration in memory must be read again when it is done. */
  readonly changesConfiguration: boolean;
  /** What it is done to, for the audit log: `order 123`. */
  subject(input: Input, actor: Actor): string;
  /** Reads the input, and looks at what it is about. Writes nothing: it is asked again later. */
  check(deps: OperatorDeps, actor: Actor, input: Input): Promise<Checked<Value> | Failed>;
  /**
   * Why it cannot wait for a second operator, though its input can be read. Asked when the approval
   * is asked for, and again when it is given; left out: nothing stands against it.
   */
  approvable?(deps: OperatorDeps, value: Value): Promise<Failed | null>;
  /** Everything it writes goes through `run`, which commits it together with its audit row. */
  execute(run: Run, value: Value): Promise<Done<Result> | Failed>;
}

export function failed(problem: ProblemCode, why?: string): Failed {
  return { ok: false, problem, ...(why === undefined ? {} : { why }) };
}

/** A value that cannot be used: by which name the input has it, and why. */
export function failedField(field: string, why: string): Failed {
  return { ok: false, problem: 'field', why, field };
}

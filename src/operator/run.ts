/**
 * How anything privileged is done: the role is looked at, the password asked again where money or
 * keys are concerned, another operator where the installation wants one, and the audit log is
 * written before the work (`asked`) and in the very transaction of the work (`done`).
 */
import type { Approval } from '../ports/approval.ts';
import type { Operator } from '../ports/operator.ts';
import type { PrivilegedStore, PrivilegedWrites } from '../ports/privileged.ts';
import { type Actor, keyOf, type MemberActor, type OperatorActor } from './actor.ts';
import { hasTwoOwners, partedOf, summaryOf, whyChanged } from './approval.ts';
import {
  type Done,
  type Failed,
  failed,
  type Input,
  type OperatorCommand,
  type Run,
} from './command.ts';
import type { OperatorDeps } from './deps.ts';
import { MADE_KEYS, MADE_TOKEN } from './keys.ts';
import { memberMayDo } from './member-roles.ts';
import type { MemberRule, Subject } from './member-rule.ts';
import { type Recorded, Recorder, rowOf, writeAlone } from './record.ts';
import { OPERATOR_COMMANDS } from './registry.ts';
import { mayDo } from './roles.ts';

/** A command that another operator must approve first. */
export interface Awaiting<Result = unknown> {
  readonly ok: true;
  readonly awaits: bigint;
  /** What was made for it, disclosed this once; null: nothing. It counts when it is approved. */
  readonly shown: Result | null;
}

export type Outcome<Result> = Done<Result> | Awaiting<Result> | Failed;

/** Runs commands for whoever holds it: the console and the command line. */
export type RunCommand = <Result>(
  command: OperatorCommand<unknown, Result>,
  actor: Actor,
  input: Input,
) => Promise<Outcome<Result>>;

export interface OperatorCommands {
  /**
   * Rejects when the outcome of a command is not known; the audit log says so then. A command
   * that is not in the registry writes nothing but its rows: it has no way to.
   */
  readonly run: RunCommand;
  /** Why a request cannot be approved as it was asked for; null: it can. */
  whyChanged(actor: Actor, approval: Approval): Promise<string | null>;
}

/** Opens the commands over what they read and the one store that they write. */
export function openOperatorCommands(deps: OperatorDeps, store: PrivilegedStore): OperatorCommands {
  return {
    run: (command, actor, input) => runCommand(deps, store, command, actor, input),
    whyChanged: (actor, approval) => whyChanged(deps, OPERATOR_COMMANDS, actor, approval),
  };
}

async function runCommand<Result>(
  deps: OperatorDeps,
  store: PrivilegedStore,
  command: OperatorCommand<unknown, Result>,
  actor: Actor,
  { [MADE_KEYS]: _, [MADE_TOKEN]: __, ...input }: Input,
): Promise<Outcome<Result>> {
  const theirs = actor.kind === 'member' ? await subjectOf(deps, command, actor, input) : null;
  if (theirs !== null && !theirs.ok) {
    const what = { name: command.name, subject: command.subject(input, actor), actor };
    await writeAlone(store, rowOf(what, 'refused', { detail: theirs.problem }));
    return theirs;
  }
  const rule = await ruleOf(deps, command, input, theirs);
  // Money by hand is asked for by somebody who is signed in.
  const isMoney = command.approval === 'four_eyes';
  if (rule === 'two' && isMoney && actor.kind === 'system') return failed('second_person');
  const name = rule === 'two' ? `${command.name}.request` : command.name;
  const what = { name, subject: command.subject(input, actor), actor };
  if (actor.kind !== 'system') {
    const problem = await whyNot(deps, command, actor);
    if (problem !== null) {
      await writeAlone(store, rowOf(what, 'refused', { detail: problem.detail }));
      return failed(problem.code);
    }
  }
  if (rule === 'two') return await requestApproval(deps, store, command, actor, what, input);
  const isAlone = rule === 'alone';
  await writeAlone(store, rowOf(what, 'asked', isAlone ? { detail: 'alone: one owner' } : {}));
  const result = await execute(deps, store, command, what, input);
  return result.ok && isAlone ? { ...result, alone: true } : result;
}

type Theirs = { readonly ok: true; readonly rule: MemberRule; readonly subject: Subject };

/**
 * Whether a member may run this on what the input names. What is another merchant's, what is of the
 * other mode, and what does not exist, is one answer; the role is looked at before any.
 */
async function subjectOf(
  deps: OperatorDeps,
  { member: rule }: Pick<OperatorCommand, 'member'>,
  actor: MemberActor,
  input: Input,
): Promise<Theirs | Failed> {
  if (rule === undefined || !memberMayDo(actor.member.role, rule.ability)) {
    return failed('forbidden');
  }
  const subject = await rule.subjectOf(deps, input, actor);
  const isTheirs = subject?.merchantId === actor.member.merchantId;
  const isHere = subject?.mode === null || subject?.mode === actor.mode;
  return isTheirs && isHere ? { ok: true, rule, subject } : failed('not_found');
}

/**
 * Whether it takes two people now; `alone`: it will, as soon as there is a second owner. A member
 * asks, and an operator is the second person; test money takes one.
 */
async function ruleOf(
  deps: OperatorDeps,
  command: Pick<OperatorCommand, 'approval' | 'closes' | 'isSmall'>,
  input: Input,
  theirs: Theirs | null,
): Promise<'one' | 'alone' | 'two'> {
  const { approval } = command;
  if (approval === 'none' || command.closes?.(input) === true) return 'one';
  if (!(await deps.fourEyes()) || (await command.isSmall?.(deps, input)) === true) return 'one';
  if (theirs !== null) {
    return theirs.rule.alone === true || theirs.subject.mode === 'test' ? 'one' : 'two';
  }
  return approval === 'four_eyes' || (await hasTwoOwners(deps)) ? 'two' : 'alone';
}

/** Why somebody may not run it now; `detail`: as the audit log says it. */
async function whyNot(
  deps: OperatorDeps,
  { ability, confirm }: Pick<OperatorCommand, 'ability' | 'confirm'>,
  actor: OperatorActor | MemberActor,
) {
  const isOpen = actor.kind === 'member' || mayDo(actor.operator.role, ability);
  if (!isOpen) return { code: 'forbidden', detail: 'role' } as const;
  if (confirm === 'none' || (await isThatPerson(deps, confirm, actor))) return null;
  const code = confirm === 'code' ? 'wrong_code' : 'wrong_password';
  return { code, detail: 'password' } as const;
}

/** The password of who is signed in, and a code; guesses are counted like those at sign-in. */
async function isThatPerson(
  { operators, secondFactors, members, memberFactors }: OperatorDeps,
  what: 'password' | 'code',
  actor: OperatorActor | MemberActor,
): Promise<boolean> {
  const isMember = actor.kind === 'member';
  const { id, login } = isMember ? actor.member : actor.operator;
  const { password, otp, ip, token } = actor;
  const factors = isMember ? memberFactors : secondFactors;
  const code = (who: Pick<Operator, 'id' | 'secondFactorAt'>) => factors.accepts(who, otp);
  const also = what === 'code' ? code : undefined;
  const session = token === '' ? undefined : token;
  const accounts = isMember ? members : operators;
  const found = await accounts.verifyLogin(login, password, ip, also, undefined, session);
  return found !== null && found.id === id;
}

/** The work after its first row in the audit log, with the row about its end. */
async function execute<Result>(
  deps: OperatorDeps,
  store: PrivilegedStore,
  command: OperatorCommand<unknown, Result>,
  what: Recorded,
  input: Input,
): Promise<Done<Result> | Failed> {
  const { actor } = what;
  const recorder = new Recorder(store, what);
  const result = await recorder.guard(async () => {
    const checked = await command.check(deps, actor, input);
    if (!checked.ok) return checked;
    const run: Run = {
      deps,
      actor,
      commit: (work) => recorder.commit(work),
      lanes: (resultOf) => recorder.lanes(deps.lanes, resultOf),
      perform: (other, as, given, claim) => perform(deps, store, other, as, given, claim),
    };
    return await command.execute(run, checked.value);
  });
  if (result.ok && command.changesConfiguration) await deps.snapshot.refresh();
  return result;
}

/** A command that was approved: claimed in the commit of its first row, then executed. */
async function perform(
  deps: OperatorDeps,
  store: PrivilegedStore,
  command: OperatorCommand,
  actor: Actor,
  input: Input,
  claim: (writes: PrivilegedWrites) => Promise<Failed | null>,
): Promise<Done<unknown> | Failed | null> {
  const what = { name: command.name, subject: command.subject(input, actor), actor };
  const isClaimed = await store.transaction(async (writes) => {
    const keep = (await claim(writes)) === null;
    if (keep) await writes.audit(rowOf(what, 'asked'));
    return { keep, value: keep };
  });
  return isClaimed ? await execute(deps, store, command, what, input) : null;
}

/** What is asked for now, and carried out when another operator approves it. */
async function requestApproval<Result>(
  deps: OperatorDeps,
  store: PrivilegedStore,
  command: OperatorCommand<unknown, Result>,
  actor: Actor,
  what: Recorded,
  input: Input,
): Promise<Awaiting<Result> | Failed> {
  await writeAlone(store, rowOf(what, 'asked'));
  const recorder = new Recorder(store, what);
  let shown: Result | null = null;
  const result = await recorder.guard<bigint>(async () => {
    const checked = await command.check(deps, actor, input);
    if (!checked.ok) return checked;
    const problem = (await command.approvable?.(deps, checked.value)) ?? null;
    if (problem !== null) return problem;
    const prepared = await command.prepare?.(checked.value);
    if (prepared?.ok === false) return prepared;
    shown = prepared?.result ?? null;
    const { form, secrets } = partedOf(command, { ...input, ...prepared?.input });
    const summary = summaryOf(checked, form);
    const { name: action } = command;
    const request = { action, subject: what.subject, params: {}, form, secrets, summary };
    return await recorder.commit(async ({ approvals }) => {
      const makerId = actor.kind === 'operator' ? actor.operator.id : null;
      const id = await approvals.request({ id: makerId, key: keyOf(actor) }, request);
      return { ok: true, result: id, after: summary, detail: `approval ${id}` };
    });
  });
  return result.ok ? { ok: true, awaits: result.result, shown } : result;
}

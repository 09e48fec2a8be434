/**
 * How anything privileged is done: the role is looked at, the password asked again where money or
 * keys are concerned, another operator where the installation wants one, and the audit log is
 * written before the work (`asked`) and in the very transaction of the work (`done`).
 */
import type { ApprovalSummary } from '../ports/approval.ts';
import type { Operator } from '../ports/operator.ts';
import type { PrivilegedStore } from '../ports/privileged.ts';
import type { Actor, OperatorActor } from './actor.ts';
import { type Done, type Failed, failed, type Input, type OperatorCommand } from './command.ts';
import type { OperatorDeps } from './deps.ts';
import { type Recorded, Recorder, rowOf, writeAlone } from './record.ts';
import { mayDo } from './roles.ts';

/** A command that another operator must approve first. */
export interface Awaiting {
  readonly ok: true;
  readonly awaits: bigint;
}

export type Outcome<Result> = Done<Result> | Awaiting | Failed;

/** Runs commands for whoever holds it: the console and the command line. */
export type RunCommand = <Result>(
  command: OperatorCommand<unknown, Result>,
  actor: Actor,
  input: Input,
) => Promise<Outcome<Result>>;

/**
 * Opens the room. What it answers rejects when it cannot be told what became of a command; the
 * audit log says so then.
 */
export function openOperatorCommands(deps: OperatorDeps, store: PrivilegedStore): RunCommand {
  return async <Result>(
    command: OperatorCommand<unknown, Result>,
    actor: Actor,
    input: Input,
  ): Promise<Outcome<Result>> => {
    const two = command.approval === 'four_eyes' && (await deps.fourEyes());
    // Nobody stands beside who types it: it is refused before anything is asked for.
    if (two && actor.kind === 'system') return failed('second_person');
    const name = two ? `${command.name}.request` : command.name;
    const what = { name, subject: command.subject(input, actor), actor };
    if (actor.kind === 'operator') {
      const problem = await whyNot(deps, command, actor);
      if (problem !== null) {
        await writeAlone(store, rowOf(what, 'refused', { detail: problem.detail }));
        return failed(problem.code);
      }
      if (two) return await requestApproval(deps, store, command, actor, what, input);
    }
    return await execute(deps, store, command, what, input);
  };
}

/** Why an operator may not run it now; `detail`: as the audit log says it. */
async function whyNot(
  deps: OperatorDeps,
  { ability, confirm }: Pick<OperatorCommand, 'ability' | 'confirm'>,
  actor: OperatorActor,
) {
  if (!mayDo(actor.operator.role, ability)) return { code: 'forbidden', detail: 'role' } as const;
  if (confirm === 'none' || (await isOperator(deps, confirm, actor))) return null;
  const code = confirm === 'code' ? 'wrong_code' : 'wrong_password';
  return { code, detail: 'password' } as const;
}

/** The password of who is signed in, and a code; guesses are counted like those at sign-in. */
async function isOperator(
  { operators, secondFactors }: OperatorDeps,
  what: 'password' | 'code',
  { operator: { id, login }, password, otp, ip }: OperatorActor,
): Promise<boolean> {
  const code = (who: Operator) => secondFactors.accepts(who, otp);
  const also = what === 'code' ? code : undefined;
  const found = await operators.verifyLogin(login, password, ip, also);
  return found !== null && found.id === id;
}

/** The work between its rows in the audit log. */
async function execute<Result>(
  deps: OperatorDeps,
  store: PrivilegedStore,
  command: OperatorCommand<unknown, Result>,
  what: Recorded,
  input: Input,
): Promise<Done<Result> | Failed> {
  const { actor } = what;
  await writeAlone(store, rowOf(what, 'asked'));
  const recorder = new Recorder(store, what);
  const result = await recorder.guard(async () => {
    const checked = await command.check(deps, actor, input);
    if (!checked.ok) return checked;
    return await command.execute(
      { deps, actor, commit: (work) => recorder.commit(work) },
      checked.value,
    );
  });
  if (result.ok && command.changesConfiguration) await deps.snapshot.refresh();
  return result;
}

/** What is asked for now, and carried out when another operator approves it. */
async function requestApproval(
  deps: OperatorDeps,
  store: PrivilegedStore,
  command: OperatorCommand,
  actor: OperatorActor,
  what: Recorded,
  input: Input,
): Promise<Awaiting | Failed> {
  await writeAlone(store, rowOf(what, 'asked'));
  const recorder = new Recorder(store, what);
  const result = await recorder.guard<bigint>(async () => {
    const checked = await command.check(deps, actor, input);
    if (!checked.ok) return checked;
    const summary = checked.summary ?? summaryOf(input);
    const { name: action } = command;
    const request = { action, subject: what.subject, params: {}, form: input, summary };
    return await recorder.commit(async ({ approvals }) => {
      const id = await approvals.request(actor.operator.id, request);
      return { ok: true, result: id, after: summary, detail: `approval ${id}` };
    });
  });
  return result.ok ? { ok: true, awaits: result.result } : result;
}

function summaryOf(facts: Input): ApprovalSummary {
  return { orderId: null, asset: null, amountMinor: null, finding: null, evidence: '', facts };
}

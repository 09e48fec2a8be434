/**
 * How anything is done from the console: the role is looked at, the password asked again where
 * money or keys are concerned, and the audit log written before the work and after it.
 */

import { digestOf } from '../operator/model-json.ts';
import { mayDo } from '../operator/roles.ts';
import type { AuditEvent, Operator } from '../ports/operator.ts';
import type { ConsoleDeps } from './deps.ts';
import {
  type Action,
  type ActionResult,
  type Ask,
  type CommandAction,
  type Form,
  failed,
  type TwoPersons,
} from './screen.ts';

const SUBJECT_CHARS_MAX = 200;

/** Null: the operator's role does not include it. Rejects when we cannot tell what became of it. */
export async function runAction(
  deps: ConsoleDeps,
  action: Action | CommandAction,
  ask: Ask,
  form: Form,
): Promise<ActionResult | null> {
  if ('command' in action) return await runOf(deps, action, ask, form);
  const twoPersons = deps.fourEyes ? action.twoPersons : undefined;
  const name = twoPersons === undefined ? action.name : `${action.name}.request`;
  const what = { name, subject: action.subject(ask, form) };
  if (!mayDo(ask.operator.role, action.ability)) {
    await write(deps, ask, what, 'refused', { detail: 'role' });
    return null;
  }
  if (action.confirm !== false && !(await isOperator(deps, action.confirm, ask, form))) {
    await write(deps, ask, what, 'refused', { detail: 'password' });
    return failed(action.confirm === 'code' ? 'wrong_code' : 'wrong_password');
  }
  return await recorded(deps, ask, what, () =>
    twoPersons === undefined
      ? action.run(deps, ask, form)
      : askForApproval(deps, twoPersons, what.subject, ask, form),
  );
}

/** A command, run for who is signed in. */
async function runOf(
  deps: ConsoleDeps,
  action: CommandAction,
  ask: Ask,
  { csrf: _, password = '', otp = '', ...form }: Form,
): Promise<ActionResult | null> {
  const { operator, token, ip, params } = ask;
  const actor = { kind: 'operator', operator, token, ip, password, otp } as const;
  const input = action.input?.(ask, form) ?? { ...form, ...params };
  const outcome = await deps.run(action.command, actor, input);
  if (!outcome.ok) return outcome.problem === 'forbidden' ? null : outcome;
  if ('awaits' in outcome) return { ok: true, done: 'asked_for_approval', go: ['approvals'] };
  return { ok: true, ...action.answer(outcome.result) };
}

/** What another operator has approved: carried out as it was asked for, and recorded. */
export async function runApproved(
  deps: ConsoleDeps,
  action: Action,
  ask: Ask & { readonly maker: string },
  form: Form,
): Promise<ActionResult> {
  const what = { name: action.name, subject: action.subject(ask, form) };
  return await recorded(deps, ask, what, () => action.run(deps, ask, form));
}

async function askForApproval(
  deps: ConsoleDeps,
  { name: action, check }: TwoPersons,
  subject: string,
  ask: Ask,
  { csrf: _, password: __, otp: ___, ...form }: Form,
): Promise<ActionResult> {
  const checked = await check(deps, ask, form);
  if (!checked.ok) return checked;
  const { summary } = checked;
  const request = { action, subject, params: ask.params, form, summary };
  const { id } = await deps.approvals.ask(ask.operator.id, request);
  const go = ['approvals'];
  return { ok: true, done: 'asked_for_approval', go, after: summary, detail: `approval ${id}` };
}

type What = { readonly name: string; readonly subject: string };

/** The audit log before the work and after it. */
async function recorded(
  deps: ConsoleDeps,
  ask: Ask,
  what: What,
  work: () => Promise<ActionResult>,
): Promise<ActionResult> {
  const by = ask.maker === undefined ? '' : `asked by ${ask.maker}`;
  const words = (...said: readonly string[]) => [by, ...said].filter((one) => one !== '').join(' ');
  await write(deps, ask, what, 'asked', { detail: by });
  let result: ActionResult;
  try {
    result = await work();
  } catch (error) {
    const detail = words('failed: the outcome is not known');
    await write(deps, ask, what, 'refused', { detail });
    throw error;
  }
  if (result.ok) {
    const { detail = '', before, after } = result;
    const digests = { before: digestOf(before), after: digestOf(after) };
    await write(deps, ask, what, 'done', { detail: words(detail), ...digests });
  } else {
    const { problem, field = '', why = '' } = result;
    await write(deps, ask, what, 'refused', { detail: words(problem, field, why) });
  }
  return result;
}

async function write(
  deps: ConsoleDeps,
  { operator, ip }: Ask,
  { name, subject }: What,
  phase: AuditEvent['phase'],
  rest: Partial<AuditEvent>,
): Promise<void> {
  await deps.audit.append({
    operatorId: operator.id,
    login: operator.login,
    ip,
    action: name,
    phase,
    subject: subject.slice(0, SUBJECT_CHARS_MAX),
    detail: '',
    before: null,
    after: null,
    ...rest,
  });
}

/** The password of who is signed in, and a code; guesses are counted like those at the door. */
async function isOperator(
  deps: ConsoleDeps,
  what: true | 'code',
  ask: Ask,
  form: Form,
): Promise<boolean> {
  const { login, id } = ask.operator;
  const code = (who: Operator) => deps.secondFactors.accepts(who, form.otp ?? '');
  const also = what === 'code' ? code : undefined;
  const found = await deps.operators.verifyLogin(login, form.password ?? '', ask.ip, also);
  return found !== null && found.id === id;
}

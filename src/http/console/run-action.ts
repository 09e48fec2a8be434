/**
 * How anything is done from the console: the role is looked at, the password asked again where
 * money or keys are concerned, and the audit log written before the work and after it.
 */
import type { AuditEvent, Operator } from '../../app/operator-ports.ts';
import type { ConsoleDeps } from './deps.ts';
import { digestOf } from './json.ts';
import { mayDo } from './roles.ts';
import { type Action, type ActionResult, type Ask, type Form, failed } from './screen.ts';

const SUBJECT_CHARS_MAX = 200;

/** Null: the operator's role does not include it. Rejects when we cannot tell what became of it. */
export async function runAction(
  deps: ConsoleDeps,
  action: Action,
  ask: Ask,
  form: Form,
): Promise<ActionResult | null> {
  const { operator, ip } = ask;
  const write = (phase: AuditEvent['phase'], rest: Partial<AuditEvent>) =>
    deps.audit.append({
      operatorId: operator.id,
      login: operator.login,
      ip,
      action: action.name,
      phase,
      subject: action.subject(ask, form).slice(0, SUBJECT_CHARS_MAX),
      detail: '',
      before: null,
      after: null,
      ...rest,
    });
  if (!mayDo(operator.role, action.ability)) {
    await write('refused', { detail: 'role' });
    return null;
  }
  if (action.confirm !== false && !(await isOperator(deps, action.confirm, ask, form))) {
    await write('refused', { detail: 'password' });
    return failed(action.confirm === 'code' ? 'wrong_code' : 'wrong_password');
  }
  await write('asked', {});
  let result: ActionResult;
  try {
    result = await action.run(deps, ask, form);
  } catch (error) {
    await write('refused', { detail: 'failed: the outcome is not known' });
    throw error;
  }
  if (result.ok) {
    const { detail = '', before, after } = result;
    await write('done', { detail, before: digestOf(before), after: digestOf(after) });
  } else {
    const { problem, field = '', why = '' } = result;
    const detail = [problem, field, why].filter((word) => word !== '').join(' ');
    await write('refused', { detail });
  }
  return result;
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

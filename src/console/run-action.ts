/** A form, run as the command behind it for who is signed in. */
import type { Actor } from '../operator/actor.ts';
import type { ActionResult } from '../screens/screen.ts';
import type { ConsoleDeps } from './deps.ts';
import type { Action, Ask, Form } from './screen.ts';

export function actorOf({ operator, token, ip }: Ask, { password = '', otp = '' }: Form): Actor {
  return { kind: 'operator', operator, token, ip, password, otp };
}

/** Null: the operator's role does not include it. Rejects when its outcome is not known. */
export async function runAction(
  deps: ConsoleDeps,
  action: Action,
  ask: Ask,
  form: Form,
): Promise<ActionResult | null> {
  const { csrf: _, password: __, otp: ___, ...given } = form;
  const input = action.input?.(ask, given) ?? { ...given, ...ask.params };
  const outcome = await deps.run(action.command, actorOf(ask, form), input);
  if (!outcome.ok) return outcome.problem === 'forbidden' ? null : outcome;
  if ('awaits' in outcome) {
    const { shown } = outcome;
    if (shown !== null) return { ok: true, ...action.answer(shown, ask) };
    return { ok: true, done: 'asked_for_approval', go: ['approvals'] };
  }
  return { ok: true, ...action.answer(outcome.result, ask) };
}

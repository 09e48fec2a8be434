/** The demo's operator: one owner, whose password stands in `demo.json`. */
import { randomBytes } from 'node:crypto';
import type { SystemActor } from '../operator/actor.ts';
import { operatorCreate, operatorPasswordReset } from '../operator/commands/operators.ts';
import type { RunCommand } from '../operator/run.ts';
import type { Operators } from '../ports/operator.ts';
import type { DemoLogin } from './demo.ts';

const LOGIN = 'demo';
const ACTOR: SystemActor = { kind: 'system', name: 'system:demo' };

/** Makes the operator, or gives it a new password when the one known is lost. */
export async function prepareOperator(
  operators: Operators,
  run: RunCommand,
  publicUrl: string,
  known: DemoLogin | null,
): Promise<DemoLogin> {
  const url = `${publicUrl}/console`;
  const existing = (await operators.list()).find(({ login }) => login === LOGIN);
  if (existing !== undefined && known?.login === LOGIN) return { ...known, url };
  const password = randomBytes(12).toString('base64url');
  const secret = { new_password: password };
  const done =
    existing === undefined
      ? await run(operatorCreate, ACTOR, { ...secret, login: LOGIN, role: 'owner', name: 'Demo' })
      : await run(operatorPasswordReset, ACTOR, { ...secret, id: `${existing.id}` });
  if (!done.ok) throw new Error('the demo operator could not be made');
  return { url, login: LOGIN, password };
}

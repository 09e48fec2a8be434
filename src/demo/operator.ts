/** The demo's operator: one owner, whose password stands in `demo.json`. */
import { randomBytes } from 'node:crypto';
import type { Operators } from '../ports/operator.ts';
import type { DemoOperator } from './demo.ts';

const LOGIN = 'demo';

/** Makes the operator, or gives it a new password when the one known is lost. */
export async function prepareOperator(
  operators: Operators,
  publicUrl: string,
  known: DemoOperator | null,
): Promise<DemoOperator> {
  const url = `${publicUrl}/console`;
  const existing = (await operators.list()).find(({ login }) => login === LOGIN);
  if (existing !== undefined && known?.login === LOGIN) return { ...known, url };
  const password = randomBytes(12).toString('base64url');
  const done =
    existing === undefined
      ? await operators.createOperator({ login: LOGIN, password, role: 'owner', name: 'Demo' })
      : await operators.setPassword(existing.id, password);
  if (!done.ok) throw new Error('the demo operator could not be made');
  return { url, login: LOGIN, password };
}

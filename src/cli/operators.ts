/** Operators' accounts from the command line; what is done to them stands in the audit log. */

import type { Platform } from '../platform.ts';
import type { AuditEvent, Operator, OperatorProblem } from '../ports/operator.ts';
import { createAuditLog } from '../store/operators/audit-log.ts';
import { createOperators } from '../store/operators/operators.ts';
import type { Context } from './command.ts';
import { quoted, required } from './option.ts';

/** In a file, or in standard input: arguments are seen by everybody on the machine. */
export const passwordFile = () =>
  required('FILE', 'holds the password in its first line; - is standard input');

export async function readPassword(context: Context, path: string): Promise<string> {
  const text = Buffer.from(await context.read(path)).toString('utf8');
  return text.split(/\r?\n/)[0] ?? '';
}

export const PROBLEMS: Readonly<Record<OperatorProblem, string>> = {
  login_malformed: 'a login has 2 to 64 small letters, digits, or . _ @ -',
  login_taken: 'there is an operator with this login',
  password_short: 'a password has 12 characters or more',
  unknown_operator: 'there is no such operator',
  last_owner: 'there must be an owner left',
};

/** The operator of that login, or a sentence that there is none. */
export async function findOperator(
  { pool }: Platform,
  login: string,
): Promise<{ ok: true; operator: Operator } | { ok: false; reason: string }> {
  const all = await createOperators(pool).list();
  const operator = all.find((one) => one.login === login.trim().toLowerCase());
  if (operator !== undefined) return { ok: true, operator };
  return { ok: false, reason: `no operator is called ${quoted(login)}` };
}

interface Worked<T> {
  /** Why it was not done; null: it was. */
  readonly problem: string | null;
  readonly result: T;
}

/** Writes the audit log before the work and after it. */
export async function audited<T>(
  { pool, vault }: Platform,
  context: Context,
  { action, subject, detail = '' }: Pick<AuditEvent, 'action' | 'subject'> & { detail?: string },
  work: () => Promise<Worked<T>>,
): Promise<T> {
  const log = createAuditLog(pool, vault.derive('audit-log'));
  const who = { operatorId: null, login: `system:${context.user()}`, ip: 'command line' };
  const write = (phase: AuditEvent['phase'], more: string) => {
    const words = [detail, more].filter((one) => one !== '').join(': ');
    return log.append({ ...who, action, subject, phase, detail: words, before: null, after: null });
  };
  await write('asked', '');
  const { problem, result } = await work();
  await write(problem === null ? 'done' : 'refused', problem ?? '');
  return result;
}

/** For work that has nothing to tell but why it was not done. */
export function asProblem(problem: string | null): Worked<string | null> {
  return { problem, result: problem };
}

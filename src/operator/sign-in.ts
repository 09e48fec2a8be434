/** Signing in and out: the session and its row in the audit log are one commit. */
import type { AuditEvent } from '../domain/audit-event.ts';
import type { Operator, Operators, SecondFactors } from '../ports/operator.ts';
import type { PrivilegedStore } from '../ports/privileged.ts';
import { writeAlone } from './record.ts';

export interface SignIn {
  /**
   * The operator and the token of a new session; null: login, password or code do not fit, or there
   * were too many tries. Refusals that used up a try are in the log, without what was typed: it may
   * be a password.
   */
  in(given: Credentials, ip: string): Promise<{ operator: Operator; token: string } | null>;
  out(operator: Operator, token: string, ip: string): Promise<void>;
}

export interface Credentials {
  readonly login: string;
  readonly password: string;
  readonly otp: string;
}

export function createSignIn(
  {
    operators,
    secondFactors,
  }: {
    readonly operators: Operators;
    readonly secondFactors: SecondFactors;
  },
  store: PrivilegedStore,
): SignIn {
  return {
    async in({ login, password, otp }, ip) {
      let isCounted = false;
      const operator = await operators.verifyLogin(
        login,
        password,
        ip,
        (who) => secondFactors.accepts(who, otp),
        () => {
          isCounted = true;
        },
      );
      if (operator === null) {
        if (isCounted) await writeAlone(store, refusedRow(ip));
        return null;
      }
      const token = await store.transaction(async ({ sessions, audit }) => {
        const value = await sessions.start(operator.id, ip);
        await audit(rowOf('sign_in', operator, ip));
        return { keep: true, value };
      });
      return { operator, token };
    },
    async out(operator, token, ip) {
      await store.transaction(async ({ sessions, audit }) => {
        await sessions.end(token);
        await audit(rowOf('sign_out', operator, ip));
        return { keep: true, value: null };
      });
    },
  };
}

function rowOf(action: string, { id, login }: Operator, ip: string): AuditEvent {
  const who = { operatorId: id, login, ip };
  return { ...who, action, phase: 'done', subject: `operator ${id}`, ...NOTHING_MORE };
}

function refusedRow(ip: string): AuditEvent {
  const who = { operatorId: null, login: 'unknown', ip };
  const detail = 'login, password or code';
  return {
    ...who,
    action: 'sign_in',
    phase: 'refused',
    subject: 'sign-in',
    ...NOTHING_MORE,
    detail,
  };
}

const NOTHING_MORE = { detail: '', before: null, after: null } as const;

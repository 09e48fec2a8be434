/** Signing in and out: the session and its row in the audit log are one commit. */
import type { AuditEvent } from '../domain/audit-event.ts';
import type { Member, MemberResult } from '../ports/member.ts';
import type { AccountCheck, Operator, SecondFactors } from '../ports/operator.ts';
import type { PrivilegedStore, PrivilegedWrites, SessionWrites } from '../ports/privileged.ts';
import { memberLogin } from './actor.ts';
import type { OperatorDeps } from './deps.ts';
import { writeAlone } from './record.ts';

export interface SignIn<Person = Operator> {
  /**
   * Who it is, and the token of a new session; null: login, password or code do not fit, or there
   * were too many tries. Refusals that used up a try are in the log, without what was typed: it may
   * be a password.
   */
  in(given: Credentials, ip: string): Promise<{ person: Person; token: string } | null>;
  out(person: Person, token: string, ip: string): Promise<void>;
}

export interface Credentials {
  readonly login: string;
  readonly password: string;
  readonly otp: string;
}

/** Of a member also by the link that sets a password. */
export interface MemberSignIn extends SignIn<Member> {
  /** Sets the password of whoever has the link; the link is used up. */
  accept(token: string, password: string, ip: string): Promise<MemberResult>;
}

/** What signing in is for one kind of people. */
interface Kind<Person> {
  readonly accounts: AccountCheck<Person>;
  readonly secondFactors: SecondFactors;
  sessionsOf(writes: PrivilegedWrites): SessionWrites;
  whoOf(person: Person): Pick<AuditEvent, 'operatorId' | 'login' | 'subject'>;
}

export function createSignIn(
  { operators, secondFactors }: Pick<OperatorDeps, 'operators' | 'secondFactors'>,
  store: PrivilegedStore,
): SignIn {
  return signInOf(store, {
    accounts: operators,
    secondFactors,
    sessionsOf: ({ sessions }) => sessions,
    whoOf: ({ id, login }) => ({ operatorId: id, login, subject: `operator ${id}` }),
  });
}

export function createMemberSignIn(
  { members, memberFactors }: Pick<OperatorDeps, 'members' | 'memberFactors'>,
  store: PrivilegedStore,
): MemberSignIn {
  const whoOf = (member: Member) => ({
    operatorId: null,
    login: memberLogin(member),
    subject: `member ${member.id}`,
  });
  return {
    ...signInOf(store, {
      accounts: members,
      secondFactors: memberFactors,
      sessionsOf: (writes) => writes.members.sessions,
      whoOf,
    }),
    accept: (token, password, ip) =>
      store.transaction(async (writes) => {
        const value = await writes.members.accept(token, password);
        if (value.ok) await writes.audit(rowOf('member.accept', whoOf(value.member), ip));
        return { keep: value.ok, value };
      }),
  };
}

function signInOf<Person extends Pick<Operator, 'id' | 'secondFactorAt'>>(
  store: PrivilegedStore,
  { accounts, secondFactors, sessionsOf, whoOf }: Kind<Person>,
): SignIn<Person> {
  return {
    async in({ login, password, otp }, ip) {
      let isCounted = false;
      const person = await accounts.verifyLogin(
        login,
        password,
        ip,
        (who) => secondFactors.accepts(who, otp),
        () => {
          isCounted = true;
        },
      );
      if (person === null) {
        if (isCounted) await writeAlone(store, refusedRow(ip));
        return null;
      }
      const token = await store.transaction(async (writes) => {
        const value = await sessionsOf(writes).start(person.id, ip);
        await writes.audit(rowOf('sign_in', whoOf(person), ip));
        return { keep: true, value };
      });
      return { person, token };
    },
    async out(person, token, ip) {
      await store.transaction(async (writes) => {
        await sessionsOf(writes).end(token);
        await writes.audit(rowOf('sign_out', whoOf(person), ip));
        return { keep: true, value: null };
      });
    },
  };
}

function rowOf(
  action: string,
  who: Pick<AuditEvent, 'operatorId' | 'login' | 'subject'>,
  ip: string,
): AuditEvent {
  return { ...who, ip, action, phase: 'done', ...NOTHING_MORE };
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

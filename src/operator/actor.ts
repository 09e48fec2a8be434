/** Who runs a command, as the audit log names them. */
import type { Mode } from '../domain/merchant.ts';
import type { Member } from '../ports/member.ts';
import type { Operator } from '../ports/operator.ts';

export type Actor = OperatorActor | MemberActor | SystemActor;

/** Somebody who is signed in to the console. */
export interface OperatorActor {
  readonly kind: 'operator';
  readonly operator: Operator;
  /** Of the session; one's own new second factor lets it live on. */
  readonly token: string;
  readonly ip: string;
  /** What was typed to confirm, where a command asks for it. */
  readonly password: string;
  readonly otp: string;
  /** The login of whoever asked for what this operator has approved. */
  readonly maker?: string;
  /** The same person by the key that accounts are compared by. */
  readonly makerKey?: string;
}

/** A member of a merchant who is signed in to the portal: touches nothing of other merchants. */
export interface MemberActor {
  readonly kind: 'member';
  readonly member: Member;
  /** Of the pages that it is done on: what is of the other money is not there. */
  readonly mode: Mode;
  readonly token: string;
  readonly ip: string;
  readonly password: string;
  readonly otp: string;
}

/** A program on the platform's own machine, which holds the database and the platform's key. */
export interface SystemActor {
  readonly kind: 'system';
  /** `cli:ann`. */
  readonly name: string;
  /** Who says so, where it is not the account of the system. */
  readonly saidBy?: string;
}

/** The command line, in the hands of an account of the system. */
export function commandLineActor(user: string, saidBy?: string): SystemActor {
  return { kind: 'system', name: `cli:${user}`, ...(saidBy === undefined ? {} : { saidBy }) };
}

/** By which accounts are compared: `operator:17`, `member:17`, `cli:ann`. */
export function keyOf(actor: Actor): string {
  if (actor.kind === 'system') return actor.name;
  return actor.kind === 'member' ? `member:${actor.member.id}` : `operator:${actor.operator.id}`;
}

/** On whose wish it is done: who asked for it, where another approved. */
export function wishOf(actor: Actor): string {
  return (actor.kind === 'operator' ? actor.makerKey : undefined) ?? keyOf(actor);
}

/** How the audit log calls a member, whose login may be an operator's as well. */
export function memberLogin({ login }: Pick<Member, 'login'>): string {
  return `member:${login}`;
}

/** Who did it, for what is kept with orders and cases. */
export function doneBy(actor: Actor): string {
  if (actor.kind === 'system') return actor.saidBy ?? actor.name;
  if (actor.kind === 'member') return memberLogin(actor.member);
  const { operator, maker } = actor;
  return maker === undefined ? operator.login : `${maker}, approved by ${operator.login}`;
}

/** The cells of an audit row that say who. */
export function whoOf(actor: Actor) {
  if (actor.kind === 'system') {
    return { operatorId: null, login: actor.name, ip: 'command line' };
  }
  const { ip } = actor;
  return actor.kind === 'member'
    ? { operatorId: null, login: memberLogin(actor.member), ip }
    : { operatorId: actor.operator.id, login: actor.operator.login, ip };
}

/** The address of who is signed in; nothing for the command line. */
export function ipOf(actor: Actor): string {
  return actor.kind === 'system' ? '' : actor.ip;
}

/** On whose word: the first part of a row's detail; empty when the actor's own. */
export function onWordOf(actor: Actor): string {
  if (actor.kind === 'system') return actor.saidBy === undefined ? '' : `said by ${actor.saidBy}`;
  if (actor.kind === 'member') return `merchant ${actor.member.merchantId}`;
  return actor.maker === undefined ? '' : `asked by ${actor.maker}`;
}

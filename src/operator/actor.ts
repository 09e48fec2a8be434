/** Who runs a command, as the audit log names them. */
import type { Operator } from '../ports/operator.ts';

export type Actor = OperatorActor | SystemActor;

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

/** By which accounts are compared: `operator:17`, `cli:ann`. */
export function keyOf(actor: Actor): string {
  return actor.kind === 'system' ? actor.name : `operator:${actor.operator.id}`;
}

/** On whose wish it is done: who asked for it, where another approved. */
export function wishOf(actor: Actor): string {
  return (actor.kind === 'operator' ? actor.makerKey : undefined) ?? keyOf(actor);
}

/** Who did it, for what is kept with orders and cases. */
export function doneBy(actor: Actor): string {
  if (actor.kind === 'system') return actor.saidBy ?? actor.name;
  const { operator, maker } = actor;
  return maker === undefined ? operator.login : `${maker}, approved by ${operator.login}`;
}

/** The cells of an audit row that say who. */
export function whoOf(actor: Actor) {
  return actor.kind === 'system'
    ? { operatorId: null, login: actor.name, ip: 'command line' }
    : { operatorId: actor.operator.id, login: actor.operator.login, ip: actor.ip };
}

/** On whose word: the first part of a row's detail; empty when the actor's own. */
export function onWordOf(actor: Actor): string {
  if (actor.kind === 'system') return actor.saidBy === undefined ? '' : `said by ${actor.saidBy}`;
  return actor.maker === undefined ? '' : `asked by ${actor.maker}`;
}

/**
 * What a site consists of: screens, which show, and actions, which do. Both are values in a table;
 * from the same table come the pages, the JSON interface, the role matrix and the tests.
 */

import type { Failed, Input, OperatorCommand } from '../operator/command.ts';
import type { SafeHtml } from '../web/safe-html.ts';
import type { PageContext, SiteMessages } from './page-context.ts';

/** What differs from site to site: see `Site`. */
export interface SiteTypes {
  /** What screens read. */
  readonly deps: unknown;
  /** Who is signed in. */
  readonly session: AuthenticatedSession;
  readonly ask: Asked;
  readonly messages: SiteMessages;
  readonly context: PageContext;
  readonly ability: string;
  readonly done: string;
}

/** Who is signed in: at least the token that says so. */
export interface AuthenticatedSession {
  readonly token: string;
}

/** What is asked for. Parameters and query are text of anybody's making. */
export interface Asked {
  readonly ip: string;
  readonly params: Form;
  readonly query: Form;
}

export type Form = Readonly<Record<string, string>>;

export interface Document {
  readonly title: string;
  readonly body: SafeHtml;
}

/**
 * `Model`: plain data, which the JSON interface gives out as it is. Method syntax on purpose: one
 * table holds screens of all models.
 */
export interface SiteScreen<S extends SiteTypes, Model = unknown> {
  /** Below the site's own, in Fastify's syntax; empty for the first page. */
  readonly path: string;
  readonly ability: S['ability'];
  /** Null: there is no such thing. */
  load(deps: S['deps'], ask: S['ask']): Promise<Model | null>;
  page(model: Model, context: S['context']): Document;
}

/** A command behind a form: what the form gives it, and what the page says when it is done. */
export interface SiteAction<S extends SiteTypes> {
  readonly path: string;
  /** The path of the screen that its form stands on. */
  readonly screen: string;
  readonly ability: S['ability'];
  readonly command: OperatorCommand;
  /** Of a form that sends a file, in bytes; left out: as much as a form needs. */
  readonly bodyBytesMax?: number;
  /** The command's input; when absent, the form and the parameters of the address. */
  input?(ask: S['ask'], form: Form): Input;
  answer(result: unknown, ask: S['ask']): Answer<S['done']>;
}

/** What a form says of itself; its answer knows what the command reports. */
export interface FormOf<S extends SiteTypes, Result>
  extends Omit<SiteAction<S>, 'ability' | 'command' | 'answer'> {
  answer(result: Result, ask: S['ask']): Answer<S['done']>;
}

/** A command's action, for whoever has the ability. */
export function siteAction<S extends SiteTypes, Result>(
  command: OperatorCommand<unknown, Result>,
  ability: S['ability'],
  { answer, ...form }: FormOf<S, Result>,
): SiteAction<S> {
  return { ...form, ability, command, answer: (result, ask) => answer(result as Result, ask) };
}

/** What a page says of a command that is done. */
export type Answer<DoneKey extends string = string> = Done<DoneKey> | Shown;

interface Done<DoneKey extends string> {
  readonly done: DoneKey;
  readonly count?: number;
  /** Where to go on, as path segments; the screen itself when absent. */
  readonly go?: readonly string[];
}

/** The screen is shown again with what came of it: what is disclosed once, or not kept. */
interface Shown {
  readonly shown: unknown;
}

export type ActionResult = ({ readonly ok: true } & Answer) | Failed;

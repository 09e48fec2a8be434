/** What a command is, and what comes of running one. Nothing here prints. */
import type { Config } from '../config.ts';
import type { Options, Values } from './option.ts';
import type { Style } from './style.ts';

/** 0 done, 1 found a problem or refused, 2 wrong usage, 3 no database, 70 defect. */
export const EXIT = { done: 0, refused: 1, usage: 2, noDatabase: 3, defect: 70 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What a command found out: printed as text, or with `--json` as one document. */
export interface Report {
  readonly code: ExitCode;
  /** Bigints become strings, times ISO 8601. */
  readonly data: unknown;
  readonly text: (style: Style) => string;
}

/** The outside of a process, as commands see it. */
export interface Context {
  config(): Config;
  /** All of a file; `-` is standard input. */
  read(path: string): Promise<Uint8Array>;
  /** Who is at the keyboard, as the system knows it. */
  user(): string;
  /** Says what is being done, when `--verbose` asks for it. */
  say(line: string): void;
  /** Warns on standard error, beside whatever is printed. */
  warn(line: string): void;
  /** Prints a line now: for commands that run until they are stopped. */
  printLine(line: string): void;
}

/** A command as the table holds it. */
export interface Command {
  /** One or two words. */
  readonly name: string;
  readonly summary: string;
  /** Further sentences of its help. */
  readonly notes: readonly string[];
  readonly positionals: Options;
  readonly options: Options;
  /** Command lines without `causeway`, each with what it is for. */
  readonly examples: readonly (readonly [line: string, what: string])[];
  /** Null: the command has printed all there is. */
  run(values: Readonly<Record<string, unknown>>, context: Context): Promise<Report | null>;
}

interface Definition<P extends Options, O extends Options>
  extends Omit<Command, 'positionals' | 'options' | 'notes' | 'run'> {
  readonly notes?: readonly string[];
  readonly positionals?: P;
  readonly options?: O;
  run(values: Values<P> & Values<O>, context: Context): Promise<Report | null>;
}

/** A command whose `run` gets its values with the types that its options read. */
export function command<
  P extends Options = Record<never, never>,
  O extends Options = Record<never, never>,
>(definition: Definition<P, O>): Command {
  return {
    notes: [],
    ...definition,
    positionals: definition.positionals ?? {},
    options: definition.options ?? {},
    run: (values, context) => definition.run(values as Values<P> & Values<O>, context),
  };
}

/** Done: `data` for programs, `text` for people. */
export function done(data: unknown, text: Report['text']): Report {
  return { code: EXIT.done, data, text };
}

/** A refusal, or a problem found, with nothing else to show. */
export function refused(message: string, hint: string | null = null): Report {
  return failure(EXIT.refused, message, hint);
}

/** The command line does not say what is needed. */
export function usageError(message: string, hint: string | null = null): Report {
  return failure(EXIT.usage, message, hint);
}

/** Any failure as a report; the text goes to standard error. */
export function failure(code: ExitCode, message: string, hint: string | null): Report {
  return {
    code,
    data: { error: { message, ...(hint === null ? {} : { hint }) } },
    text: ({ bad, dim }) =>
      `${bad('causeway:')} ${message}${hint === null ? '' : `\n${dim(hint)}`}`,
  };
}

/** Failures have no data but their message: they are said on standard error. */
export function isFailure({ data }: Report): boolean {
  return typeof data === 'object' && data !== null && 'error' in data;
}

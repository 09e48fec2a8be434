/** Operators' commands from the command line: who acts, and what a failure is called there. */
import { type Actor, commandLineActor } from '../operator/actor.ts';
import type { Failed, Input, OperatorCommand, ProblemCode } from '../operator/command.ts';
import type { Platform } from '../platform.ts';
import type { Operator } from '../ports/operator.ts';
import { createOperators } from '../store/operators/operators.ts';
import { type Context, done, type Report, refused, usageError } from './command.ts';
import { bad, good, quoted, type Read, required } from './option.ts';

/**
 * How one command's failures are reported: `fields` and `problems` where its own words say more.
 */
export interface Failures {
  /** By input: the name of its option, where it is not the input's own with dashes. */
  readonly options?: Readonly<Record<string, string>>;
  /** Inputs that are wrong usage, exit code 2, when they cannot be used. */
  readonly usage?: readonly string[];
  readonly problems?: Partial<Readonly<Record<ProblemCode, string>>>;
  readonly hints?: Readonly<Record<string, string>>;
  /** A whole sentence for one failure; null: the others say it. */
  sentence?(failed: Failed): string | null;
}

type Ran<Result> =
  | { readonly ok: true; readonly result: Result }
  | { readonly ok: false; readonly report: Report };

/** Runs a command as the account of this system; a failure is a report already. */
export async function runOperator<Result>(
  platform: Platform,
  context: Context,
  command: OperatorCommand<unknown, Result>,
  input: Input,
  {
    saidBy,
    shown,
    ...failures
  }: Failures & {
    readonly saidBy?: string;
    /** What was made for a request that waits, as a report. */
    shown?(result: Result): Report;
  } = {},
): Promise<Ran<Result>> {
  const { operatorCommandsOf } = await import('../operator-commands.ts');
  const { run } = operatorCommandsOf(platform, context.config());
  const actor: Actor = commandLineActor(context.user(), saidBy);
  const outcome = await run(command, actor, input);
  if (!outcome.ok) return { ok: false, report: failureReport(outcome, failures) };
  if ('awaits' in outcome) {
    const made = outcome.shown === null ? null : (shown?.(outcome.shown) ?? null);
    return { ok: false, report: awaitingReport(outcome.awaits, made) };
  }
  if (outcome.alone) context.warn(ALONE);
  return { ok: true, result: outcome.result };
}

const ALONE =
  'one person did this alone: from the second owner on it takes two (`causeway operator create`)';

/** Asked for: nothing has happened yet, and what was made for it is disclosed this once. */
function awaitingReport(id: bigint, made: Report | null): Report {
  const words = `Asked for (request ${id}): another person approves it in the console within a day.`;
  const data = typeof made?.data === 'object' ? made.data : {};
  return done({ ...data, awaitsApproval: id }, (style) =>
    [...(made === null ? [] : [made.text(style)]), style.warn(words)].join('\n'),
  );
}

/** A failure in words: which option it is about, and what to give. */
function failureReport(
  failed: Failed,
  { options = {}, usage = [], problems = {}, hints = {}, sentence }: Failures,
): Report {
  const { problem, field, why } = failed;
  const hint = hints[field ?? problem] ?? (problem === 'second_person' ? TWO_HINT : null);
  const own = sentence?.(failed) ?? null;
  if (own !== null) return refused(own, hint);
  if (field !== undefined && why !== undefined && problems[problem] === undefined) {
    const message = `${options[field] ?? `--${field.replaceAll('_', '-')}`} ${why}`;
    return usage.includes(field) ? usageError(message, hint) : refused(message, hint);
  }
  return refused(problems[problem] ?? SENTENCES[problem] ?? why ?? problem, hint);
}

const TWO_HINT = 'Ask for it in the console, where another operator approves it.';

const SENTENCES: Partial<Readonly<Record<ProblemCode, string>>> = {
  second_person: 'money by hand takes two operators here',
  login_malformed: 'a login has 2 to 64 small letters, digits, or . _ @ -',
  login_taken: 'there is an operator with this login',
  password_short: 'a password has 12 characters or more',
  password_common:
    'guessers try this password: take words, names, years and rows of keys out of it',
  unknown_operator: 'there is no such operator',
  last_owner: 'there must be an owner left',
  edited_meanwhile: 'the channel was changed meanwhile: look again',
};

/** Settings are called by their own names. */
export function settingNames(settings: Input): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(settings).map((name) => [name, name]));
}

/** In a file, or in standard input: arguments are seen by everybody on the machine. */
export const passwordFile = () =>
  required('FILE', 'holds the password in its first line; - is standard input');

export async function readPassword(context: Context, path: string): Promise<string> {
  const text = Buffer.from(await context.read(path)).toString('utf8');
  return text.split(/\r?\n/)[0] ?? '';
}

/** The operator of that login, or a sentence that there is none. */
export async function findOperator({ pool }: Platform, login: string): Promise<Read<Operator>> {
  const all = await createOperators(pool).list();
  const operator = all.find((one) => one.login === login.trim().toLowerCase());
  return operator === undefined ? bad(`no operator is called ${quoted(login)}`) : good(operator);
}

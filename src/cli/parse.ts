/** The command line: which command, and its values; or what is wrong with it. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { nearest } from '../domain/nearest.ts';
import type { Command } from './command.ts';
import { flag, type Option, type Options, quoted } from './option.ts';

/** Options of every command. */
export const GLOBAL_OPTIONS = {
  json: flag('print one JSON document and nothing else'),
  verbose: flag('say on standard error what is being done'),
  help: flag('show this help'),
} satisfies Options;

const SHORT: Readonly<Record<string, string>> = { help: 'h', verbose: 'v' };

export interface Globals {
  readonly json: boolean;
  readonly verbose: boolean;
}

export type Parsed =
  | {
      readonly kind: 'run';
      readonly command: Command;
      readonly values: Readonly<Record<string, unknown>>;
      readonly globals: Globals;
    }
  /** `topic`: a command's name, the first word of several, or '' for the whole. */
  | { readonly kind: 'help'; readonly topic: string }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'invalid';
      readonly message: string;
      readonly topic: string;
      readonly globals: Globals;
    };

/** Reads a command line (without node and script) against the table of commands. */
export function parseCommandLine(argv: readonly string[], commands: readonly Command[]): Parsed {
  const words = argv.slice(
    0,
    indexOrEnd(argv, (word) => word.startsWith('-')),
  );
  const [first = ''] = argv;
  if (first === '--version' || first === '-V') return { kind: 'version' };
  if (first === '' || first === '--help' || first === '-h') return { kind: 'help', topic: '' };
  if (first === 'help') return helpOn(words.slice(1).join(' '), commands);
  const named = commandOf(words, commands);
  const globals = { json: argv.includes('--json'), verbose: false };
  if (named === null) return unknownCommand(argv, words, commands, globals);
  return parseOptions(argv.slice(named.name.split(' ').length), named, globals);
}

function helpOn(topic: string, commands: readonly Command[]): Parsed {
  if (topic === '' || isTopic(topic, commands)) return { kind: 'help', topic };
  return { ...invalid(`there is no command ${quoted(topic)}`), topic: '' };
}

function isTopic(topic: string, commands: readonly Command[]): boolean {
  return commands.some(({ name }) => name === topic || name.startsWith(`${topic} `));
}

/** The longest name that the words begin with. */
function commandOf(words: readonly string[], commands: readonly Command[]): Command | null {
  const two = words.slice(0, 2).join(' ');
  return (
    commands.find(({ name }) => name === two) ??
    commands.find(({ name }) => name === words[0]) ??
    null
  );
}

function unknownCommand(
  argv: readonly string[],
  words: readonly string[],
  commands: readonly Command[],
  globals: Globals,
): Parsed {
  const [group = ''] = words;
  if (isTopic(group, commands)) {
    if (argv.includes('--help') || argv.includes('-h')) return { kind: 'help', topic: group };
    const inGroup = commands.filter(({ name }) => name.startsWith(`${group} `));
    const second = inGroup.map(({ name }) => name.slice(group.length + 1));
    if (words.length < 2) {
      return { ...invalid(`${group} what? ${second.join(', ')}`, globals), topic: group };
    }
    const meant = nearest(words[1] ?? '', second);
    const message = `there is no command ${quoted(words.slice(0, 2).join(' '))}`;
    return { ...invalid(withGuess(message, meant && `${group} ${meant}`), globals), topic: group };
  }
  const [given = ''] = argv;
  const message = given.startsWith('-')
    ? `the command comes first, then its options: ${quoted(given)}`
    : `there is no command ${quoted(given)}`;
  const firstWords = commands.map(({ name }) => name.split(' ')[0] ?? '');
  const meant =
    nearest(
      words.slice(0, 2).join(' '),
      commands.map(({ name }) => name),
    ) ?? nearest(given, firstWords);
  return { ...invalid(withGuess(message, meant), globals), topic: '' };
}

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number];

function parseOptions(args: readonly string[], command: Command, asked: Globals): Parsed {
  const options: Options = { ...command.options, ...GLOBAL_OPTIONS };
  const tokens = tokensOf(args, options);
  if (tokens.some((token) => token.kind === 'option' && token.name === 'help')) {
    return { kind: 'help', topic: command.name };
  }
  const fault = faultOf(tokens, options);
  const topic = command.name;
  if (fault !== null) return { ...invalid(fault, asked), topic };
  const texts = Map.groupBy(
    tokens.filter((token) => token.kind === 'option'),
    ({ name }) => name,
  );
  const values: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(options)) {
    const given = (texts.get(name) ?? []).map(({ value }) => value ?? '');
    if (given.length > 1 && !option.many && option.placeholder !== null) {
      return { ...invalid(`--${name} is given ${given.length} times`, asked), topic };
    }
    const read = option.read(given);
    if (!read.ok) return { ...invalid(`--${name} ${read.reason}`, asked), topic };
    values[name] = read.value;
  }
  const positionals = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const fault2 = readPositionals(positionals, command.positionals, values);
  if (fault2 !== null) return { ...invalid(fault2, asked), topic };
  const globals = { json: values.json === true, verbose: values.verbose === true };
  return { kind: 'run', command, values, globals };
}

function tokensOf(args: readonly string[], options: Options): readonly Token[] {
  const config: NonNullable<ParseArgsConfig['options']> = {};
  for (const [name, { placeholder }] of Object.entries(options)) {
    const short = SHORT[name];
    config[name] = {
      type: placeholder === null ? 'boolean' : 'string',
      multiple: true,
      ...(short === undefined ? {} : { short }),
    };
  }
  // Not `strict`: its messages know nothing of what was probably meant. `faultOf` is as strict.
  const parsed = parseArgs({
    args: [...args],
    options: config,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  return parsed.tokens;
}

/** The first option that is unknown, lacks its value, or has one that it does not take. */
function faultOf(tokens: readonly Token[], options: Options): string | null {
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { rawName, name, value, inlineValue } = token;
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (option === undefined) {
      const meant = nearest(name, Object.keys(options));
      return withGuess(`unknown option ${rawName}`, meant && `--${meant}`);
    }
    if (option.placeholder === null) {
      if (value !== undefined) return `${rawName} takes no value`;
      continue;
    }
    if (value === undefined) return `${rawName} needs a value: ${rawName} ${option.placeholder}`;
    if (!inlineValue && value.length > 1 && value.startsWith('-')) {
      return `${rawName} needs a value; if ${quoted(value)} is meant, write ${rawName}=${value}`;
    }
  }
  return null;
}

/** Reads them in order into `values`; the last may take several. */
function readPositionals(
  given: readonly string[],
  positionals: Options,
  values: Record<string, unknown>,
): string | null {
  let rest = given;
  for (const [name, option] of Object.entries(positionals)) {
    const texts = option.many ? rest : rest.slice(0, 1);
    rest = rest.slice(texts.length);
    const read = (option as Option<unknown>).read(texts);
    if (!read.ok) return `${option.placeholder} ${read.reason}`;
    values[name] = read.value;
  }
  const [extra] = rest;
  return extra === undefined ? null : `${quoted(extra)} is one argument too many`;
}

function invalid(message: string, globals: Globals = { json: false, verbose: false }) {
  return { kind: 'invalid' as const, message, globals };
}

function withGuess(message: string, meant: string | null): string {
  return meant === null ? message : `${message}; did you mean ${meant}?`;
}

function indexOrEnd<T>(items: readonly T[], test: (item: T) => boolean): number {
  const index = items.findIndex(test);
  return index < 0 ? items.length : index;
}

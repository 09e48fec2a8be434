/** Help texts, from the table of commands. */
import type { Command } from './command.ts';
import type { Option, Options } from './option.ts';
import { GLOBAL_OPTIONS } from './parse.ts';
import { type Style, sections } from './style.ts';

/** What stands in the environment, for every command that needs the database. */
export const ENVIRONMENT: readonly (readonly [name: string, what: string])[] = [
  ['DATABASE_URL', 'a PostgreSQL of your own; without it the embedded one below DATA_DIR'],
  ['DATA_DIR', 'data of this installation (./data)'],
  ['CAUSEWAY_KEY', 'the key that seals all secrets, base64; without it DATA_DIR/platform.key'],
  ['PUBLIC_URL', 'what merchants reach the platform by (http://127.0.0.1:8080)'],
  ['CAUSEWAY_REQUIRE_2FA', 'operators need a second factor (on, but for a demo)'],
  [
    'CAUSEWAY_FOUR_EYES',
    'money, and what opens a way to it, takes two people (on, but for a demo)',
  ],
  ['NO_COLOR', 'set: no colours'],
];

export const EXIT_CODES: readonly (readonly [code: string, what: string])[] = [
  ['0', 'done'],
  ['1', 'a problem was found, or the platform refused'],
  ['2', 'wrong usage'],
  ['3', 'the database cannot be reached'],
  ['70', 'a defect of Causeway: please report it'],
];

/** `topic`: '' for the list of commands, a group's word, or a command's name. */
export function helpText(topic: string, commands: readonly Command[], style: Style): string {
  const command = commands.find(({ name }) => name === topic);
  if (command !== undefined) return commandHelp(command, style);
  const shown =
    topic === '' ? commands : commands.filter(({ name }) => name.startsWith(`${topic} `));
  const more = 'causeway <command> --help shows more about a command.';
  return sections(
    `${style.head('Usage')}  causeway ${topic === '' ? '<command>' : `${topic} <command>`} [options]`,
    `${style.head('Commands')}\n${aligned(shown.map(({ name, summary }) => [name, summary]))}`,
    topic === '' ? `${style.head('Environment')}\n${aligned(ENVIRONMENT)}` : '',
    topic === '' ? `${style.head('Exit codes')}\n${aligned(EXIT_CODES)}` : '',
    more,
  );
}

function commandHelp(command: Command, style: Style): string {
  const rows = (options: Options, prefix: string) =>
    Object.entries(options).map(
      ([name, option]) => [termOf(name, option, prefix), meaningOf(option)] as const,
    );
  const positionals = rows(command.positionals, '');
  const options = [...rows(command.options, '--'), ...rows(GLOBAL_OPTIONS, '--')];
  const examples = command.examples.map(([line, what]) => `  causeway ${line}\n      ${what}`);
  return sections(
    `${style.head(command.name)}: ${command.summary}`,
    `${style.head('Usage')}  ${usageOf(command)}`,
    command.notes.join('\n'),
    positionals.length === 0 ? '' : `${style.head('Arguments')}\n${aligned(positionals)}`,
    `${style.head('Options')}\n${aligned(options)}`,
    examples.length === 0 ? '' : `${style.head('Examples')}\n${examples.join('\n')}`,
  );
}

/** `causeway app create --merchant ID|NAME --dialect NAME [options]`, wrapped between options. */
export function usageOf({ name, positionals, options }: Command): string {
  const args = Object.values(positionals).map(({ placeholder, required, many }) => {
    const word = `${placeholder}${many ? '…' : ''}`;
    return required ? word : `[${word}]`;
  });
  const needed = Object.entries(options)
    .filter(([, { required }]) => required)
    .map(([option, { placeholder }]) => `--${option} ${placeholder}`);
  return wrapped([`causeway ${name}`, ...args, ...needed, '[options]'], COLUMNS, '\n    ');
}

/** `--public-id ID`, or a positional argument's placeholder. */
export function termOf(name: string, { placeholder }: Option<unknown>, prefix: string): string {
  if (prefix === '') return placeholder ?? name;
  return placeholder === null ? `--${name}` : `--${name} ${placeholder}`;
}

/** The summary with what else must be known: required, repeatable, the default. */
export function meaningOf({ summary, required, many, defaultValue }: Option<unknown>): string {
  const more = [
    ...(required ? ['required'] : []),
    ...(many ? ['may be repeated'] : []),
    ...(defaultValue === null ? [] : [`default ${defaultValue}`]),
  ];
  return more.length === 0 ? summary : `${summary} (${more.join('; ')})`;
}

const COLUMNS = 96;

/** Terms, and beside them what they mean, wrapped below itself. */
function aligned(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([term]) => term.length));
  const indent = `\n${' '.repeat(width + 4)}`;
  return rows
    .map(
      ([term, what]) =>
        `  ${term.padEnd(width)}  ${wrapped(what.split(' '), COLUMNS - width, indent)}`,
    )
    .join('\n');
}

/** Words in lines of so many columns, the later ones indented. */
function wrapped(words: readonly string[], columns: number, indent: string): string {
  const lines = [''];
  for (const word of words) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + 1 + word.length > columns) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join(indent);
}

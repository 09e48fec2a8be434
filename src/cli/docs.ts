/** The reference of all commands as Markdown: `docs/cli.md` is this text, and a test says so. */
import type { Command } from './command.ts';
import { ENVIRONMENT, EXIT_CODES, meaningOf, termOf, usageOf } from './help.ts';
import type { Options } from './option.ts';
import { GLOBAL_OPTIONS } from './parse.ts';

/** The whole document. */
export function docsText(commands: readonly Command[]): string {
  return `${[
    '# The command line',
    'Made from the table of commands in `src/cli` by `node bin/run.mjs tools/cli-docs.ts`; do not edit.',
    'Options of every command:',
    grid(['option', 'meaning'], optionRows(GLOBAL_OPTIONS, '--')),
    'Exit codes:',
    grid(['code', 'meaning'], EXIT_CODES),
    'Environment:',
    grid(
      ['variable', 'meaning'],
      ENVIRONMENT.map(([name, what]) => [`\`${name}\``, what]),
    ),
    'With `--json` amounts and ids are strings, times are ISO 8601, and a failure is\n' +
      '`{ "error": { "message": …, "hint": … } }`.',
    ...commands.flatMap(commandDocs),
  ].join('\n\n')}\n`;
}

function commandDocs(command: Command): string[] {
  const rows = [...optionRows(command.positionals, ''), ...optionRows(command.options, '--')];
  const examples = command.examples.map(([line, what]) => `# ${what}\ncauseway ${line}`);
  return [
    `## ${command.name}`,
    [sentence(command.summary), ...command.notes].join('\n'),
    `\`\`\`\n${usageOf(command)}\n\`\`\``,
    ...(rows.length === 0 ? [] : [grid(['argument', 'meaning'], rows)]),
    ...(examples.length === 0 ? [] : [`\`\`\`sh\n${examples.join('\n\n')}\n\`\`\``]),
  ];
}

function sentence(summary: string): string {
  return `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
}

function optionRows(options: Options, prefix: string): (readonly [string, string])[] {
  return Object.entries(options).map(([name, option]) => [
    `\`${termOf(name, option, prefix)}\``,
    meaningOf(option),
  ]);
}

function grid(head: readonly [string, string], rows: readonly (readonly [string, string])[]) {
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [row(head), '| --- | --- |', ...rows.map(row)].join('\n');
}

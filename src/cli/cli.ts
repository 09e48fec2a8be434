/** One run of the command line: read it, run the command, print what came of it. */
import { type Command, type Context, EXIT, failure, isFailure, type Report } from './command.ts';
import { failureOf } from './failures.ts';
import { helpText } from './help.ts';
import { type Globals, type Parsed, parseCommandLine } from './parse.ts';
import { type Style, toJson } from './style.ts';

/** Where text goes, and how it may look there. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  readonly outStyle: Style;
  readonly errStyle: Style;
}

/** Resolves with the exit code. Never rejects. */
export async function runCommandLine(
  argv: readonly string[],
  commands: readonly Command[],
  terminal: Terminal,
  outside: Omit<Context, 'say' | 'warn' | 'printLine'>,
  version: string,
): Promise<number> {
  const parsed = parseCommandLine(argv, commands);
  switch (parsed.kind) {
    case 'help':
      terminal.out(`${helpText(parsed.topic, commands, terminal.outStyle)}\n`);
      return EXIT.done;
    case 'version':
      terminal.out(`${version}\n`);
      return EXIT.done;
    case 'invalid': {
      const seeAlso = `causeway${parsed.topic === '' ? '' : ` ${parsed.topic}`} --help`;
      const report = failure(EXIT.usage, parsed.message, `See: ${seeAlso}`);
      return print(report, parsed.globals, terminal);
    }
    case 'run':
      return await runCommand(parsed, terminal, outside);
  }
}

async function runCommand(
  { command, values, globals }: Extract<Parsed, { kind: 'run' }>,
  terminal: Terminal,
  outside: Omit<Context, 'say' | 'warn' | 'printLine'>,
): Promise<number> {
  const say = (line: string) => {
    if (globals.verbose) terminal.err(`${terminal.errStyle.dim(line)}\n`);
  };
  const warn = (line: string) => {
    terminal.err(`${terminal.errStyle.warn(line)}\n`);
  };
  const printLine = (line: string) => terminal.out(`${line}\n`);
  try {
    const report = await command.run(values, { ...outside, say, warn, printLine });
    return report === null ? EXIT.done : print(report, globals, terminal);
  } catch (error) {
    say((error as Error)?.stack ?? '');
    return print(failureOf(error), globals, terminal);
  }
}

/** With `--json` one document on standard output, whatever came of it. */
function print(report: Report, { json }: Globals, { out, err, ...styles }: Terminal): number {
  if (json) out(`${toJson(report.data)}\n`);
  else if (isFailure(report)) err(`${report.text(styles.errStyle)}\n`);
  else out(`${report.text(styles.outStyle)}\n`);
  return report.code;
}

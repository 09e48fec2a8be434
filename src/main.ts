/** The `causeway` command: see `cli/commands.ts` for what it can do. */
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { buffer } from 'node:stream/consumers';
import { runCommandLine } from './cli/cli.ts';
import { COMMANDS } from './cli/commands.ts';
import { readInput } from './cli/read-input.ts';
import { styleFor } from './cli/style.ts';
import { readConfig } from './config.ts';

// Whoever reads our output may have seen enough (`| head`) or have closed the terminal: that is no
// failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
  });
}

process.exitCode = await runCommandLine(
  process.argv.slice(2),
  COMMANDS,
  {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    outStyle: styleFor(process.stdout.isTTY === true, process.env),
    errStyle: styleFor(process.stderr.isTTY === true, process.env),
  },
  {
    config: () => readConfig(process.env),
    read: (path) => readInput(path, () => buffer(process.stdin)),
    user,
  },
  versionOf(),
);

/**
 * Who is at the command line. Behind `sudo` it is whoever called that: as `root` somebody would be
 * another person than the operator of the same name. In a container the account may have no name.
 */
function user(): string {
  try {
    const { uid, username } = userInfo();
    const caller = process.env.SUDO_USER ?? '';
    return uid === 0 && /^[\w.@-]{1,64}$/.test(caller) ? caller : username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

function versionOf(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

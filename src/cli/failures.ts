/** What a failure of a command means to the person: an exit code and one clear sentence. */
import { EXIT, failure, type Report } from './command.ts';

/** Error names of expected failures, by exit code. Names, so that nothing need be loaded. */
const EXPECTED: Readonly<Record<string, Report['code']>> = {
  ConfigError: EXIT.usage,
  DatabaseUnavailable: EXIT.noDatabase,
  Unavailable: EXIT.noDatabase,
  SchemaTooNew: EXIT.refused,
  UnsuitableDatabase: EXIT.refused,
  Overloaded: EXIT.refused,
  FileUnreadable: EXIT.usage,
  WrongPlatformKey: EXIT.refused,
};

const NO_DATABASE_HINT =
  'Is DATABASE_URL (or, for the embedded database, DATA_DIR) the one that the server uses?';

const PORT_TAKEN_HINT =
  'Is it running already? PORT moves the platform, SIMULATOR_PORT the simulated provider.';

/** An input file that cannot be read. */
export class FileUnreadable extends Error {
  override readonly name = 'FileUnreadable';
}

/** The report of whatever a command threw. */
export function failureOf(thrown: unknown): Report {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const code = EXPECTED[error.name] ?? (isDatabaseAway(error) ? EXIT.noDatabase : EXIT.defect);
  const message = error.message || (error as { code?: string }).code || error.name;
  if ((error as { code?: string }).code === 'EADDRINUSE') {
    return failure(EXIT.refused, `the port is taken: ${firstLine(message)}`, PORT_TAKEN_HINT);
  }
  switch (code) {
    case EXIT.noDatabase:
      return failure(code, `no database: ${firstLine(message)}`, NO_DATABASE_HINT);
    case EXIT.defect:
      return failure(
        code,
        `this is a defect: ${firstLine(message)}`,
        'Please report it; with --verbose the place is shown.',
      );
    default:
      return failure(code, firstLine(message), null);
  }
}

const AWAY = /^(ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|08|28|3D|53|57)/;

/** The connection was refused or broke, or the server is full, starting or stopping. */
function isDatabaseAway(error: Error): boolean {
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && AWAY.test(code)) return code !== '57014';
  return /^(Connection terminated|timeout exceeded when trying to connect)/.test(error.message);
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? message;
}

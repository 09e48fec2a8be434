/**
 * Builds statements that are too long to wait for. A page of lines and a piece of the file are all
 * that is in memory; each piece is committed under the lease's number, so that a builder that died
 * leaves nothing that anybody reads.
 */
import type { AccountLine, AccountStatement } from '../domain/account-statement.ts';
import { inPieces } from '../files/report-file.ts';
import { STATEMENT_FORMATS, statementFile } from '../files/statement-file.ts';
import { statementLanguage } from '../files/statement-words.ts';
import type { AccountStatements } from '../ports/account-statement.ts';
import type { StatementFile, StatementFileQueue } from '../ports/statement-file.ts';
import type { Log } from '../ports/workers.ts';

/** A builder gives a sign of life at every piece; after this silence another one takes over. */
const LEASE_MS = 60_000;
const PIECE_BYTES = 512 * 1024;
/** What is stored of one file: it lies in the database for a week. */
const FILE_BYTES_MAX = 2n * 1024n * 1024n * 1024n;
/** A file that brings its builder down does so but a few times. */
const TRIES_MAX = 5;
const FIRST_PAUSE_MS = 1_000;
const DELETED_PER_ROUND = 5;

export interface StatementFileDeps {
  readonly files: StatementFileQueue;
  readonly statements: AccountStatements;
  readonly log: Log;
  /** True: the process ends, and what is being built is begun anew by the next one. */
  readonly isStopping: () => boolean;
}

/** Builds one file, if there is one. True: there may be more. */
export async function statementFilesRound(deps: StatementFileDeps): Promise<boolean> {
  const { files, log } = deps;
  const file = await files.lease(LEASE_MS);
  if (file === null) return false;
  try {
    if (file.tries > TRIES_MAX) throw new Error('its builder died every time');
    await build(deps, file);
  } catch (error) {
    log.error({ worker: 'statement files', file: file.id, err: error }, 'a file was not built');
    const again = deps.isStopping() ? 0 : FIRST_PAUSE_MS * 2 ** file.tries;
    const note = (error as Error).message.slice(0, 500);
    await files.fail(file, note, file.tries < TRIES_MAX ? again : null);
  }
  return true;
}

/** Deletes files whose time is over. True: there are more. */
export async function oldStatementFilesRound(
  files: Pick<StatementFileQueue, 'deleteOld'>,
): Promise<boolean> {
  return (await files.deleteOld(DELETED_PER_ROUND)) === DELETED_PER_ROUND;
}

async function build(deps: StatementFileDeps, file: StatementFile): Promise<void> {
  const { files, statements, isStopping } = deps;
  const format = STATEMENT_FORMATS.find((one) => one === file.format);
  const statement = format === undefined ? null : await statements.read(file);
  if (format === undefined || statement === null) throw new Error('there is no such statement');
  let doneCount = 0;
  const pages = counted(statement, (count) => {
    doneCount += count;
  });
  const language = statementLanguage(file.language);
  const whole = statementFile({ ...statement, pages }, format, language, file.askedAt);
  let [parts, bytes] = [0, 0n];
  for await (const piece of inPieces(whole, PIECE_BYTES)) {
    if (isStopping()) throw new Error('the process was stopped');
    bytes += BigInt(piece.length);
    if (bytes > FILE_BYTES_MAX) throw new Error(`it has more than ${FILE_BYTES_MAX} bytes`);
    if (!(await files.addPart(file, { n: parts, bytes: piece, doneCount }, LEASE_MS))) return;
    parts += 1;
  }
  await files.complete(file, { parts, bytes });
}

async function* counted(
  { pages }: AccountStatement,
  count: (lines: number) => void,
): AsyncGenerator<readonly AccountLine[]> {
  for await (const lines of pages) {
    yield lines;
    count(lines.length);
  }
}

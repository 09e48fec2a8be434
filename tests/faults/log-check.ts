/** What a log may not hold, however many faults were made: signs of a defect of ours. */
import type { OwnEnd } from './child.ts';

interface LogLine {
  readonly msg?: string;
  readonly err?: { readonly type?: string; readonly message?: string; readonly code?: string };
}

/** Errors of the language itself: somebody wrote something wrong. */
const DEFECTS = new Set(['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError', 'URIError']);
/** SQLSTATEs of rows and statements that PostgreSQL refuses: wrong data, constraints, wrong SQL. */
const REFUSED_SQL = /^(?:2[1-3]|42|44)/;
const NEVER = ['the ledger does not add up', 'was not named', 'unknown order'];

export function faultsInLogs(
  logs: readonly { readonly name: string; readonly lines: readonly string[] }[],
  ownEnds: readonly OwnEnd[],
): readonly string[] {
  const ends = ownEnds.map(({ name, how, lastLines }) => {
    return `${name} ended by itself (${how}): ${lastLines.join(' ').trim().slice(-1_000)}`;
  });
  const reported = logs.flatMap(({ name, lines }) => {
    return lines.filter(isDefect).map((line) => `${name}: ${line.slice(0, 300)}`);
  });
  return [...ends, ...reported];
}

function isDefect(line: string): boolean {
  if (!line.startsWith('{')) return /Unhandled|Uncaught|triggerUncaught/.test(line);
  let read: LogLine;
  try {
    read = JSON.parse(line) as LogLine;
  } catch {
    return false; // Cut by a kill in the middle of the line.
  }
  const { msg = '', err } = read;
  if (NEVER.some((text) => msg.includes(text) || err?.message?.includes(text))) return true;
  return err !== undefined && (DEFECTS.has(err.type ?? '') || REFUSED_SQL.test(err.code ?? ''));
}

/** The log: fields from an allow-list of our own, with redaction as a second net. */
import pino from 'pino';
import { openLogFile } from './disk/log-file.ts';

export type Log = pino.Logger;

/** JSON lines to a file, or to standard output when `file` is null. */
export function createLog(level: string, file: string | null): Log {
  const destination =
    file === null ? pino.destination({ dest: 1, sync: false }) : openLogFile(file);
  return pino(
    {
      level,
      base: null,
      redact: {
        paths: ['*.sign', '*.key', '*.secret', '*.password', '*.authorization', '*.cookie'],
        censor: '***',
      },
      serializers: { err: pino.stdSerializers.err },
    },
    destination,
  );
}

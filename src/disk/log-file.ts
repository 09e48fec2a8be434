/** A log file that its owner alone can read, and that does not grow for ever. */
import {
  closeSync,
  fchmodSync,
  fstatSync,
  openSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { handOver } from './owner.ts';

const MODE = 0o600;

/** What an hour of trouble writes can be looked through; all of them fit on any disk. */
const LIMITS: LogLimits = { maxBytes: 16 * 1024 * 1024, keep: 4 };

export interface LogLimits {
  /** A file that would grow beyond this is put aside as `<name>.1`. */
  readonly maxBytes: number;
  /** So many are kept aside, the newest as `.1`. */
  readonly keep: number;
}

export interface LogFile {
  /** Appends whole lines. A disk that is full loses them, and stops nobody. */
  write(lines: string): void;
  close(): void;
}

/** Opens the file for appending; what is there stays, for its owner's eyes. */
export function openLogFile(path: string, limits: LogLimits = LIMITS): LogFile {
  let file = open(path);
  return {
    write(lines) {
      try {
        if (file.bytes > 0 && file.bytes + Buffer.byteLength(lines) > limits.maxBytes) {
          closeSync(file.descriptor);
          putAside(path, file.inode, limits.keep);
          file = open(path);
        }
        file.bytes += writeSync(file.descriptor, lines);
      } catch {
        // A log that cannot be written must not end what it reports.
      }
    },
    close() {
      closeSync(file.descriptor);
      // What is written from now on goes nowhere: not to whichever file is opened next.
      file = { ...file, descriptor: -1 };
    },
  };
}

function open(path: string) {
  const descriptor = openSync(path, 'a', MODE);
  fchmodSync(descriptor, MODE);
  handOver(path);
  const { size: bytes, ino: inode } = fstatSync(descriptor);
  return { descriptor, bytes, inode };
}

/** Another process that writes the same file may have put it aside already. */
function putAside(path: string, inode: number, keep: number): void {
  if (statSync(path, { throwIfNoEntry: false })?.ino !== inode) return;
  for (let n = keep - 1; n >= 1; n -= 1) {
    if (statSync(`${path}.${n}`, { throwIfNoEntry: false }) !== undefined) {
      renameSync(`${path}.${n}`, `${path}.${n + 1}`);
    }
  }
  renameSync(path, `${path}.1`);
}

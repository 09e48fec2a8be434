/** A book on disk: one JSON line a record, written before the next step is taken. */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';

export class Journal<Line extends object> {
  readonly path: string;
  readonly #fd: number;

  constructor(path: string) {
    this.path = path;
    this.#fd = openSync(path, 'a', 0o600);
  }

  write(line: Line): void {
    writeSync(this.#fd, `${JSON.stringify({ at: Date.now(), ...line }, bigintAsText)}\n`);
  }

  close(): void {
    closeSync(this.#fd);
  }

  /** What the file holds, oldest first: the audit believes the disk, not our memory. */
  read(): readonly Line[] {
    const lines = readFileSync(this.path, 'utf8').split('\n');
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Line);
  }
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}` : value;
}

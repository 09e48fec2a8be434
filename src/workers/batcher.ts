/**
 * Collects what many tasks want to write and writes it as sets: everything that has queued while
 * the last write was under way goes into the next one. No timer, so a single row waits for nothing.
 */
export class Batcher<Row, Result> {
  readonly #write: (rows: readonly Row[]) => Promise<readonly Result[]>;
  readonly #rowsMax: number;
  #waiting: Waiting<Row, Result>[] = [];
  #writing = false;

  /** `write` resolves with one result per row, in the order of the rows. */
  constructor(write: (rows: readonly Row[]) => Promise<readonly Result[]>, rowsMax: number) {
    this.#write = write;
    this.#rowsMax = rowsMax;
  }

  /** Resolves when the row is written; rejects when the write it was part of failed. */
  add(row: Row): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ row, resolve, reject });
      if (!this.#writing) void this.#pump();
    });
  }

  async #pump(): Promise<void> {
    this.#writing = true;
    // Rows that are added in this very turn of the event loop belong to the first write.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#rowsMax);
      try {
        const results = await this.#write(batch.map(({ row }) => row));
        for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#writing = false;
  }
}

interface Waiting<Row, Result> {
  readonly row: Row;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

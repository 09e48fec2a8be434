/** The rows that a command leaves in the audit log: one before the work, one with its effect. */
import type { AuditEvent } from '../domain/audit-event.ts';
import type { Changes, Command } from '../domain/decision.ts';
import type { Lanes } from '../ports/core.ts';
import type { PrivilegedStore, PrivilegedWrites } from '../ports/privileged.ts';
import { type Actor, onWordOf, whoOf } from './actor.ts';
import type { Done, Failed } from './command.ts';
import { digestOf } from './model-json.ts';

const SUBJECT_CHARS_MAX = 200;
const UNKNOWN_OUTCOME = 'failed: the outcome is not known';

/** What is recorded: the command, what it is done to, and by whom. */
export interface Recorded {
  readonly name: string;
  readonly subject: string;
  readonly actor: Actor;
}

type More = Partial<Pick<AuditEvent, 'detail' | 'before' | 'after'>>;

/** One row; its detail begins with the one on whose word it is done. */
export function rowOf(
  { name, subject, actor }: Recorded,
  phase: AuditEvent['phase'],
  { detail = '', before = null, after = null }: More = {},
): AuditEvent {
  const words = [onWordOf(actor), detail].filter((one) => one !== '').join(' ');
  return {
    ...whoOf(actor),
    action: name,
    phase,
    subject: subject.slice(0, SUBJECT_CHARS_MAX),
    detail: words,
    before,
    after,
  };
}

/** A row in a transaction of its own: before the work, or where nothing came of it. */
export async function writeAlone(store: PrivilegedStore, row: AuditEvent): Promise<void> {
  await store.transaction(async (writes) => {
    await writes.audit(row);
    return { keep: true, value: null };
  });
}

function resultRow(what: Recorded, result: Done<unknown> | Failed): AuditEvent {
  if (!result.ok) {
    const { problem, field = '', why = '' } = result;
    const detail = [problem, field, why].filter((one) => one !== '').join(' ');
    return rowOf(what, 'refused', { detail });
  }
  const { detail = '', before, after } = result;
  return rowOf(what, 'done', { detail, before: digestOf(before), after: digestOf(after) });
}

function isChange(changes: Changes): boolean {
  return Object.values(changes).some((rows) => Array.isArray(rows) && rows.length > 0);
}

/** A second transaction of one run would leave a second row: a defect of the command. */
function assertOnce(isWritten: boolean, { name }: Recorded): void {
  if (isWritten) throw new Error(`${name} has been recorded already`);
}

/** Sees to it that one run leaves one row about its end, with its effect where it has one. */
export class Recorder {
  readonly #store: PrivilegedStore;
  readonly #what: Recorded;
  #written = false;

  constructor(store: PrivilegedStore, what: Recorded) {
    this.#store = store;
    this.#what = what;
  }

  /** One transaction: the effect and its row, or neither. */
  async commit<Result>(
    work: (writes: PrivilegedWrites) => Promise<Done<Result> | Failed>,
  ): Promise<Done<Result> | Failed> {
    assertOnce(this.#written, this.#what);
    const result = await this.#store.transaction(async (writes) => {
      const value = await work(writes);
      const keep = value.ok || value.keeps === true;
      if (keep) await writes.audit(resultRow(this.#what, value));
      return { keep, value };
    });
    this.#written = result.ok || result.keeps === true;
    return result;
  }

  /** The lanes: a batch that changes something for the command has its row in the commit. */
  lanes(lanes: Lanes, resultOf: (answer: unknown) => Done<unknown> | Failed): Lanes {
    return {
      shardCount: lanes.shardCount,
      submit: async <A>(command: Command<A>): Promise<A> => {
        let hasRow = false;
        const answer = await lanes.submit<A>({
          ...command,
          // A lane runs it again when a batch has come to nothing: the last run counts.
          decide: (rows, at) => {
            const decision = command.decide(rows, at);
            const { changes } = decision;
            hasRow = isChange(changes);
            if (!hasRow) return decision;
            const result = resultOf(decision.answer);
            const after = result.ok ? { after: changes.orders } : {};
            const audit = [resultRow(this.#what, { ...result, ...after })];
            return { ...decision, changes: { ...changes, audit } };
          },
        });
        if (hasRow) this.#written = true;
        return answer;
      },
    };
  }

  /** Runs the work. A result that no transaction has recorded is recorded now. */
  async guard<Result>(work: () => Promise<Done<Result> | Failed>): Promise<Done<Result> | Failed> {
    let result: Done<Result> | Failed;
    try {
      result = await work();
    } catch (error) {
      await writeAlone(this.#store, rowOf(this.#what, 'refused', { detail: UNKNOWN_OUTCOME }));
      return await Promise.reject(error);
    }
    if (!this.#written) await writeAlone(this.#store, resultRow(this.#what, result));
    return result;
  }
}

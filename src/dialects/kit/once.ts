/**
 * Texts that could be signed for one operation and sent to another. The published signatures cover
 * neither method nor path, so where two operations take the same fields only memory keeps them
 * apart, while the window of the text's own time lasts.
 */
import type { App } from '../../domain/merchant.ts';
import type { SignedOnce } from '../../domain/signed-once.ts';
import { sha256Hex } from '../../wire/sha256.ts';
import type { OperationInfo } from '../contract.ts';
import { isRead, type RequestName } from './operation.ts';

/** A text and the end of its window, in Unix milliseconds. */
export interface SignedText {
  readonly text: string;
  readonly untilMs: number;
}

export interface OnceParts<P, O> {
  /** Null: no time was signed, so that the text never ends. */
  signed(parsed: P, operation: O, app: App, nowMs: number): SignedText | null;
  /** Fields of other operations that this one refuses. */
  foreign(operation: O): ReadonlySet<string>;
}

/**
 * Requests about what is there already. Repeating one that makes something is answered by its
 * reference, whichever text it came by.
 */
const CHANGES: ReadonlySet<RequestName> = new Set([
  'close_order',
  'close_codes',
  'update_order',
  'extend_codes',
] as const);

type Stated = Pick<OperationInfo, 'name' | 'fields' | 'requests'>;

/** The names of operations that could be asked for by a text of another, where one changes. */
export function sharedTexts<O extends Stated>(
  operations: readonly O[],
  foreign: (operation: O) => ReadonlySet<string>,
): ReadonlySet<string> {
  const changes = ({ requests }: O) => requests.some((name) => CHANGES.has(name));
  const names = new Set<string>();
  for (const one of operations.filter(changes)) {
    for (const other of operations) {
      if (other === one || !canShare(one, other, foreign)) continue;
      names.add(one.name).add(other.name);
    }
  }
  return names;
}

/** Whether some text has all that both need and nothing that either refuses. */
function canShare<O extends Stated>(
  one: O,
  other: O,
  foreign: (operation: O) => ReadonlySet<string>,
): boolean {
  const needed = [one, other].flatMap(signedFields).filter((field) => field.required);
  return [one, other].every((operation) => {
    const own = signedFields(operation);
    const refused = foreign(operation);
    return needed.every(
      ({ name }) => own.some((field) => field.name === name) || !refused.has(name),
    );
  });
}

function signedFields({ fields }: Stated) {
  return fields.filter((field) => field.in === 'payload');
}

/** The text as it is remembered. */
export function signedOnce({ text, untilMs }: SignedText, operation: Stated): SignedOnce {
  const digest = sha256Hex(text);
  return {
    ...{ digest, operation: operation.name, isRead: isRead(operation) },
    until: new Date(untilMs),
  };
}

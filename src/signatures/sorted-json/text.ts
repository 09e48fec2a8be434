/**
 * The scheme "sorted JSON": SHA256withRSA over the body as JSON text, its fields sorted, the
 * signature beside it. How deep to sort and how to escape is often not published, so all readings
 * that signers make are taken, and nothing else. Each of them is a JSON text of the same values:
 * whichever was signed, it says what is executed.
 */
import { signedTexts, writeJson } from '../../wire/canonical-json.ts';
import type { JsonObject } from '../../wire/json-value.ts';

/** A body as it came, and as it was read. */
export interface SortedJson {
  readonly text: string;
  readonly body: JsonObject;
}

/** The texts that may have been signed; lazy, as each costs a check. */
export function sortedJsonReadings({ text, body }: SortedJson): Iterable<string> {
  return signedTexts(text, body);
}

/** The text that we sign and send: compact, sorted at every depth. */
export function sortedJsonText(body: JsonObject): string {
  return writeJson(body, { sort: 'all', escape: 'plain' });
}

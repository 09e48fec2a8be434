/**
 * The scheme "text in an envelope": `{appId, sign, param}`, where `param` is the text that was
 * signed, whatever is in it. It is checked before it is read.
 */
import { writeJson } from '../../wire/canonical-json.ts';
import { jsonObject, jsonString } from '../../wire/json-value.ts';

export interface Envelope {
  readonly appId: string;
  /** '' if there is none. */
  readonly sign: string;
  /** The text that was signed, and the only thing that says what is asked. */
  readonly param: string;
}

/** The envelope as text. */
export function envelopeText({ appId, sign, param }: Envelope): string {
  return writeJson(
    jsonObject([
      ['appId', jsonString(appId)],
      ['sign', jsonString(sign)],
      ['param', jsonString(param)],
    ]),
  );
}

/** The fields of a JSON object as merchants and providers mean them: blank is as good as absent. */
import type { JsonObject, JsonValue } from './json-value.ts';
import type { ParseError } from './parsed.ts';

/** The value of a field; null if it is absent, null or blank. */
export function valueIn(body: JsonObject, name: string): JsonValue | null {
  const value = body.members.get(name);
  if (value === undefined || value.kind === 'null') return null;
  return value.kind === 'string' && value.value.trim() === '' ? null : value;
}

/** The text of a field: a string's value or a number's text; '' if there is neither. */
export function textIn(body: JsonObject, name: string): string {
  const value = valueIn(body, name);
  if (value?.kind === 'string') return value.value;
  return value?.kind === 'number' ? value.text : '';
}

const TOP_STEP = /^\$(?:\.([A-Za-z0-9_]+)|\["(.+?)"\])/;

/** The top-level field that a parser's path leads into. */
export function topFieldOf(error: ParseError): string | undefined {
  const step = TOP_STEP.exec(error.path);
  return step?.[1] ?? step?.[2];
}

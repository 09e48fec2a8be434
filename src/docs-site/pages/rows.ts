/** Fields and members as rows of a table. */
import type { Field, MemberInfo, ValueForm } from '../../dialects/contract.ts';
import type { FieldRow } from '../block.ts';
import { type Context, sentenceCase, sentenceOf } from '../context.ts';
import type { Api } from '../site.ts';
import type { TransportName } from '../words/messages.ts';

/** `values`: what the example sends, by name. */
export function fieldRows(
  context: Context,
  api: Api,
  fields: readonly Field[],
  values: Readonly<Record<string, unknown>>,
  depth = 0,
): readonly FieldRow[] {
  const { t } = context;
  return fields.flatMap((field) => {
    const { name, form, required, description } = field;
    const marks = [required ? t.required : t.optional, ...(field.in === 'path' ? [t.inPath] : [])];
    const value = values[name];
    const row = {
      ...{ name, depth, marks },
      type: typeText(context, form),
      meaning: meaningOf(context, api, description),
      example: exampleText(value),
    };
    const inner = Array.isArray(value) ? value[0] : value;
    const nested = fieldRows(context, api, form.fields ?? [], recordOf(inner), depth + 1);
    return [row, ...nested];
  });
}

export function memberRows(
  context: Context,
  api: Api,
  members: readonly MemberInfo[],
  value: unknown,
  depth = 0,
): readonly FieldRow[] {
  const { t } = context;
  const values = recordOf(Array.isArray(value) ? value[0] : value);
  return members.flatMap(({ name, type, optional, description, members: inner = [] }) => [
    {
      ...{ name, depth, type: t.types[type] },
      marks: optional ? [t.perhaps] : [],
      meaning: meaningOf(context, api, description),
      example: exampleText(values[name]),
    },
    ...memberRows(context, api, inner, values[name], depth + 1),
  ]);
}

/** Members that carry what is signed, or an answer. */
export function transportRows(
  { t }: Context,
  names: readonly (readonly [name: string, TransportName, type: keyof typeof t.types])[],
  depth = 0,
): readonly FieldRow[] {
  return names.map(([name, word, type]) => ({
    ...{ name, depth, type: t.types[type], marks: [], meaning: t.transport[word] },
    example: null,
  }));
}

function meaningOf(context: Context, api: Api, description: string): string {
  return sentenceCase(sentenceOf(context, api, description));
}

/** `string, 1 to 32 characters` */
function typeText({ t }: Context, { type, min, max, format, tokens }: ValueForm): string {
  const words = [t.types[type === 'whole number' && !tokens.includes('number') ? 'text' : type]];
  if (format !== null) words.push(format);
  const unit = type === 'list' ? 'members' : 'characters';
  if (max !== null && min !== null && min === max) words.push(t.exactly(max));
  else if (max !== null && min !== null && min > 0) words.push(t.between(min, max, unit));
  else if (max !== null) words.push(t.atMost(max, unit));
  return words.join(', ');
}

/** So long an example is cut: the whole of it stands beside. */
const EXAMPLE_CHARS = 48;

function exampleText(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null;
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  if (typeof value === 'object' && text.length > EXAMPLE_CHARS) return null;
  return text.length > EXAMPLE_CHARS ? `${text.slice(0, EXAMPLE_CHARS - 1)}…` : text;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

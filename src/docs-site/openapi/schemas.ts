/** Fields and members as JSON Schema (2020-12, as OpenAPI 3.1 takes it). */
import type { Field, MemberInfo, ValueForm } from '../../dialects/contract.ts';
import type { Wrapping } from '../../dialects/reference.ts';
import { type Context, sentenceCase, sentenceOf } from '../context.ts';
import type { Api } from '../site.ts';

export interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly [keyword: string]: unknown;
}

export function fieldsSchema(context: Context, api: Api, fields: readonly Field[]): Schema {
  const properties = fields.map(({ name, form, description }) => {
    const words = sentenceCase(sentenceOf(context, api, description));
    return [name, { ...formSchema(context, api, form), description: words }] as const;
  });
  const required = fields.filter((field) => field.required).map(({ name }) => name);
  return objectSchema(properties, required);
}

const TOKENS: Readonly<Record<ValueForm['tokens'][number], string>> = {
  string: 'string',
  number: 'number',
  boolean: 'boolean',
  array: 'array',
  object: 'object',
  null: 'null',
};

function formSchema(context: Context, api: Api, form: ValueForm): Schema {
  const { type, tokens, min, max, fields, words, format } = form;
  const kinds = tokens.map((token) =>
    type === 'whole number' && token === 'number' ? 'integer' : TOKENS[token],
  );
  const isText = tokens.includes('string') && type === 'text';
  const inner = fields === undefined ? null : fieldsSchema(context, api, fields);
  return {
    type: kinds.length === 1 ? (kinds[0] ?? 'string') : kinds,
    ...(isText && min !== null && min > 0 ? { minLength: min } : {}),
    ...(isText && max !== null ? { maxLength: max } : {}),
    ...(type === 'list' && max !== null ? { maxItems: max } : {}),
    ...(type === 'list' ? { items: inner ?? (words === undefined ? {} : { type: 'string' }) } : {}),
    ...(type === 'object' && inner !== null ? inner : {}),
    ...(format === 'url' ? { format: 'uri' } : format === 'date' ? { format } : {}),
  };
}

const TYPES = {
  text: 'string',
  number: 'number',
  boolean: 'boolean',
  object: 'object',
  list: 'array',
} as const satisfies Record<MemberInfo['type'], string>;

export function membersSchema(context: Context, api: Api, members: readonly MemberInfo[]): Schema {
  const properties = members.map(({ name, type, description, members: inner }) => {
    const schema = inner === undefined ? null : membersSchema(context, api, inner);
    const own: Schema =
      type === 'list'
        ? { type: TYPES.list, items: schema ?? {} }
        : { ...(schema ?? {}), type: TYPES[type] };
    const words = sentenceCase(sentenceOf(context, api, description));
    return [name, { ...own, description: words }] as const;
  });
  const always = members.filter(({ optional }) => !optional).map(({ name }) => name);
  return objectSchema(properties, always);
}

function objectSchema(
  properties: readonly (readonly [string, Schema])[],
  required: readonly string[],
): Schema {
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length === 0 ? {} : { required: [...new Set(required)] }),
  };
}

/** What carries signed fields: an envelope around their text, or `sign` among them. */
export function envelopeSchema(
  { t }: Context,
  wrapping: Wrapping,
  fields: Schema,
  isRequest: boolean,
): Schema {
  const text = (name: 'appId' | 'sign' | 'param'): Schema => ({
    type: 'string',
    description: t.transport[name],
  });
  if (wrapping === 'envelope') {
    const param = {
      ...text('param'),
      contentMediaType: 'application/json',
      contentSchema: fields,
    };
    const id = isRequest ? ([['appId', text('appId')]] as const) : [];
    const properties = [...id, ['sign', text('sign')] as const, ['param', param] as const];
    return objectSchema(
      properties,
      properties.map(([name]) => name),
    );
  }
  const known = fields.properties ?? {};
  const names = (isRequest && !('merchant' in known) ? ['appId', 'sign'] : ['sign']) as (
    | 'appId'
    | 'sign'
  )[];
  const own = names.filter((name) => !(name in known));
  return objectSchema(
    [...own.map((name) => [name, text(name)] as const), ...Object.entries(known)],
    [...own, ...(fields.required ?? [])],
  );
}

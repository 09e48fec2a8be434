/** What the SDK's code knows of a call, found out by asking the dialect. */

import type { Call, FieldKind, Word } from '../../sdk/src/call.ts';
import type { Dialect, Field, OperationInfo } from '../../src/dialects/contract.ts';
import { isRead } from '../../src/dialects/kit/operation.ts';
import { operationOf as phOperationOf } from '../../src/dialects/open-api-ph/operations/all.ts';
import { type RefusalCode, refuse } from '../../src/domain/refusal.ts';
import { askOf } from './ask.ts';

/** Fields that the SDK fills in itself, from what it was made with. */
export const SIGNERS: Readonly<Record<string, readonly string[]>> = {
  collect: ['merchant', 'sign'],
  recharge: ['mchId'],
};

const COLUMNS = 100;

/** An entry for each call. */
export async function tableOf(dialect: Dialect): Promise<string[]> {
  const entries: string[] = [];
  for (const operation of dialect.operations) {
    entries.push(`  ${operation.name}: ${written(await callOf(dialect, operation), 1)},`);
  }
  return entries;
}

async function callOf(dialect: Dialect, operation: OperationInfo): Promise<Call> {
  const { method, paths, fields, name } = operation;
  const own = fields.filter((field) => !SIGNERS[dialect.name]?.includes(field.name));
  const repeat = repeatOf(operation);
  return {
    method,
    paths,
    fields: Object.fromEntries(own.map((field) => [field.name, kindOf(field)])),
    stamp: stampOf(own),
    form: dialect.name === 'open-api-ph' ? (phOperationOf(name).form ?? 'flat') : 'flat',
    repeat,
    exists: repeat === 'same' ? existsOf(dialect, operation) : [],
    ask: repeat === 'same' ? await askOf(dialect, operation) : null,
  };
}

/** What makes an order claims its reference; what changes or ends one makes no such promise. */
function repeatOf(operation: OperationInfo): Call['repeat'] {
  if (isRead(operation)) return 'read';
  return operation.requests.every((request) => request.startsWith('create_')) ? 'same' : 'never';
}

function kindOf({ in: place, form }: Field): FieldKind {
  if (place === 'path') return 'path';
  if (form.format === 'url') return 'url';
  return form.type === 'whole number' || form.type === 'decimal' ? 'exact' : 'text';
}

function stampOf(fields: readonly Field[]): Call['stamp'] {
  const field = fields.find(({ name }) => name === 'timestamp');
  if (field === undefined) return null;
  return field.form.format === 'date-time' ? 'iso' : 'milliseconds';
}

/** How a dialect says a refusal. */
function wordOf(dialect: Dialect, operation: string, code: RefusalCode): Required<Word> {
  const reply = dialect.reply(refuse(code), operation, null, 0);
  const { code: said, message, msg } = JSON.parse(reply.body) as Record<string, string | number>;
  return { code: String(said), message: String(message ?? msg) };
}

const REFUSALS: readonly RefusalCode[] = [
  ...(['malformed', 'missing_field', 'invalid_field', 'unknown_app', 'app_disabled'] as const),
  ...(['bad_signature', 'bad_timestamp', 'ip_not_allowed', 'rate_limited'] as const),
  ...(['channel_unavailable', 'amount_invalid', 'amount_out_of_limits'] as const),
  ...(['duplicate_order', 'insufficient_balance', 'not_found', 'not_supported'] as const),
  ...(['refund_exceeds_paid', 'upstream_declined', 'overloaded', 'internal'] as const),
];

/** The word for an order that exists; with its text where the code alone says other things too. */
function existsOf(dialect: Dialect, { name, requests }: OperationInfo): readonly Word[] {
  const word = wordOf(dialect, name, 'duplicate_order');
  const others = REFUSALS.filter((code) => code !== 'duplicate_order').map((code) =>
    wordOf(dialect, name, code),
  );
  const byReason = dialect.reply(
    refuse('duplicate_order', undefined, undefined, 'idempotency_key'),
    name,
    null,
    0,
  );
  const own = others.some(({ code }) => code === word.code) ? word : { ...word, message: null };
  const other = String((JSON.parse(byReason.body) as { code: number }).code);
  const isPayout = requests.includes('create_payout') && other !== word.code;
  return isPayout ? [own, { code: other, message: null }] : [own];
}

/**
 * What the codes say, whatever call they answer. A code that says both that nothing was done and
 * something else is not among those of `busy`.
 */
export function codesOf(dialect: Dialect): string {
  const said = (codes: readonly RefusalCode[]) => [
    ...new Set(
      dialect.operations.flatMap(({ name }) =>
        codes.map((code) => wordOf(dialect, name, code).code),
      ),
    ),
  ];
  const others = said(REFUSALS.filter((code) => !NOTHING_DONE.includes(code)));
  return written(
    {
      success: SUCCESS[dialect.name] ?? [],
      busy: said(NOTHING_DONE).filter((code) => !others.includes(code)),
      unknown: said(['internal']),
    },
    0,
  );
}

const NOTHING_DONE: readonly RefusalCode[] = ['rate_limited', 'overloaded'];

/** What published answers of success say. A checkout of the Philippines answers 1. */
const SUCCESS: Readonly<Record<string, readonly string[]>> = {
  collect: ['200'],
  'open-api': ['10000'],
  'open-api-ph': ['1000', '1'],
  recharge: ['200'],
};

/** A value as source text, broken where a line would be too long. */
function written(value: unknown, depth: number): string {
  const flat = flatOf(value);
  if (flat.length + depth * 2 + 24 <= COLUMNS) return flat;
  const pad = '  '.repeat(depth + 1);
  const end = '  '.repeat(depth);
  if (Array.isArray(value)) {
    return `[\n${value.map((each) => `${pad}${written(each, depth + 1)},`).join('\n')}\n${end}]`;
  }
  const entries = Object.entries(value as object).map(
    ([name, member]) => `${pad}${name}: ${written(member, depth + 1)},`,
  );
  return `{\n${entries.join('\n')}\n${end}}`;
}

function flatOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return `'${value.replaceAll("'", "\\'")}'`;
  if (Array.isArray(value)) return `[${value.map(flatOf).join(', ')}]`;
  const entries = Object.entries(value as object).map(
    ([name, member]) => `${name}: ${flatOf(member)}`,
  );
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

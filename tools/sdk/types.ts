/** Fields and members as TypeScript. */
import type { Dialect, Field, MemberInfo, ValueForm } from '../../src/dialects/contract.ts';
import type { Reference } from '../../src/dialects/reference.ts';
import { SIGNERS } from './table.ts';

const COLUMNS = 100;

/** A line for each call. */
export function callTypes({ name, operations }: Dialect): string[] {
  return operations.flatMap((operation) => {
    const [answer] = Object.values(operation.answers);
    const own = operation.fields.filter((field) => !SIGNERS[name]?.includes(field.name));
    const object = membersType(answer?.members ?? [], 2);
    const data = answer?.type === 'list' ? `readonly ${object}[]` : object;
    return [
      ...documented(`${operation.title}: \`${operation.method} ${operation.paths[0]}\``, 1),
      `  ${operation.name}: {`,
      `    readonly fields: ${fieldsType(own, 2)};`,
      `    readonly data: ${data};`,
      '  };',
    ];
  });
}

/** All members of all notifications; an event has some of them. */
export function notificationType({ notifications }: Reference): string {
  const members = new Map(
    notifications.flatMap((each) => each.members.map((member) => [member.name, member] as const)),
  );
  return membersType(
    [...members.values()].map((member) => ({ ...member, optional: true })),
    0,
  );
}

function fieldsType(fields: readonly Field[], depth: number): string {
  const lines = fields.flatMap(({ name, required, form, description }) => {
    const isGiven = required && name !== 'timestamp';
    return [
      ...documented(description, depth + 1),
      `${indent(depth + 1)}readonly ${name}${isGiven ? '' : '?'}: ${formType(form, depth + 1)};`,
    ];
  });
  return braced(lines, depth);
}

const TOKENS: Readonly<Record<string, string>> = { string: 'string', boolean: 'boolean' };

function formType(form: ValueForm, depth: number): string {
  const types = form.tokens.map((token) => {
    if (token === 'number') return form.type === 'text' ? 'number | bigint' : 'bigint';
    const object = form.fields === undefined ? null : fieldsType(form.fields, depth);
    if (token === 'array') {
      return `readonly ${object ?? (form.words === undefined ? 'Sendable' : 'string')}[]`;
    }
    if (token === 'object') return object ?? '{ readonly [name: string]: Sendable }';
    return TOKENS[token] ?? 'null';
  });
  return [...new Set(types)].join(' | ');
}

function membersType(members: readonly MemberInfo[], depth: number): string {
  const lines = members.flatMap((member) => {
    const isAlways = !member.optional && member.blank !== 'left out';
    const mark = isAlways ? '' : '?';
    return [
      ...documented(member.description, depth + 1),
      `${indent(depth + 1)}readonly ${member.name}${mark}: ${memberType(member, depth + 1)};`,
    ];
  });
  return braced(lines, depth);
}

/** A number is received as its text. */
function memberType({ type, blank, members = [] }: MemberInfo, depth: number): string {
  if (type === 'object') return membersType(members, depth);
  if (type === 'list') return `readonly ${membersType(members, depth)}[]`;
  if (type === 'boolean') return 'boolean';
  return blank === 'null' ? 'string | null' : 'string';
}

function braced(lines: readonly string[], depth: number): string {
  return lines.length === 0
    ? 'Readonly<Record<string, never>>'
    : `{\n${lines.join('\n')}\n${indent(depth)}}`;
}

function indent(depth: number): string {
  return '  '.repeat(depth);
}

/** A sentence as a comment, on lines that are not too long. */
function documented(text: string, depth: number): string[] {
  const line = `${indent(depth)}/** ${text} */`;
  if (line.length <= COLUMNS) return [line];
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.length - 1;
    const longer = `${lines[last]} ${word}`.trim();
    if (longer.length + indent(depth).length + 3 > COLUMNS) lines.push(word);
    else lines[last] = longer;
  }
  const middle = lines.map((each) => `${indent(depth)} * ${each}`);
  return [`${indent(depth)}/**`, ...middle, `${indent(depth)} */`];
}

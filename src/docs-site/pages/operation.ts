/** The page of a call: where it is served, what it takes, what it answers, what can go wrong. */
import type { OperationInfo } from '../../dialects/contract.ts';
import { type Block, type Content, code, heading, paragraph } from '../block.ts';
import { type Context, sentenceOf } from '../context.ts';
import type { Example } from '../examples.ts';
import { indented } from '../json-text.ts';
import { type CallError, errorsOf } from '../refusals.ts';
import { samplesOf } from '../samples/samples.ts';
import { type ApiPlace, operationOf } from '../site.ts';
import type { TransportName } from '../words/messages.ts';
import { fieldRows, memberRows, transportRows } from './rows.ts';

export function operationContent(context: Context, place: ApiPlace, name: string): Content {
  const { t, requests } = context;
  const { api } = place;
  const operation = operationOf(api, name);
  const example = exampleOf(context, place, name);
  const uses = [...new Set(operation.requests)].map((request) => requests[request]);
  return {
    lead: sentenceOf(context, api, operation.title) + (context.language === 'en' ? '.' : '。'),
    main: [
      ...endpoints(context, place, operation),
      paragraph(uses.join(' ')),
      ...requestBlocks(context, place, operation, example),
      ...answerBlocks(context, place, operation, example),
      ...errorBlocks(context, errorsOf(api, operation)),
    ],
    side: [
      ...samplesOf(context, place, operation, example),
      heading(t.exampleRequest),
      code(example.body === '' ? 'http' : 'json', requestText(context, place, name, example)),
      ...(example.signed === null
        ? []
        : [heading(t.stringToSign), code('text', example.signed), paragraph(t.exampleNote)]),
      heading(t.exampleAnswer),
      code('json', indented(example.answer)),
    ],
  };
}

export function exampleOf({ examples }: Context, { api }: ApiPlace, operation: string): Example {
  const example = examples.dialects[api.reference.dialect]?.operations[operation];
  if (example === undefined) throw new TypeError(`no example of ${operation}`);
  return example;
}

function endpoints({ t }: Context, { api }: ApiPlace, operation: OperationInfo): readonly Block[] {
  const { method, paths, name, title } = operation;
  const [first = '', ...others] = paths;
  const aliases = api.dialect.operations.filter(
    (each) => each.name !== name && each.title === title && each.paths.includes(first),
  );
  const more = [
    ...others.map((path) => `\`${method} ${path}\``),
    ...aliases.map((each) => `\`${each.method} ${first}\``),
  ];
  return [
    { kind: 'endpoint', method, path: first },
    ...(more.length === 0 ? [] : [paragraph(`${t.alsoAt}: ${more.join(', ')}`)]),
  ];
}

/** What is signed, as the example sends it. */
export function payloadOf({ body, query }: Example): Readonly<Record<string, unknown>> {
  if (body === '') return Object.fromEntries(new URLSearchParams(query));
  const json = JSON.parse(body) as Record<string, unknown>;
  return typeof json.param === 'string' ? (JSON.parse(json.param) as typeof json) : json;
}

function requestBlocks(
  context: Context,
  { api }: ApiPlace,
  operation: OperationInfo,
  example: Example,
): readonly Block[] {
  const { t } = context;
  const rows = fieldRows(context, api, operation.fields, payloadOf(example));
  const own: Block = rows.length === 0 ? paragraph(t.noFields) : { kind: 'fields', rows };
  const unsigned = operation.signs === 'nothing' ? [paragraph(t.notSigned)] : [];
  switch (api.reference.wrappingOf(operation.name)) {
    case 'envelope':
      return [
        heading(t.request, 'request'),
        paragraph(t.envelope),
        {
          kind: 'fields',
          rows: transportRows(context, [
            ['appId', 'appId', 'text'],
            ['sign', 'sign', 'text'],
            ['param', 'param', 'text'],
          ]),
        },
        heading(t.fieldsOf('param').replaceAll('`', ''), 'param'),
        own,
      ];
    case 'header':
      return [
        heading(t.headers, 'headers'),
        {
          kind: 'fields',
          rows: transportRows(context, [
            ['sign', 'signHeader', 'text'],
            ['Content-Type', 'contentType', 'text'],
          ]),
        },
        heading(t.request, 'request'),
        own,
      ];
    case 'flat': {
      const named = new Set(operation.fields.map(({ name }) => name));
      const signed = transportRows(
        context,
        (['appId', 'sign'] as const)
          .filter((name) => !named.has(name) && name in payloadWithSign(example))
          .map((name) => [name, name, 'text'] as const),
      );
      const fields: Block =
        rows.length + signed.length === 0 ? own : { kind: 'fields', rows: [...signed, ...rows] };
      return [heading(t.request, 'request'), ...unsigned, fields];
    }
  }
}

function payloadWithSign({ body, query }: Example): Readonly<Record<string, unknown>> {
  return body === ''
    ? Object.fromEntries(new URLSearchParams(query))
    : (JSON.parse(body) as Record<string, unknown>);
}

const ANSWER_WORDS: Readonly<Record<string, TransportName>> = {
  code: 'code',
  success: 'success',
  message: 'message',
  msg: 'message',
  desc: 'desc',
  data: 'data',
  timestamp: 'timestamp',
};

function answerBlocks(
  context: Context,
  { api }: ApiPlace,
  operation: OperationInfo,
  example: Example,
): readonly Block[] {
  const { t } = context;
  const answer = JSON.parse(example.answer) as Record<string, unknown>;
  const kinds = Object.values(operation.answers);
  const first = kinds[0];
  const envelope = Object.entries(answer).flatMap(([name, value]) => {
    const word = ANSWER_WORDS[name];
    const isList = Array.isArray(value);
    const type = typeof value === 'object' ? (isList ? 'list' : 'object') : typeof value;
    const shown = type === 'string' ? 'text' : (type as 'number' | 'boolean' | 'object' | 'list');
    return word === undefined ? [] : [[name, word, shown] as const];
  });
  return [
    heading(t.answer, 'response'),
    { kind: 'fields', rows: transportRows(context, envelope) },
    ...(first === undefined
      ? []
      : [
          paragraph(first.type === 'list' ? t.answerList : t.answerData),
          {
            kind: 'fields' as const,
            rows: memberRows(context, api, first.members, answer.data),
          },
        ]),
  ];
}

export function errorBlocks(context: Context, errors: readonly CallError[]): readonly Block[] {
  const { t } = context;
  return [
    heading(t.errors, 'errors'),
    paragraph(t.errorsLead),
    { kind: 'table', head: [t.code, t.message, t.meaning], rows: errorRows(context, errors) },
  ];
}

export function errorRows(
  { t, refusals }: Context,
  errors: readonly CallError[],
): readonly (readonly string[])[] {
  return errors.map(({ code: number, message, words }) => [
    `\`${number}\``,
    message,
    words.length === 0 ? t.notSent : words.map((word) => refusals[word]).join(' '),
  ]);
}

/** What is sent. A body that is signed byte by byte is shown byte by byte. */
function requestText(
  { origin }: Context,
  { api }: ApiPlace,
  operation: string,
  example: Example,
): string {
  const { method, path, query, headers, body } = example;
  if (body === '') return `${method} ${origin}${path}?${query}`;
  if (api.reference.wrappingOf(operation) !== 'header') return indented(body);
  return `sign: ${headers.sign ?? ''}\n\n${body}`;
}

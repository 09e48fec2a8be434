/** One API as OpenAPI 3.1, made of its operations, their examples and the words of a language. */

import type { OperationInfo } from '../../dialects/contract.ts';
import type { ApiVersion } from '../../dialects/reference.ts';
import { type Context, sentenceCase, sentenceOf } from '../context.ts';
import type { Example } from '../examples.ts';
import { exampleOf } from '../pages/operation.ts';
import { samplesOf } from '../samples/samples.ts';
import { type Api, type ApiPlace, notificationOf, operationOf, placesOf } from '../site.ts';
import { nameOf, numbered } from '../title.ts';
import { envelopeSchema, fieldsSchema, membersSchema, type Schema } from './schemas.ts';

/** Of this API in a language. The first path of a call is under `paths`, others in `x-also-at`. */
export function openApiDocument(context: Context, api: Api, version: ApiVersion): object {
  const { reference } = api;
  const places = placesOf(api, version);
  const paths: Record<string, Record<string, object>> = {};
  const webhooks: Record<string, object> = {};
  for (const place of places) {
    const { page } = place;
    if (page.kind === 'operation') {
      const operation = operationOf(api, page.operation);
      const path = templated(operation.paths[0] ?? '');
      const method = operation.method.toLowerCase();
      paths[path] = { ...paths[path], [method]: operationObject(context, place, operation) };
    }
    if (page.kind === 'notification') {
      webhooks[`${page.notification}_${page.of}`] = {
        post: webhookObject(context, place, page.notification, page.of),
      };
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: nameOf(context, api, version),
      version: version.name ?? '1.0.0',
      description: reference.summary[context.language],
    },
    servers: [{ url: context.origin }],
    paths,
    webhooks,
  };
}

/** `/a/:id` is `/a/{id}` there. */
function templated(path: string): string {
  return path.replace(/:([A-Za-z]+)/g, '{$1}');
}

function operationObject(context: Context, place: ApiPlace, operation: OperationInfo): object {
  const { api } = place;
  const { language, requests } = context;
  const example = exampleOf(context, place, operation.name);
  const samples = samplesOf(context, place, operation, example).flatMap((block) =>
    block.kind === 'samples'
      ? block.samples.map(({ title, text }) => ({ lang: title, source: text }))
      : [],
  );
  const [, ...others] = operation.paths;
  const chapter = place.chapters[0];
  return {
    operationId: operation.name,
    summary: numbered(place.page, language),
    description: [
      `${sentenceOf(context, api, operation.title)}.`,
      ...new Set(operation.requests.map((request) => requests[request])),
    ].join('\n\n'),
    ...(chapter === undefined ? {} : { tags: [numbered(chapter, language)] }),
    ...parametersOf(context, api, operation, example),
    responses: { 200: answerObject(context, api, operation, example) },
    ...(others.length === 0 ? {} : { 'x-also-at': others.map(templated) }),
    ...(samples.length === 0 ? {} : { 'x-codeSamples': samples }),
  };
}

function parametersOf(context: Context, api: Api, operation: OperationInfo, example: Example) {
  const { t } = context;
  const wrapping = api.reference.wrappingOf(operation.name);
  const schema = fieldsSchema(
    context,
    api,
    operation.fields.filter((each) => each.in !== 'path'),
  );
  const parameter = (name: string, where: string, required: boolean, one: Schema) => ({
    ...{ name, in: where, required, schema: one },
    ...(typeof one.description === 'string' ? { description: one.description } : {}),
  });
  const inPaths = new Set(operation.paths[0]?.match(/:[A-Za-z]+/g)?.map((each) => each.slice(1)));
  const known = fieldsSchema(
    context,
    api,
    operation.fields.filter((each) => each.in === 'path'),
  );
  const inPath = [...inPaths].map((name) =>
    parameter(name, 'path', true, known.properties?.[name] ?? { type: 'string' }),
  );
  if (operation.method === 'GET') {
    const own = Object.entries(schema.properties ?? {}).map(([name, one]) =>
      parameter(name, 'query', schema.required?.includes(name) === true, one),
    );
    const carried = (['appId', 'sign'] as const)
      .filter((name) => !(name in (schema.properties ?? {})))
      .map((name) =>
        parameter(name, 'query', true, { type: 'string', description: t.transport[name] }),
      );
    return { parameters: [...inPath, ...carried, ...own] };
  }
  const header = wrapping === 'header';
  const headers = header
    ? [parameter('sign', 'header', true, { type: 'string', description: t.transport.signHeader })]
    : [];
  const body = wrapping === 'header' ? schema : envelopeSchema(context, wrapping, schema, true);
  return {
    ...(inPath.length + headers.length === 0 ? {} : { parameters: [...inPath, ...headers] }),
    requestBody: {
      required: true,
      content: { 'application/json': { schema: body, example: JSON.parse(example.body) } },
    },
  };
}

function answerObject(
  context: Context,
  api: Api,
  operation: OperationInfo,
  { answer }: Example,
): object {
  const { t } = context;
  const first = Object.values(operation.answers)[0];
  const data = first === undefined ? null : membersSchema(context, api, first.members);
  const shown = JSON.parse(answer) as Record<string, unknown>;
  const properties = Object.fromEntries(
    Object.entries(shown).map(([name, value]): [string, Schema] => {
      if (name !== 'data' || data === null) return [name, { type: typeOf(value) }];
      return [name, first?.type === 'list' ? { type: 'array', items: data } : data];
    }),
  );
  return {
    description: sentenceCase(t.answer),
    content: { 'application/json': { schema: { type: 'object', properties }, example: shown } },
  };
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function webhookObject(context: Context, place: ApiPlace, name: string, of: string): object {
  const { api } = place;
  const { reference } = api;
  const info = notificationOf(api, name);
  const example = context.examples.dialects[reference.dialect]?.notifications[`${name}:${of}`];
  const members = membersSchema(context, api, info.members);
  const wrapping = reference.notificationWrapping;
  const schema =
    wrapping === 'header' ? members : envelopeSchema(context, wrapping, members, false);
  return {
    operationId: `${name}_of_${of}`,
    summary: numbered(place.page, context.language),
    description: sentenceOf(context, api, info.description),
    requestBody: {
      content: {
        'application/json': { schema, example: JSON.parse(example?.body ?? '{}') as object },
      },
    },
    responses: { 200: { description: reference.acknowledgement || 'OK' } },
  };
}

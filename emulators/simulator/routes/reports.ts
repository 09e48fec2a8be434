/** Errors of settlement reports, as an operator orders them. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendAnswer } from '../answers.ts';
import type { Fields } from '../fields.ts';
import { inventLies } from '../lies.ts';
import { type Alteration, movementsOf, REPORT_COLUMNS, type ReportLine } from '../report.ts';
import type { World } from '../world.ts';
import { readBody, sendRefusal } from './http.ts';

const LIES_MAX = 10_000;

function reportLine(fields: Fields): Partial<ReportLine> {
  const line: { -readonly [Key in keyof ReportLine]?: string } = {};
  for (const column of REPORT_COLUMNS) {
    if (fields.has(column)) line[column] = fields.text(column, 256);
  }
  return line;
}

function alteration(fields: Fields): Alteration {
  const kind = fields.word('kind', ['missing', 'altered', 'twice', 'extra']);
  const lineFields = fields.object('line');
  const line = reportLine(lineFields);
  fields.problem ??= lineFields.problem;
  if (kind === 'extra') return { kind, line };
  const target = fields.text('target', 128);
  return kind === 'altered' ? { kind, target, line } : { kind, target };
}

function alterReport(world: World, request: FastifyRequest, reply: FastifyReply) {
  const body = readBody(request, alteration);
  if (!body.ok) return sendRefusal(reply, body);
  world.alterations.add(body.value);
  sendAnswer(reply, { http: 201, body: { alterations: world.alterations.list() } });
}

function lie(world: World, request: FastifyRequest, reply: FastifyReply) {
  const body = readBody(request, (fields) => ({
    account: fields.text('account', 64),
    date: fields.text('date', 10),
    count: fields.integer('count', 1, LIES_MAX) ?? 9,
    seed: fields.integer('seed', 0, 2 ** 31) ?? 1,
  }));
  if (!body.ok) return sendRefusal(reply, body);
  const { account, date, count, seed } = body.value;
  const lies = inventLies(movementsOf(world.journal.movements, account, date), count, seed);
  world.alterations.add(...lies.map((one) => one.alteration));
  const named = lies.map(({ lie: name, paymentId }) => ({ lie: name, paymentId }));
  sendAnswer(reply, { http: 201, body: { lies: named } });
}

export function reportRoutes(app: FastifyInstance, world: World): void {
  app.post('/admin/report', (request, reply) => alterReport(world, request, reply));
  app.post('/admin/report/lies', (request, reply) => lie(world, request, reply));
  app.delete('/admin/report', (_request, reply) => {
    world.alterations.clear();
    sendAnswer(reply, { http: 200, body: { alterations: [] } });
  });
}

/** Reports of a day, and what they have wrong, on order. */
import type { FastifyInstance } from 'fastify';
import { bodyOf } from './admin.ts';
import { inventLies, type Lie, reported } from './lies.ts';
import { NumberText } from './money.ts';
import { type Movement, movementsOf } from './movements.ts';

const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const LIES_MAX = 10_000;

export type ReportFile = (movements: readonly Movement[]) => string;

export function reportRoutes(
  app: FastifyInstance,
  world: { readonly movements: readonly Movement[]; lies: readonly Lie[] },
  files: Readonly<Record<string, ReportFile>>,
): void {
  app.get('/emulator/report/:name', (request, reply) => {
    const { name } = request.params as { readonly name: string };
    const { date = '' } = request.query as Readonly<Record<string, string>>;
    const print = Object.hasOwn(files, name) ? files[name] : undefined;
    if (print === undefined || !DAY.test(date)) {
      return reply.code(400).send(`{"emulator":"a report is ${Object.keys(files)}, of a date"}`);
    }
    return reply.type('text/csv').send(print(reported(world.movements, date, world.lies)));
  });

  app.post('/emulator/report/lies', (request, reply) => {
    const { date, count, seed } = bodyOf(request);
    const numberIn = (value: unknown, byDefault: number) =>
      value instanceof NumberText ? Math.trunc(Number(value.text)) : byDefault;
    if (typeof date !== 'string' || !DAY.test(date)) {
      return reply.code(400).send('{"emulator":"date is a day such as 2026-11-20"}');
    }
    const wanted = Math.min(LIES_MAX, numberIn(count, 9));
    world.lies = inventLies(movementsOf(world.movements, date), wanted, numberIn(seed, 1));
    const lies = world.lies.map(({ lie, id }) => ({ lie, id }));
    return reply.code(201).send(JSON.stringify({ lies }));
  });

  app.delete('/emulator/report/lies', (_request, reply) => {
    world.lies = [];
    return reply.send('{}');
  });
}

/** RFC 4180, with a row of headings. */
export function csvOf(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [headings, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

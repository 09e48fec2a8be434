/** The page of a notification: what is sent, how often, and how it is acknowledged. */
import { type Block, type Content, code, heading, paragraph } from '../block.ts';
import { type Context, sentenceOf } from '../context.ts';
import { indented } from '../json-text.ts';
import { verifySamplesOf } from '../samples/samples.ts';
import { type ApiPlace, notificationOf } from '../site.ts';
import { memberRows, transportRows } from './rows.ts';

export function notificationContent(
  context: Context,
  place: ApiPlace,
  name: string,
  of: string,
): Content {
  const { t, examples, language } = context;
  const { api } = place;
  const { reference, dialect } = api;
  const info = notificationOf(api, name);
  const example = examples.dialects[reference.dialect]?.notifications[`${name}:${of}`];
  if (example === undefined) throw new TypeError(`no example of ${name} of ${of}`);
  const wrapping = reference.notificationWrapping;
  const values = JSON.parse(example.body) as Record<string, unknown>;
  const inner: unknown = wrapping === 'envelope' ? JSON.parse(String(values.param)) : values;
  const own: Block = { kind: 'fields', rows: memberRows(context, api, info.members, inner) };
  const isHeader = wrapping === 'header';
  const carriers = transportRows(
    context,
    wrapping === 'envelope'
      ? [
          ['sign', 'theirSign', 'text'],
          ['param', 'theirParam', 'text'],
        ]
      : [['sign', 'theirSign', 'text']],
  );
  const body = isHeader
    ? `sign: ${example.headers.sign ?? ''}\n\n${example.body}`
    : indented(example.body);
  const accept = reference.acknowledgement === '' ? '' : `\`${reference.acknowledgement}\``;
  return {
    lead: sentenceOf(context, api, info.description),
    main: [
      { kind: 'endpoint', method: 'POST', path: 'https://your-server.example/notify' },
      paragraph(t.acknowledge(accept)),
      paragraph(t.timetable(timesText(dialect.attemptAfterMs, language))),
      heading(t.notification, 'notification'),
      { kind: 'fields', rows: carriers },
      ...(wrapping === 'envelope'
        ? [heading(t.fieldsOf('param').replaceAll('`', ''), 'param')]
        : []),
      own,
    ],
    side: [
      ...verifySamplesOf(context, place),
      heading(t.exampleNotification),
      code('json', body),
      heading(t.stringToSignOfNotification),
      code('text', example.signed),
      paragraph(t.exampleNote),
    ],
  };
}

const UNITS = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1_000, 'second'],
] as const;

/** So many times are listed; behind them only the last one. */
const TIMES_MAX = 12;

/** Delays after the first attempt, in words: `15 sec, 1 min, 6 min`. */
function timesText(attemptAfterMs: readonly number[], language: string): string {
  const repeats = attemptAfterMs.filter((ms) => ms > 0);
  const shown = repeats.slice(0, TIMES_MAX).map((ms) => durationText(ms, language));
  const last = repeats.at(-1);
  if (repeats.length > TIMES_MAX && last !== undefined) {
    shown.push('…', durationText(last, language));
  }
  return shown.join(', ');
}

function durationText(ms: number, language: string): string {
  const parts: string[] = [];
  let rest = ms;
  for (const [size, unit] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) {
      const format = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' });
      parts.push(format.format(count));
    }
  }
  return parts.slice(0, 2).join(' ');
}

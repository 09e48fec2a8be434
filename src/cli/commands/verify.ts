/** `causeway verify`: does a signature hold, and if not, what was probably done wrong. */
import type { Dialect, OperationInfo } from '../../dialects/contract.ts';
import {
  type DialectTools,
  type Explanation,
  type GivenRequest,
  rawRequest,
} from '../../dialects/tools.ts';
import type { AppKey } from '../../domain/merchant.ts';
import { type Command, command, EXIT, type Report, usageError } from '../command.ts';
import { type Difference, differenceText, firstDifference } from '../difference.ts';
import { asDialect } from '../find.ts';
import { asPair, flag, list, optional, required } from '../option.ts';
import {
  bothSides,
  cannotRead,
  findOperation,
  KEY_OPTIONS,
  keysOf,
  refusalText,
} from '../signing.ts';
import { type Style, sections } from '../style.ts';

export const verify: Command = command({
  name: 'verify',
  summary: 'check the signature of a request or a notification, and explain it',
  notes: [
    'Prints the string to sign with the key hidden. On a mismatch the common mistakes are tried',
    'one by one; the one that gives the signature received is named, and shown where it differs.',
    'With --mine the string that your program signed is compared. Exit code 1: it does not hold.',
  ],
  options: {
    dialect: required('DIALECT', 'the merchant API', asDialect),
    operation: optional('NAME', 'name or path of the operation; needed for requests'),
    notification: flag('the body is a notification of the platform to the merchant'),
    body: optional('FILE', 'the body as it was sent, but for a GET; - is standard input'),
    path: optional('PATH', 'the path that it was sent to, where that has parameters'),
    header: list('NAME=VALUE', 'a header that was sent along: content-type, sign, …', asPair),
    query: optional('TEXT', 'the query string that was sent along'),
    ...KEY_OPTIONS,
    mine: optional('FILE', 'the string that your program signed; - is standard input'),
  },
  examples: [
    [
      'verify --dialect collect --operation collect_create --key-file key.txt --body order.json',
      'why is there a signature error?',
    ],
    [
      'verify --dialect collect --notification --app M1 --body notification.json',
      'as a merchant does',
    ],
  ],
  async run(values, context) {
    const { dialect, tools } = bothSides(values.dialect);
    if ((values.operation === null) === !values.notification) {
      return usageError('give --operation for a request, or --notification');
    }
    const fromInput = [values.body, values['key-file'], values.mine].filter((one) => one === '-');
    if (fromInput.length > 1) return usageError('only one thing can come from standard input');
    const operation = findOperationOf(dialect, values.operation);
    if (!operation.ok) return operation.report;
    const keys = await keysOf(values, dialect, context);
    if (!keys.ok) return keys.report;
    const needsBody = values.notification || operation.value?.method === 'POST';
    if (values.body === null && needsBody) return usageError('give --body');
    const body = values.body === null ? new Uint8Array(0) : await context.read(values.body);
    const headers = headersOf(body, values.header);
    const mine =
      values.mine === null
        ? null
        : Buffer.from(await context.read(values.mine))
            .toString('utf8')
            .replace(/\r?\n$/, '');
    const hidden =
      mine && keys.value.reduce((text, { material }) => text.replaceAll(material, '***'), mine);
    if (operation.value === null) {
      return notificationReport(dialect, tools, { headers, body }, keys.value, hidden);
    }
    const path = values.path ?? '';
    const request = { path, query: values.query ?? '', headers, body };
    return requestReport({ dialect, tools }, operation.value, request, keys.value, hidden);
  },
});

function findOperationOf(dialect: Dialect, text: string | null) {
  return text === null ? ({ ok: true, value: null } as const) : findOperation(dialect, text);
}

/** JSON, or else a form, unless a header says what it is. */
function headersOf(
  body: Uint8Array,
  given: readonly (readonly [string, string])[],
): Readonly<Record<string, string>> {
  const isJson = Buffer.from(body).toString('utf8').trimStart().startsWith('{');
  const type = isJson ? 'application/json' : 'application/x-www-form-urlencoded';
  const named = given.map(([name, value]) => [name.toLowerCase(), value] as const);
  return { 'content-type': type, ...Object.fromEntries(named) };
}

function requestReport(
  { dialect, tools }: { dialect: Dialect; tools: DialectTools },
  info: OperationInfo,
  request: GivenRequest,
  keys: readonly AppKey[],
  mine: string | null,
): Report {
  const { name: operation } = info;
  const raw = rawRequest(info, request);
  const explained = tools.explain(raw, operation, keys);
  if ('ok' in explained) return cannotRead(dialect, explained.refusal, operation);
  const understood = dialect.identify(raw, operation);
  const refusal = understood.ok ? null : refusalText(dialect, understood.refusal, operation);
  return report(explained, mine, { refusal });
}

function notificationReport(
  dialect: Dialect,
  tools: DialectTools,
  notification: { headers: Record<string, string>; body: Uint8Array },
  keys: readonly AppKey[],
  mine: string | null,
): Report {
  const explained = tools.explainNotification(notification, keys);
  if ('ok' in explained) return cannotRead(dialect, explained.refusal, '');
  return report(explained.explanation, mine, { refusal: null, content: explained.content });
}

interface Beside {
  /** Why the platform would refuse the request whatever its signature is. */
  readonly refusal: string | null;
  /** What a notification says. */
  readonly content?: object | null;
}

function report(explanation: Explanation, mine: string | null, beside: Beside): Report {
  const { matches, stringToSign, signedInstead } = explanation;
  const compared = mine ?? signedInstead;
  const difference = compared === null ? null : firstDifference(stringToSign, compared);
  const sound = matches && beside.refusal === null && (mine === null || difference === null);
  return {
    code: sound ? EXIT.done : EXIT.refused,
    data: { ...explanation, ...beside, difference },
    text: (style) => text(style, explanation, { mine, difference, ...beside }),
  };
}

function text(
  style: Style,
  { matches, given, stringToSign, signedInstead, hints }: Explanation,
  {
    mine,
    difference,
    refusal,
    content,
  }: Beside & { mine: string | null; difference: Difference | null },
): string {
  const verdict = matches
    ? style.good('The signature holds.')
    : style.bad('The signature does not hold.');
  const whose = mine === null ? 'What was signed instead' : 'Your string';
  return sections(
    verdict,
    `${style.head('String to sign')}\n${stringToSign}`,
    matches ? '' : `${style.head('Signature received')}\n${given === '' ? '(none)' : given}`,
    mine === null && signedInstead === null
      ? ''
      : difference === null
        ? style.good('Your string is the one above.')
        : `${style.head(`${whose}: the first difference`)}\n${differenceText(difference)}`,
    hints.map((hint) => `- ${hint}`).join('\n'),
    refusal === null ? '' : style.bad(`The platform would refuse this all the same: ${refusal}.`),
    content ? `${style.head('It says')}\n${contentText(content)}` : '',
  );
}

function contentText(content: object): string {
  return Object.entries(content)
    .map(([name, value]) => `${name}  ${value ?? '-'}`)
    .join('\n');
}

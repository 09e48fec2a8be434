/** `causeway sign`: a signed request, ready to send, and the string it was signed over. */
import type { Dialect, OperationInfo } from '../../dialects/contract.ts';
import { rawRequest, type SignedCall } from '../../dialects/tools.ts';
import { keySpecOf } from '../../wire/app-keys.ts';
import { type Command, type Context, command, done, refused, usageError } from '../command.ts';
import { asDialect } from '../find.ts';
import { asPair, list, oneOf, optional, required, withDefault } from '../option.ts';
import {
  bothSides,
  cannotRead,
  findOperation,
  KEY_OPTIONS,
  keysOf,
  refusalText,
} from '../signing.ts';
import { type Style, sections } from '../style.ts';

export const sign: Command = command({
  name: 'sign',
  summary: 'sign a request as a merchant does',
  notes: [
    'Prints the string to sign (the key hidden), the signed body and a curl command.',
    'The fields are a JSON body (--body), or given one by one as NAME=VALUE.',
  ],
  positionals: { fields: list('NAME=VALUE', 'a field of the request, instead of --body', asPair) },
  options: {
    dialect: required('DIALECT', 'the merchant API', asDialect),
    operation: required('NAME', 'name or path of the operation: collect_create, /order/query'),
    ...KEY_OPTIONS,
    body: optional('FILE', 'the fields as JSON, without sign; - is standard input'),
    encoding: withDefault(
      'FORM',
      'of the body sent: json or form',
      'json',
      oneOf(['json', 'form']),
    ),
    url: optional('ORIGIN', 'of the platform, for the curl command (PUBLIC_URL if absent)'),
  },
  examples: [
    [
      'sign --dialect collect --operation order_query --key-file key.txt merchant=M1 orderId=A1',
      'ask about an order',
    ],
    [
      'sign --dialect collect --operation collect_create --app M1 --body order.json --json',
      'with the key of an app on this platform',
    ],
  ],
  async run(values, context) {
    const { dialect, tools } = bothSides(values.dialect);
    const operation = findOperation(dialect, values.operation);
    if (!operation.ok) return operation.report;
    if (values.body !== null && values.fields.length > 0) {
      return usageError('give the fields one by one, or as --body: not both');
    }
    const handedIn = keySpecOf(dialect.keys, 'request')?.form.kind === 'rsa_public';
    if (values.app !== null && handedIn) {
      return refused(`${dialect.title}: only the merchant has the private key; use --key-file`);
    }
    const keys = await keysOf(values, dialect, context);
    if (!keys.ok) return keys.report;
    const body =
      values.body === null
        ? Buffer.from(JSON.stringify(Object.fromEntries(values.fields)))
        : await context.read(values.body);
    const signed = await tools.sign(operation.value.name, body, keys.value, {
      encoding: values.encoding,
      nowMs: Date.now(),
    });
    if (!signed.ok) return cannotRead(dialect, signed.refusal, operation.value.name);
    return report(dialect, operation.value, signed.value, originOf(values.url, context));
  },
});

function report(dialect: Dialect, info: OperationInfo, call: SignedCall, origin: string) {
  const { name: operation } = info;
  const raw = rawRequest(info, { ...call, body: Buffer.from(call.body) });
  const understood = dialect.identify(raw, operation);
  const warning = understood.ok
    ? null
    : `The platform would refuse this: ${refusalText(dialect, understood.refusal, operation)}.`;
  const curl = curlOf(call, origin);
  return done({ operation, ...call, url: origin + call.path, curl, warning }, (style) =>
    text(style, call, curl, warning),
  );
}

function text(style: Style, call: SignedCall, curl: string, warning: string | null): string {
  return sections(
    `${style.head('String to sign')}\n${call.stringToSign}`,
    `${style.head('Signed body')}\n${call.body}`,
    `${style.head('Send it')}\n${curl}`,
    warning === null ? '' : style.warn(warning),
  );
}

function originOf(given: string | null, context: Context): string {
  return (given ?? context.config().publicUrl).replace(/\/+$/, '');
}

/** For a POSIX shell. */
function curlOf({ method, path, headers, body }: SignedCall, origin: string): string {
  const parts = [
    `curl -sS${method === 'POST' ? '' : ` -X ${method}`} ${shell(origin + path)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${shell(`${name}: ${value}`)}`),
    ...(body === '' ? [] : [`--data-raw ${shell(body)}`]),
  ];
  return parts.join(' \\\n  ');
}

function shell(text: string): string {
  return /^[A-Za-z0-9_./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

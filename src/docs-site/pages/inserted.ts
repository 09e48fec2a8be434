/** What articles have put in: made of the platform's own data, so that it is never out of date. */
import { type Block, code } from '../block.ts';
import type { Context } from '../context.ts';
import type { Example, NotificationExample } from '../examples.ts';
import { indented } from '../json-text.ts';

export function insertedBlocks(context: Context, name: string): readonly Block[] {
  const make = MAKERS[name];
  if (make === undefined) throw new TypeError(`an article asks for ${name}`);
  return make(context);
}

type Maker = (context: Context) => readonly Block[];

const MAKERS: Readonly<Record<string, Maker>> = {
  'sample-keys': ({ examples: { keys } }) => [
    code('text', keys.publicKey),
    code('text', keys.privateKey),
  ],
  'open-api-request': example('open-api', 'ph_payment_create'),
  'open-api-notification': notified('open-api', 'payment:ph_payment_create'),
  'open-api-ph-request': example('open-api-ph', 'qrcode_create'),
  'open-api-ph-notification': notified('open-api-ph', 'payout:payout_create'),
  'open-api-ph-answer': (context) => [
    code('json', indented(of(context, 'open-api-ph', 'qrcode_create').answer)),
  ],
  'collect-request': example('collect', 'collect_create'),
  'recharge-request': (context) => {
    const { signed, headers } = of(context, 'recharge', 'recharge_create');
    return [code('text', signed ?? ''), code('text', `sign: ${headers.sign ?? ''}`)];
  },
};

function of({ examples }: Context, dialect: string, operation: string): Example {
  const example = examples.dialects[dialect]?.operations[operation];
  if (example === undefined) throw new TypeError(`no example of ${dialect} ${operation}`);
  return example;
}

/** The text that was signed, and the body that was sent. */
function example(dialect: string, operation: string): Maker {
  return (context) => pair(of(context, dialect, operation));
}

function notified(dialect: string, name: string): Maker {
  return ({ examples }) => {
    const found = examples.dialects[dialect]?.notifications[name];
    if (found === undefined) throw new TypeError(`no example of ${dialect} ${name}`);
    return pair(found);
  };
}

function pair({ signed, body }: Example | NotificationExample): readonly Block[] {
  return [code('text', signed ?? ''), code('json', indented(body))];
}

/**
 * A conversation with Airwallex's emulator, written down: what went over the wire in both
 * directions, and what it means. `RECORD=1` with the test beside it makes it anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { airwallex } from '../../src/connectors/airwallex/connector.ts';
import type { Credentials, RawCallback } from '../../src/connectors/contract.ts';
import { Talk } from './airwallex-talk.ts';
import { known, textOf } from './emulator-talk.ts';
import { type RecordedIntent, recordIntent } from './recorded-intent.ts';

const FILE = new URL('./airwallex-recorded.json', import.meta.url);
const ALWAYS = '4035501000000008';
const REFUSED_AT_80_59 = '4012000300001003';

interface RecordedCall {
  readonly asks: 'create' | 'query';
  readonly intent: RecordedIntent;
  readonly request: { readonly method: string; readonly path: string; readonly body: string };
  readonly reply: { readonly status: number; readonly body: string };
  readonly means: unknown;
}

interface RecordedWebhook {
  readonly body: string;
  readonly timestamp: string;
  readonly signature: string;
  readonly reported: unknown;
}

interface Recording {
  readonly baseUrl: string;
  readonly webhookSecret: string;
  readonly calls: readonly RecordedCall[];
  readonly webhooks: readonly RecordedWebhook[];
}

/** The recording as it is kept. */
export function readRecording(): Recording {
  return JSON.parse(readFileSync(FILE, 'utf8')) as Recording;
}

/** The account of the recording; what logs in is not kept. */
export function accountOf({ baseUrl, webhookSecret }: Recording): Credentials {
  return { account: 'main', version: 1, baseUrl, secrets: { webhookSecret } };
}

/** Talks to the emulator about everything once, and writes it down. */
export async function record(): Promise<void> {
  const webhookSecret = 'whsec_of_the_recording';
  await using talk = await Talk.start({ webhookSecret, settleAfterMs: 5 }, { webhookSecret });
  await converse(talk);
  const baseUrl = talk.emulator.url;
  const secrets = { webhookSecret };
  const account: Credentials = { account: 'main', version: 1, baseUrl, secrets };
  const recording: Recording = {
    baseUrl,
    webhookSecret,
    calls: talk.exchanges.map((exchange) => callOf(exchange, baseUrl)),
    webhooks: talk.notifications.map((raw) => webhookOf(raw, account)),
  };
  writeFileSync(FILE, `${JSON.stringify(recording, null, 2)}\n`);
}

async function converse(talk: Talk): Promise<void> {
  const payin = talk.payin(8_059n);
  const page = await talk.opened(payin);
  await talk.ask(payin);
  await talk.pay(page, REFUSED_AT_80_59);
  await talk.ask(known(payin, page.id));
  await talk.pay(page, ALWAYS);
  await talk.untilReported(payin);
  await talk.ask(known(payin, page.id));
  await talk.create(payin);
  const refund = talk.refund(4_000n, payin, page.id);
  await talk.create(refund);
  await talk.untilReported(refund);
  await talk.ask(refund);
  const payout = talk.payout(7_000n);
  await talk.create(payout);
  await talk.untilReported(payout);
  await talk.ask(payout);
  await talk.ask(talk.payin(1n));
  const dispute = { payment_intent_id: page.id, amount: 80.59, stage: 'CHARGEBACK' };
  const { id } = await talk.simulate('/pa/payment_disputes/create', dispute);
  await talk.simulate(`/pa/payment_disputes/${id}/resolve`, { status: 'LOST' });
  await talk.untilReported(payin, 3);
}

function callOf(
  { asks, intent, request, reply, means }: Talk['exchanges'][number],
  baseUrl: string,
): RecordedCall {
  if (reply.kind !== 'response') throw new Error(`no reply: ${reply.reason}`);
  const { method, url, body } = request;
  return {
    asks,
    intent: recordIntent(intent),
    request: { method, path: url.slice(baseUrl.length), body: body ?? '' },
    reply: { status: reply.status, body: Buffer.from(reply.body).toString() },
    means: JSON.parse(textOf(means)),
  };
}

function webhookOf(raw: RawCallback, account: Credentials): RecordedWebhook {
  const authentic = airwallex.verifyCallback(raw, [account], Date.now());
  const events = authentic === null ? null : airwallex.readCallback(authentic);
  return {
    body: Buffer.from(raw.body).toString(),
    timestamp: raw.headers['x-timestamp'] ?? '',
    signature: raw.headers['x-signature'] ?? '',
    reported: JSON.parse(textOf(events)),
  };
}

/**
 * A conversation with PayerMax's emulator, written down: what went over the wire in both
 * directions, and what it means. `RECORD=1` with the test beside it makes it anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Credentials, RawCallback } from '../../src/connectors/contract.ts';
import { payermax } from '../../src/connectors/payermax/connector.ts';
import { textOf } from './emulator-talk.ts';
import { CARDS, GATEWAY, introduce, Talk } from './payermax-talk.ts';
import { type RecordedIntent, recordIntent } from './recorded-intent.ts';

const FILE = new URL('./payermax-recorded.json', import.meta.url);
/** Stands for the emulator's and our own address, which differ every time. */
const BASE = 'https://provider.example';

interface Signed {
  readonly body: string;
  readonly sign: string;
}

interface RecordedCall {
  readonly asks: 'create' | 'query';
  readonly call: string;
  readonly intent: RecordedIntent;
  readonly request: Signed;
  readonly reply: Signed;
  readonly means: unknown;
}

interface RecordedNotification extends Signed {
  readonly reported: unknown;
}

interface Recording {
  readonly appId: string;
  readonly merchantNo: string;
  readonly merchantPublicKey: string;
  readonly payermaxPublicKey: string;
  readonly calls: readonly RecordedCall[];
  readonly notifications: readonly RecordedNotification[];
}

/** The recording as it is kept. */
export function readRecording(): Recording {
  return JSON.parse(readFileSync(FILE, 'utf8')) as Recording;
}

/** The account of the recording; the merchant's private key is not kept. */
export function accountOf({ appId, merchantNo, payermaxPublicKey }: Recording): Credentials {
  const secrets = { appId, merchantNo, payermaxPublicKey };
  return { account: 'main', version: 1, baseUrl: `${BASE}${GATEWAY}`, secrets };
}

/** Talks to the emulator about everything once, and writes it down. */
export async function record(): Promise<void> {
  const sides = introduce();
  const { merchantPublicKey } = sides.options;
  const { appId, merchantNo, payermaxPublicKey } = sides.secrets;
  await using talk = await Talk.start({ ...sides.options, settleAfterMs: 5 }, sides.secrets);
  await converse(talk);
  const account = { account: 'main', version: 1, baseUrl: '', secrets: sides.secrets };
  const recording: Recording = {
    appId,
    merchantNo,
    merchantPublicKey,
    payermaxPublicKey,
    calls: talk.exchanges.map(callOf),
    notifications: talk.notifications.map((raw) => eventOf(raw, account)),
  };
  writeFileSync(FILE, `${JSON.stringify(recording, null, 2)}\n`);
}

async function converse(talk: Talk): Promise<void> {
  const [payin] = await talk.paid(10_050n);
  await talk.ask(payin);
  const refund = talk.refund(4_000n, payin);
  await talk.create(refund);
  await talk.untilReported(refund);
  await talk.ask(refund);
  const closed = talk.payin(8_059n);
  const page = await talk.opened(closed);
  await talk.ask(closed);
  await talk.pay(page, CARDS.visa);
  await talk.create(talk.closing(closed));
  await talk.untilReported(closed);
  await talk.ask(closed);
  await talk.create(closed);
  await talk.ask(talk.payin(1n));
  await talk.create(talk.payin(1_005n, { asset: 'KWD/3' }));
  for (const [remark, facts] of [
    ['SUCCESS', 1],
    ['FAILED', 1],
    ['BOUNCEBACK', 2],
  ] as const) {
    const payout = talk.payout(7_000n, remark);
    await talk.create(payout);
    await talk.untilReported(payout, facts);
    await talk.ask(payout);
  }
  const { reference: outTradeNo } = payin;
  const { caseId } = await talk.call('POST', '/emulator/disputes', { outTradeNo, amount: '12.50' });
  const lost = { status: 'DISPUTE_END', result: 'FAIL' };
  await talk.call('POST', `/emulator/disputes/${caseId}`, lost);
  await talk.untilReported(payin, 3);
}

function callOf({ asks, intent, request, reply, means }: Talk['exchanges'][number]): RecordedCall {
  if (reply.kind !== 'response') throw new Error(`no reply: ${reply.reason}`);
  return {
    asks,
    call: request.url.split('/').at(-1) ?? '',
    intent: recordIntent(intent),
    request: { body: request.body ?? '', sign: request.headers.sign ?? '' },
    reply: { body: Buffer.from(reply.body).toString(), sign: reply.headers.sign ?? '' },
    means: JSON.parse(textOf(means)),
  };
}

function eventOf(raw: RawCallback, account: Credentials): RecordedNotification {
  const authentic = payermax.verifyCallback(raw, [account], 0);
  const events = authentic === null ? null : payermax.readCallback(authentic);
  return {
    body: Buffer.from(raw.body).toString(),
    sign: raw.headers.sign ?? '',
    reported: JSON.parse(textOf(events)),
  };
}

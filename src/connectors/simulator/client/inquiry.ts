/** The provider asks before it takes a bill's money (docs/simulator.md, section 3). */
import type { CheckAnswer, Inquiry } from '../../../domain/payment-check.ts';
import type { Authentic, Connector } from '../../contract.ts';
import { idAt, readJsonObject, textAt } from '../../read-json.ts';
import { moneyIn } from './reply.ts';

const TYPE = 'code.verify';

/** Null: the callback asks nothing, or does not say what. */
export function readInquiry({ raw }: Authentic): Inquiry | null {
  const json = readJsonObject(raw.body);
  if (!json.ok || textAt(json.value, 'type') !== TYPE) return null;
  const key = idAt(json.value, 'eventId');
  const reference = textAt(json.value, 'reference');
  const amount = moneyIn(json.value.members.get('amountMinor'), textAt(json.value, 'asset'));
  if (key === null || reference === null || amount === null) return null;
  return { key, reference, amount, payerPhone: textAt(json.value, 'payerPhone') ?? '' };
}

/** Only `collect: true` takes the money. */
export function inquiryReply({
  collect,
  detail,
}: CheckAnswer): ReturnType<Connector['callbackReply']> {
  const headers = { 'content-type': 'application/json' };
  return { status: 200, headers, body: JSON.stringify({ received: true, collect, text: detail }) };
}

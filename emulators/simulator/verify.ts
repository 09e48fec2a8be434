/**
 * Before money is taken at a code that wants it, its account is asked. Only a clear yes takes it:
 * silence, a late answer and whatever cannot be read are a no.
 */
import { newId } from './ids.ts';
import type { PayWish } from './settle.ts';
import { whyNotPayable } from './settle.ts';
import type { Code, Payment, Refusal } from './types.ts';
import { refuse } from './types.ts';
import type { World } from './world.ts';

/** How long a counter waits: longer than the account gives its merchants. */
const WAIT_MS = 8_000;

/** Undefined: the money may be taken. */
export async function verifyPayment(
  world: World,
  order: Payment | Code,
  wish: PayWish & { readonly payerPhone?: string },
): Promise<Refusal | undefined> {
  const amountMinor = wish.amountMinor ?? order.amountMinor;
  if (order.kind !== 'code' || !order.verify || amountMinor === undefined) return undefined;
  if (whyNotPayable(order, wish)) return undefined;
  const { account, callbackUrl, id, reference, order: platformOrder, merchantOrder, asset } = order;
  const body = JSON.stringify({
    eventId: newId('inq'),
    type: 'code.verify',
    ...{ reference, id, order: platformOrder, merchantOrder, asset },
    amountMinor: amountMinor.toString(),
    ...(wish.payerPhone ? { payerPhone: wish.payerPhone } : {}),
    at: new Date().toISOString(),
  });
  const answer = await world.callbacks.ask(account, callbackUrl, body, WAIT_MS);
  const read = answer === undefined ? undefined : readAnswer(answer);
  if (read === undefined) return refuse(422, 'not_verified', 'the merchant cannot be asked now');
  if (read.collect) return undefined;
  return refuse(422, 'not_collected', `the merchant does not take it: ${read.text}`);
}

/** Undefined: no yes and no no. */
function readAnswer(answer: string): { collect: boolean; text: string } | undefined {
  try {
    const value = JSON.parse(answer) as { collect?: unknown; text?: unknown } | null;
    if (typeof value?.collect !== 'boolean') return undefined;
    return { collect: value.collect, text: typeof value.text === 'string' ? value.text : '' };
  } catch {
    return undefined;
  }
}

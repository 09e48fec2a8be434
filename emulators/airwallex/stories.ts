/** Payments that are not what was ordered, as payers make them, on order. Not Airwallex's. */
import { confirm, createIntent, wrongState } from './payments.ts';
import { type Intent, newId, type World } from './world.ts';

/** A card that is always let through. */
const CARD = { number: '4035501000000008', expiry_month: '12', expiry_year: '2030', cvc: '123' };

const STORIES: ReadonlyMap<string, (world: World, intent: Intent) => void> = new Map([
  ['paid_twice', (world: World, intent: Intent) => payAgain(world, intent, intent.captured.minor)],
  ['paid_in_parts', payInParts],
  // The intent is still open here, however long the order is over for its merchant.
  ['paid_late', payWithCard],
]);

/** Plays a payer's story about an intent; false: there is none of that name. */
export function playPayment(world: World, intent: Intent, name: string): boolean {
  const story = STORIES.get(name);
  if (story === undefined) return false;
  const isPaid = intent.status === 'SUCCEEDED';
  if (isPaid !== (name === 'paid_twice')) throw wrongState(intent, name);
  story(world, intent);
  return true;
}

/** The bank lets a half through; the payer pays the rest of the same order by another intent. */
function payInParts(world: World, intent: Intent): void {
  const { currency, minor } = intent.amount;
  const half = minor / 2n;
  intent.captures = { currency, minor: half };
  payWithCard(world, intent);
  payAgain(world, intent, minor - half);
}

/** The merchant's page made another intent of the same order, and it is paid as well. */
function payAgain(world: World, { amount, orderId, returnUrl }: Intent, minor: bigint): void {
  const again = createIntent(world, {
    ...{ orderId, returnUrl, linkId: null, metadata: {}, requestId: newId('req') },
    amount: { currency: amount.currency, minor },
  });
  payWithCard(world, again);
}

function payWithCard(world: World, intent: Intent): void {
  confirm(world, intent, { payment_method: { type: 'card', card: CARD } });
}

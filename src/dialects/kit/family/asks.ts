/** What calls of both Open APIs read of a request, and ask of the core in the same way. */
import { type Refused, refuse } from '../../../domain/refusal.ts';
import type { CreateRefund, ListMandates, OrderKey, QueryOrder } from '../../../domain/request.ts';
import { parseDay } from '../../../wire/day.ts';
import type { Ask } from '../operation.ts';
import { ok, type Result } from '../result.ts';
import { parsePayToken } from './numbers.ts';
import { ZONE_MINUTES } from './times.ts';

type Texts = Pick<Ask, 'text'>;

export function missing(field: string, why?: string): Refused {
  return refuse('missing_field', field, why);
}

/** Refuses a text that is none of these words. */
export function checkWord({ text }: Texts, name: string, words: readonly string[]): Refused | null {
  if (words.includes(text(name))) return null;
  return refuse('invalid_field', name, `must be one of ${words.join(', ')}`);
}

/** Which screen the payer has. */
export function checkTerminal(ask: Texts): Refused | null {
  return checkWord(ask, 'terminalType', ['WEB', 'WAP', 'APP']);
}

/** The system behind the screen: needed on phones (published). */
export function checkSystem(ask: Texts, systems: readonly string[]): Refused | null {
  if (ask.text('osType') !== '') return checkWord(ask, 'osType', systems);
  const detail = 'required unless terminalType is WEB';
  return ask.text('terminalType') === 'WEB' ? null : missing('osType', detail);
}

/** Seconds until something ends, as minutes; null if it was left out. */
export function expiryMinutesIn(
  { text }: Texts,
  { min, max }: { readonly min: number; readonly max: number },
): Result<number | null> {
  const sent = text('expireSeconds');
  if (sent === '') return ok(null);
  const seconds = /^[0-9]{1,7}$/.test(sent) ? Number.parseInt(sent, 10) : 0;
  if (seconds >= min && seconds <= max) return ok(seconds / 60);
  return refuse('invalid_field', 'expireSeconds', `must be between ${min} and ${max}`);
}

/** Days of one answer, both ends included (our choice). */
const LIST_DAYS_MAX = 31;
const DAY_MS = 86_400_000;

/** The time from the first day to the last, both included. */
export function daysIn(ask: Texts): Result<{ readonly from: Date; readonly to: Date }> {
  const [first, last] = [dayIn(ask, 'startDate'), dayIn(ask, 'endDate')];
  const days = (last.to.getTime() - first.from.getTime()) / DAY_MS;
  if (days < 1) return refuse('invalid_field', 'endDate', 'must not be before startDate');
  if (days > LIST_DAYS_MAX) {
    return refuse('invalid_field', 'endDate', `must be within ${LIST_DAYS_MAX} days`);
  }
  return ok({ from: first.from, to: last.to });
}

/** A day that the table of fields has let through. */
function dayIn({ text }: Texts, name: string) {
  const day = parseDay(text(name), ZONE_MINUTES);
  if (!day.ok) throw new TypeError(`${name} was not checked`);
  return day.value;
}

/** Kept with an order to be given back as it was sent; blank ones are left out. */
export function keptOf(
  { text }: Texts,
  names: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => (text(name) === '' ? [] : [[name, text(name)]])),
  );
}

/** The permission that `payToken` names. */
export function tokenKey({ text }: Texts): Result<OrderKey> {
  const id = parsePayToken(text('payToken'));
  if (id !== null) return ok({ kind: 'id', id });
  return refuse('not_found', 'payToken', undefined, 'mandate_inactive');
}

/** All permissions of a user, or the one of a token. */
export function permissionsIn(ask: Texts): Result<ListMandates | QueryOrder> {
  if (ask.text('payToken') === '') {
    return ok({ kind: 'list_mandates', userId: ask.text('userId') });
  }
  const key = tokenKey(ask);
  return key.ok ? ok({ kind: 'query_order', key: key.value, kinds: ['mandate'] }) : key;
}

/** A refund of a part of a payment or of all of it, by our number of the payment. */
export function refundOf(
  ask: Texts,
  parts: Pick<CreateRefund, 'scope' | 'digest' | 'amountMinor' | 'metadata' | 'notifyUrl'> & {
    readonly payin: OrderKey;
  },
): CreateRefund {
  return {
    kind: 'create_refund',
    operation: 'refund',
    merchantRef: ask.text('mchRefundOrderId'),
    onRepeat: 'refuse',
    wait: 'none',
    ...parts,
  };
}

/**
 * Payers with cards, at the providers' own pages: what the script of such a page sends when a card
 * was typed into it. The numbers are the published test cards; none of this reaches the platform.
 */
import { randomUUID } from 'node:crypto';
import { check } from './stage.ts';

export interface Card {
  readonly number: string;
  readonly cvc: string;
}

/** Airwallex: pays always; refused at 80.59. */
export const ALWAYS: Card = { number: '4035501000000008', cvc: '123' };
export const REFUSED_AT_80_59: Card = { number: '4012000300001003', cvc: '123' };
/** PayerMax. The first is refused at 80.05 like every card of the big brands. */
export const VISA: Card = { number: '4444333322221111', cvc: '123' };
export const MADA: Card = { number: '5297412542005689', cvc: '350' };

export interface CardAnswer {
  readonly isPaid: boolean;
  /** What the page shows. */
  readonly text: string;
}

/** The facts that stand behind `#` in the address of a provider's page. */
function factsOf(page: string): URLSearchParams {
  return new URLSearchParams(new URL(page).hash.split('?')[1] ?? '');
}

async function post(url: string, body: object, bearer = '') {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${bearer}` };
  const reply = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return { ok: reply.ok, notified: (await reply.json()) as Readonly<Record<string, unknown>> };
}

/** Types a card into Airwallex's page. */
export async function payAtAirwallex(page: string, { number, cvc }: Card): Promise<CardAnswer> {
  const facts = factsOf(page);
  const id = facts.get('intent_id') ?? '';
  check(id !== '', `no payment page of Airwallex: ${page}`);
  const card = { number, cvc, expiry_month: '12', expiry_year: '2030', name: 'Demo Payer' };
  const { ok, notified } = await post(
    `${new URL(page).origin}/api/v1/pa/payment_intents/${id}/confirm`,
    { request_id: randomUUID(), payment_method: { type: 'card', card } },
    facts.get('client_secret') ?? '',
  );
  const refusal = `${String(notified.code)} ${String(notified.provider_original_response_code ?? '')}`;
  return {
    isPaid: ok && notified.status === 'SUCCEEDED',
    text: ok ? String(notified.status) : refusal,
  };
}

/** Types a card into PayerMax's cashier, in a country that takes cards. */
export async function payAtPayerMax(page: string, { number, cvc }: Card): Promise<CardAnswer> {
  const facts = factsOf(page);
  const tradeToken = facts.get('tradeToken') ?? '';
  check(tradeToken !== '', `no cashier of PayerMax: ${page}`);
  const { notified } = await post(`${new URL(page).origin}/cashier/pay`, {
    tradeToken,
    token: facts.get('token') ?? '',
    country: 'SA',
    paymentMethodType: 'CARD',
    card: { number, expiry: '12/30', cvv: cvc, holder: 'Demo Payer' },
  });
  return { isPaid: notified.stage === 'paid', text: String(notified.msg ?? notified.stage) };
}

/** The payer's bank takes a payment at PayerMax back, whole. */
export async function chargeBackAtPayerMax(emulator: string, outTradeNo: string): Promise<string> {
  const { ok, notified } = await post(`${emulator}/emulator/disputes`, { outTradeNo });
  check(ok, `no dispute: ${JSON.stringify(notified)}`);
  const caseId = String(notified.caseId);
  await post(`${emulator}/emulator/disputes/${caseId}`, { status: 'DISPUTE_END', result: 'FAIL' });
  return caseId;
}

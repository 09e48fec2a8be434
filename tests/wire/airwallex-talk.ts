/** The connector in conversation with Airwallex’s emulator. */

import { startEmulator } from '../../emulators/airwallex/server.ts';
import type { EmulatorOptions } from '../../emulators/airwallex/world.ts';
import { balancesRequest, readBalances } from '../../src/connectors/airwallex/client/balances.ts';
import { airwallex as connector } from '../../src/connectors/airwallex/connector.ts';
import type { Intent } from '../../src/connectors/contract.ts';
import { sampleIntent } from '../../src/connectors/sample.fixture.ts';
import type { Order } from '../../src/domain/order.ts';
import { CallbackServer, EmulatorTalk, type Json } from './emulator-talk.ts';

const SECRETS = { clientId: 'client-of-us', apiKey: 'key-of-us', webhookSecret: 'whsec_of_us' };

/** Ends with the block (`await using`). */
export class Talk extends EmulatorTalk {
  /** `settings` are added to the account's; `options` change the emulator. */
  static async start(
    options: Partial<EmulatorOptions> = {},
    settings: Readonly<Record<string, string>> = {},
  ): Promise<Talk> {
    const server = await CallbackServer.open(connector.name);
    const webhookWaitsMs = [20, 20];
    const emulator = await startEmulator({
      ...SECRETS,
      webhookUrl: server.url,
      webhookWaitsMs,
      ...options,
    });
    const secrets = { ...SECRETS, ...settings };
    return new Talk(connector, emulator, server, { baseUrl: emulator.url, secrets });
  }

  /** A new payin of so many cents of Singapore dollars, or of another asset. */
  payin(amountMinor: bigint, changes: Partial<Order> = {}): Intent {
    const id = this.nextId();
    const order = { id, amountMinor, asset: 'SGD/2', ...changes };
    return { ...sampleIntent('payin', 'card', order), reference: `${id}` };
  }

  payout(amountMinor: bigint): Intent {
    const id = this.nextId();
    const fields = { 'beneficiary.name': 'Maria Santos', 'beneficiary.account': '00123' };
    const order = { id, amountMinor, asset: 'SGD/2', fields };
    return { ...sampleIntent('payout', 'payout', order), reference: `${id}` };
  }

  /** A refund of a payin that was paid by this payment. */
  refund(amountMinor: bigint, payin: Intent, paymentRef: string | null): Intent {
    const id = this.nextId();
    const about = { order: { ...payin.order, paymentRef }, reference: payin.reference };
    const intent = sampleIntent('refund', 'card', { id, amountMinor, asset: 'SGD/2' });
    return { ...intent, reference: `R${id}`, about };
  }

  /** The payment's page: its id and client secret, as a payer's browser has them. */
  async opened(intent: Intent): Promise<{ readonly id: string; readonly secret: string }> {
    return secretsIn(await this.pageOf(intent));
  }

  /** The payer types a card on the provider's page. */
  async pay(page: { id: string; secret: string }, number: string): Promise<Json> {
    const card = { number, expiry_month: '12', expiry_year: '2030', cvc: '123', name: 'A' };
    const body = {
      request_id: crypto.randomUUID(),
      payment_method: { type: 'card', card },
    };
    const path = `/api/v1/pa/payment_intents/${page.id}/confirm`;
    return await this.call('POST', path, body, page.secret);
  }

  /** The wallets at Airwallex. */
  async balances(): Promise<ReturnType<typeof readBalances>> {
    const request = balancesRequest(this.credentials, await this.token());
    return readBalances(await this.exchange(request));
  }

  /** A call with a token of its own, for the sandbox's simulation API. */
  async simulate(path: string, body: Json): Promise<Json> {
    return await this.call('POST', `/api/v1/simulation${path}`, body, await this.token());
  }

  /** A token of a server of its own. */
  async token(): Promise<string> {
    const headers = { 'x-client-id': SECRETS.clientId, 'x-api-key': SECRETS.apiKey };
    const path = '/api/v1/authentication/login';
    const login = await fetch(`${this.emulator.url}${path}`, { method: 'POST', headers });
    return ((await login.json()) as { token: string }).token;
  }
}

/** Payment id and client secret from the address of a payment page. */
export function secretsIn(url: string): { readonly id: string; readonly secret: string } {
  const facts = new URLSearchParams(url.split('?')[1] ?? '');
  return { id: facts.get('intent_id') ?? '', secret: facts.get('client_secret') ?? '' };
}

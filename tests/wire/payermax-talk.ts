/** The connector in conversation with PayerMax’s emulator. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { startEmulator } from '../../emulators/payermax/server.ts';
import type { EmulatorOptions } from '../../emulators/payermax/world.ts';
import type { Intent } from '../../src/connectors/contract.ts';
import { balancesRequest, readBalances } from '../../src/connectors/payermax/client/balances.ts';
import { payermax as connector } from '../../src/connectors/payermax/connector.ts';
import { signatureOf } from '../../src/connectors/payermax/signature.ts';
import { sampleIntent } from '../../src/connectors/sample.fixture.ts';
import type { Order } from '../../src/domain/order.ts';
import { CallbackServer, EmulatorTalk, type Json } from './emulator-talk.ts';

export const GATEWAY = '/aggregate-pay/api/gateway';

/** The test cards of seed 004, and one that refuses nothing. */
export const CARDS = {
  visa: { number: '4444333322221111', expiry: '03/25', cvv: '123', holder: 'James Smith' },
  mastercard: { number: '5555555555554444', expiry: '11/26', cvv: '357', holder: 'Allen Black' },
  mada: { number: '5297412542005689', expiry: '05/25', cvv: '350', holder: 'William Harris' },
} as const;

export type Card = Readonly<Record<'number' | 'expiry' | 'cvv' | 'holder', string>>;

function pair() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    public: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    private: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
}

/** What the two sides know of each other: the emulator's options and the account's secrets. */
export function introduce() {
  const [merchant, payermax] = [pair(), pair()];
  const app = { appId: '3b242b56a8b64274bcc37dac281120e3', merchantNo: '020213827212251' };
  return {
    options: {
      ...app,
      merchantPublicKey: merchant.public,
      payermaxPrivateKey: payermax.private,
    },
    secrets: {
      ...app,
      merchantPrivateKey: merchant.private,
      payermaxPublicKey: payermax.public,
    },
  };
}

/** An order's page, as a payer's browser has it. */
export interface CashierPage {
  readonly tradeToken: string;
  readonly token: string;
}

/** Ends with the block (`await using`). */
export class Talk extends EmulatorTalk {
  #callbackUrl = '';

  /** `settings` are added to the account's; `options` change the emulator. */
  static async start(
    options: Partial<EmulatorOptions> = {},
    settings: Readonly<Record<string, string>> = {},
  ): Promise<Talk> {
    const server = await CallbackServer.open(connector.name);
    const sides = introduce();
    const emulator = await startEmulator({
      ...sides.options,
      notificationWaitsMs: [20, 20],
      ...options,
    });
    const secrets = { ...sides.secrets, ...settings };
    const talk = new Talk(connector, emulator, server, {
      baseUrl: `${emulator.url}${GATEWAY}`,
      secrets,
    });
    talk.#callbackUrl = server.url;
    return talk;
  }

  /** A new payin of so many cents of Singapore dollars, or of another asset. */
  payin(amountMinor: bigint, changes: Partial<Order> = {}, country = 'SG'): Intent {
    const id = this.nextId();
    const fields = { 'payer.country': country, description: '100 coins' };
    const order = { id, amountMinor, asset: 'SGD/2', fields, ...changes };
    return this.#ours(sampleIntent('payin', 'redirect', order), `${id}`);
  }

  /** `description` becomes the remark, which decides the result in PayerMax's sandbox. */
  payout(amountMinor: bigint, description = '', changes: Partial<Order> = {}): Intent {
    const id = this.nextId();
    const fields = {
      'beneficiary.name': 'Maria Santos',
      'beneficiary.account': '00123',
      'beneficiary.bankCode': 'BPI',
      description,
    };
    const order = { id, amountMinor, asset: 'PHP/2', fields, ...changes };
    return this.#ours(sampleIntent('payout', 'payout', order), `${id}`);
  }

  refund(amountMinor: bigint, payin: Intent): Intent {
    const id = this.nextId();
    const { order: of, reference } = payin;
    const intent = sampleIntent('refund', 'redirect', { id, amountMinor, asset: of.asset });
    return { ...this.#ours(intent, `R${id}`), about: { order: of, reference } };
  }

  closing(payin: Intent): Intent {
    const { order, reference } = payin;
    const about = { order, reference };
    return { ...payin, operation: 'close', reference: `${reference}_99`, about };
  }

  async opened(intent: Intent): Promise<CashierPage> {
    return pageIn(await this.pageOf(intent));
  }

  /** The payer types a card on the cashier. */
  async pay(page: CashierPage, card: Card): Promise<Json> {
    return await this.step('pay', page, { paymentMethodType: 'CARD', card });
  }

  /** A payin paid with the card that refuses nothing, reported to us, and its page. */
  async paid(amountMinor: bigint): Promise<[Intent, CashierPage]> {
    const intent = this.payin(amountMinor);
    const page = await this.opened(intent);
    assert.equal((await this.pay(page, CARDS.mada)).stage, 'paid');
    await this.untilReported(intent);
    return [intent, page];
  }

  /** What the payer's browser does on the cashier. */
  async step(name: string, page: CashierPage, body: Json = {}): Promise<Json> {
    return await this.call('POST', `/cashier/${name}`, { ...page, ...body });
  }

  /** The accounts at PayerMax. */
  async balances(): Promise<ReturnType<typeof readBalances>> {
    const reply = await this.exchange(balancesRequest(this.credentials, Date.now()));
    return readBalances(reply, this.credentials);
  }

  /** A call by a merchant's own hand: signed, or spoilt. */
  async gateway(name: string, body: string, sign: string): Promise<Json> {
    const headers = { 'content-type': 'application/json', sign };
    const url = `${this.emulator.url}${GATEWAY}/${name}`;
    return (await (await fetch(url, { method: 'POST', headers, body })).json()) as Json;
  }

  /** The request that the connector makes of an intent, at this time. */
  request(intent: Intent, nowMs = Date.now()) {
    return connector.build(intent, this.credentials, nowMs, null);
  }

  /** The merchant's signature of any text. */
  signed(text: string): string {
    return signatureOf(text, this.credentials);
  }

  #ours(intent: Intent, reference: string): Intent {
    return { ...intent, reference, callbackUrl: this.#callbackUrl };
  }
}

/** What opens the order, from the address of its page. */
export function pageIn(url: string): CashierPage {
  const facts = new URLSearchParams(url.split('?')[1] ?? '');
  return { tradeToken: facts.get('tradeToken') ?? '', token: facts.get('token') ?? '' };
}

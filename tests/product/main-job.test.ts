/**
 * The main job on real input: a payment that a provider reports is disputed in part, settled,
 * refunded in part and paid out, and every balance is what the table of docs/books.md makes it.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import pg from 'pg';
import { buildRequest } from '../../src/dialects/open-api/client.ts';
import { sampleFields } from '../../src/dialects/open-api/fixtures/speak.ts';
import type { PlainValue } from '../../src/wire/json-value.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { until } from '../support/until.ts';
import { newPlace, type Product, startProduct } from './product.ts';

const CAUSEWAY = join(import.meta.dirname, '..', '..', 'bin', 'causeway.mjs');
const SHOP = 'Causeway Demo Shop';
const CHANNEL = 'PH_VISA_CARD_URL';
const PAYOUTS = ['PH_BANK_PAYOUT', 'PH_EWALLET_PAYOUT'];
const CARD = { number: '4035501000000008', expiry_month: '12', expiry_year: '2030', cvc: '123' };
// biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was answered.
type Json = any;

describe('a payment of 100.00, from the payer’s card to the merchant’s bank', () => {
  let product: Product;
  let database: TestDatabase;
  const cleanups: (() => Promise<void>)[] = [];

  before(async () => {
    const context = { after: (task: () => Promise<void>) => void cleanups.push(task) };
    database = await testDatabase();
    product = await startProduct(await newPlace(context), database);
    return undefined;
  });
  after(async () => {
    for (const cleanup of cleanups.toReversed()) await cleanup();
  });

  /** A command of an operator, beside the running product. */
  async function operator(...line: readonly string[]): Promise<Json> {
    const { stdout } = await promisify(execFile)(process.execPath, [CAUSEWAY, ...line, '--json'], {
      env: product.environment(),
    });
    return JSON.parse(stdout);
  }

  async function merchantCalls(
    operation: string,
    fields: Readonly<Record<string, PlainValue>>,
  ): Promise<Json> {
    const { appId = '', privateKey = '' } = product.demo.apps['open-api'] ?? {};
    const all = { ...sampleFields(operation), timestamp: Date.now(), ...fields };
    const { path, headers, body } = await buildRequest(operation, appId, all, privateKey);
    const init = { method: 'POST', headers: { ...headers }, body };
    const reply: Json = await (await fetch(product.demo.baseUrl + path, init)).json();
    assert.equal(reply.code, 10_000, JSON.stringify(reply));
    return reply.data;
  }

  async function provider(path: string, body: object, token = ''): Promise<Json> {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    return await (await fetch(`${product.demo.airwallex}${path}`, init)).json();
  }

  /** Waits until the merchant's accounts in pesos are these; those that are left out are zero. */
  async function accounts(what: string, due: Readonly<Record<string, string>>): Promise<void> {
    let shown: Record<string, string> = {};
    await until(
      async () => {
        const { balances } = await operator('ledger', 'balance', '--merchant', SHOP);
        const pesos = balances.find(({ asset }: Json) => asset === 'PHP/2');
        const all = Object.entries<string>(pesos?.accountsMinor ?? {});
        shown = Object.fromEntries(all.filter(([, minor]) => minor !== '0'));
        return JSON.stringify(sorted(shown)) === JSON.stringify(sorted(due));
      },
      `${what}: ${JSON.stringify(due)}`,
    ).catch((error: unknown) => {
      assert.deepEqual(shown, due, `${what}: ${error}`);
    });
  }

  test('each step stands in the books as their table has it', async () => {
    await throughAirwallex();
    await agree(CHANNEL, '--rate', '2.8', '--fixed', '0', '--days', '1');
    for (const payouts of PAYOUTS) {
      await agree(payouts, '--rate', '0', '--fixed', '1.12', '--days', '0');
    }
    const order = 'MAINJOB000001';
    const { payData, transactionId } = await merchantCalls('ph_payment_create', {
      ...{ mchOrderId: order, channelCode: CHANNEL, amount: 10_000 },
      ...{ notifyUrl: 'http://127.0.0.1:9/n', redirectUrl: 'https://shop.example/back' },
    });

    const reference = await payByCard(payData);
    await accounts('paid, T+n', { pending: '9720', fees: '280', upstream: '-10000' });

    const disputed = { order: reference, amount: 30 };
    const { id: dispute } = await provider('/emulator/disputes', disputed);
    const open = { pending: '6720', disputed: '3000', fees: '280', upstream: '-10000' };
    await accounts('dispute of 30.00 opened: its pending first', open);

    await moveToSettlementDay();
    const settled = { available: '6720', disputed: '3000', fees: '280', upstream: '-10000' };
    await accounts('settled on its day, but for what is disputed', settled);

    const refund = { mchRefundOrderId: 'MAINJOBREFUND1', refundAmount: 2_000 };
    await merchantCalls('refund_create', {
      ...{ ...refund, originalTransactionId: transactionId },
      refundCallbackUrl: 'http://127.0.0.1:9/n',
    });
    const refunded = { available: '4720', disputed: '3000', fees: '280', upstream: '-8000' };
    await accounts('refund of 20.00 paid, fee of the payin kept', refunded);

    await provider(`/emulator/disputes/${dispute}`, { status: 'LOST', amount: 10 });
    const lost = { available: '6720', fees: '280', upstream: '-7000' };
    await accounts('dispute lost in part: 10.00 leave, and 20.00 are free again', lost);

    await merchantCalls('ph_payout_create', {
      ...{ mchOrderId: 'MAINJOBPAYOUT1', idempotencyId: 'MAINJOBPAYOUT1', amount: 2_500 },
    });
    const paidOut = { available: '4108', fees: '392', upstream: '-4500' };
    await accounts('payout of 25.00 paid, with its fee of 1.12', paidOut);

    assert.equal((await operator('ledger', 'verify')).sound, true);
    const { cases } = await operator('case', 'list', '--open');
    assert.deepEqual(cases, []);
  });

  const agree = (channel: string, ...terms: readonly string[]) =>
    operator('channel', 'terms', channel, '--merchant', SHOP, ...terms);

  /** The channel is carried by Airwallex alone. */
  async function throughAirwallex(): Promise<void> {
    const { routes } = await operator('route', 'list', '--channel', CHANNEL);
    for (const { id } of routes) await operator('route', 'set', CHANNEL, `${id}`, '--close');
    await operator('route', 'add', '--channel', CHANNEL, '--provider', 'airwallex/main');
  }

  /** The payer types a card into the provider's page; answers our name for it there. */
  async function payByCard(page: string): Promise<string> {
    const facts = new URLSearchParams(new URL(page).hash.split('?')[1]);
    const intent = facts.get('intent_id') ?? '';
    const body = { request_id: 'payer-1', payment_method: { type: 'card', card: CARD } };
    const path = `/api/v1/pa/payment_intents/${intent}/confirm`;
    const paid = await provider(path, body, facts.get('client_secret') ?? '');
    return paid.merchant_order_id;
  }

  async function moveToSettlementDay(): Promise<void> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query('update orders set settle_at = now() where settle_at is not null');
    await client.end();
  }
});

const sorted = (accounts: Readonly<Record<string, string>>) =>
  Object.entries(accounts).sort(([a], [b]) => (a < b ? -1 : 1));

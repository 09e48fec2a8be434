/** What banks and payers do, played by each provider: how the books stand at the end. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startEmulator as startAirwallex } from '../../emulators/airwallex/server.ts';
import { startEmulator as startPayerMax } from '../../emulators/payermax/server.ts';
import { startSimulator } from '../../emulators/simulator/server.ts';
import { expireOrder } from '../../src/app/sweeps.ts';
import { airwallex } from '../../src/connectors/airwallex/connector.ts';
import { payermax } from '../../src/connectors/payermax/connector.ts';
import { simulator } from '../../src/connectors/simulator/connector.ts';
import type { Order } from '../../src/domain/order.ts';
import { HOLD_SHORT } from '../support/shop.ts';
import { until } from '../support/until.ts';
import { CARDS, GATEWAY, introduce, pageIn } from '../wire/payermax-talk.ts';
import { type Dealings, openDealings } from './dealings.ts';
import type { World } from './world.ts';

const PAID = 5_000n;
const HALF = 2_500n;

/** What a payment of 50.00 without a fee comes to. */
interface End {
  readonly state?: Order['state'];
  readonly disputes: readonly string[];
  readonly disputed?: bigint;
  readonly lost?: bigint;
  readonly suspense?: bigint;
  readonly cases?: readonly string[];
}

/** The same at each provider, but where a line of `AT` says otherwise. */
const STORIES: Readonly<Record<string, End>> = {
  dispute: { disputes: ['open'], disputed: PAID },
  dispute_inquiry: { disputes: ['withdrawn'] },
  dispute_won: { disputes: ['won'] },
  dispute_lost: { disputes: ['lost'], lost: PAID, state: 'reversed' },
  dispute_part: { disputes: ['lost'], lost: HALF },
  dispute_again: { disputes: ['won'] },
  dispute_second: { disputes: ['lost', 'won'], lost: HALF },
};
/** The payers' part, of an order of 50.00 that wants all of it. */
const PAYMENTS: Readonly<Record<string, End>> = {
  paid_twice: { disputes: [], suspense: PAID, cases: ['second_payment'] },
  paid_in_parts: { disputes: [], cases: ['short_payment'] },
  paid_late: { disputes: [] },
};
const FRAUD: End = { disputes: [], cases: ['fraud_warning'] };
const ALWAYS = { number: '4035501000000008', expiry_month: '12', expiry_year: '2030', cvc: '123' };
const WAITS = Array<number>(20).fill(20);

async function dealingsOf(t: TestContext, name: string): Promise<Dealings> {
  if (name === 'airwallex') {
    const secrets = { clientId: 'client', apiKey: 'key', webhookSecret: 'whsec' };
    return await openDealings(t, airwallex, async (webhookUrl) => {
      const emulator = await startAirwallex({ ...secrets, webhookUrl, webhookWaitsMs: WAITS });
      return { emulator, account: { baseUrl: emulator.url, secrets } };
    });
  }
  if (name === 'payermax') {
    const sides = introduce();
    return await openDealings(t, payermax, async () => {
      const emulator = await startPayerMax({ ...sides.options, notificationWaitsMs: WAITS });
      const account = { baseUrl: `${emulator.url}${GATEWAY}`, secrets: sides.secrets };
      return { emulator, account };
    });
  }
  const secrets = { apiSecret: 'a secret of the api, long', callbackSecret: 'one of callbacks' };
  return await openDealings(t, simulator, async () => {
    const version = (secret: string) => [{ version: '1', secret }];
    const own = {
      apiSecrets: version(secrets.apiSecret),
      callbackSecrets: version(secrets.callbackSecret),
    };
    const accounts = [{ id: 'main', name: 'Causeway', ...own }];
    const knobs = { callbackTimetableMs: [0, ...Array<number>(20).fill(20)] };
    const emulator = await startSimulator({ port: 0, accounts, knobs });
    return { emulator, account: { baseUrl: emulator.url, secrets } };
  });
}

/** The payer pays, and what the story says happens. */
const PLAY: Readonly<
  Record<string, (with_: Dealings, order: Order, story: string) => Promise<void>>
> = {
  async simulator({ call }, order, story) {
    const options = { delayMs: 5 };
    await call('/admin/faults', { match: { any: true }, fault: story, options });
    await call('/pay', { order: `${order.id}` });
  },
  async airwallex({ call, pageOf, until: untilState }, order, story) {
    const facts = new URLSearchParams((await pageOf(order)).split('?')[1]);
    const body = { request_id: 'r-1', payment_method: { type: 'card', card: ALWAYS } };
    const path = `/api/v1/pa/payment_intents/${facts.get('intent_id')}/confirm`;
    if (!BEFORE_PAYMENT.has(story)) {
      await call(path, body, facts.get('client_secret') ?? '');
      await untilState(order, 'paid');
    }
    await call('/emulator/stories', { order: `${order.id}`, story });
  },
  async payermax({ call, pageOf, until: untilState }, order, story) {
    const typed = { paymentMethodType: 'CARD', card: CARDS.visa, country: 'PH' };
    if (!BEFORE_PAYMENT.has(story)) {
      await call('/cashier/pay', { ...pageIn(await pageOf(order)), ...typed });
      await untilState(order, 'paid');
    }
    await call('/emulator/stories', { order: `${order.id}`, story });
  },
};

/** These begin with an order that nobody has paid. */
const BEFORE_PAYMENT: ReadonlySet<string> = new Set(['paid_in_parts', 'paid_late']);

/** Where a provider has no words for it, or other ones. */
const AT: Readonly<Record<string, Readonly<Record<string, End | null>>>> = {
  simulator: {
    fraud_notice: FRAUD,
  },
  airwallex: {},
  payermax: {
    fraud_notice: FRAUD,
    // Asked for again, it is another case.
    dispute_again: { disputes: ['lost', 'won'], lost: PAID, state: 'reversed' },
  },
};

for (const [provider, play] of Object.entries(PLAY)) {
  for (const [story, end] of Object.entries({ ...STORIES, ...PAYMENTS, ...AT[provider] })) {
    if (end === null) continue;
    test(`${provider} plays ${story}, and the books stand as they should`, async (t) => {
      const dealings = await dealingsOf(t, provider);
      const { made, send, world } = dealings;
      const expiresAt = new Date(Date.now() + 1_800_000);
      const order = await made({ amountMinor: PAID, expiresAt });
      holdShort(world, order);
      await send(order);
      if (story === 'paid_late') await expireNow(world, order);
      await play(dealings, order, story);
      const { state = 'paid', disputes, disputed = 0n, lost = 0n, suspense = 0n } = end;
      await until(async () => {
        const states = await world.query<{ state: string }>(
          'select state from dispute where order_id = $1 order by state',
          [order.id],
        );
        const kinds = await world.query<{ kind: string }>(
          'select kind from case_file where order_id = $1',
          [order.id],
        );
        const [balance] = await world.reader.balances(order.merchantId);
        const now = await dealings.now(order);
        const stands = {
          state: now.state,
          disputes: states.map((one) => one.state),
          ...{ disputed: balance?.balance.disputed, lost: now.lostMinor },
          ...{ suspense: balance?.balance.suspense, cases: kinds.map(({ kind }) => kind) },
          available: balance?.balance.available,
        };
        const due = {
          ...{ state, disputes, disputed, lost, suspense, cases: end.cases ?? [] },
          available: PAID - disputed - lost,
        };
        return JSON.stringify(stands, text) === JSON.stringify(due, text);
      }, `${story} at ${provider}`);
      assert.equal((await dealings.now(order)).disputedMinor, disputed);
    });
  }
}

/** From now on no callback of a dispute arrives, and a half is lost. */
const UNHEARD: Readonly<Record<string, (with_: Dealings, order: Order) => Promise<void>>> = {
  async simulator({ call, until: untilState }, order) {
    await call('/pay', { order: `${order.id}` });
    await untilState(order, 'paid');
    const never = { match: { any: true }, fault: 'callback_never', count: 'always' };
    await call('/admin/faults', never);
    const { id } = await call('/admin/disputes', { order: `${order.id}` });
    await call(`/admin/disputes/${id}`, { status: 'lost', lostMinor: `${HALF}` });
  },
  async airwallex(dealings, order) {
    await dealings.set('/emulator/webhooks', { lost: 'payment_dispute' });
    await PLAY.airwallex?.(dealings, order, 'dispute_part');
  },
};

for (const [provider, play] of Object.entries(UNHEARD)) {
  test(`a dispute at ${provider} of which no callback arrived is found in its list`, async (t) => {
    const dealings = await dealingsOf(t, provider);
    const order = await dealings.made({ amountMinor: PAID, expiresAt: null });
    await dealings.send(order);
    await play(dealings, order);
    assert.equal((await dealings.now(order)).lostMinor, 0n);
    await dealings.disputesListed();
    assert.equal((await dealings.now(order)).lostMinor, HALF);
    await dealings.disputesListed();
    const [balance] = await dealings.world.reader.balances(order.merchantId);
    assert.equal(balance?.balance.available, PAID - HALF, 'read again, it counts once');
  });
}

function holdShort({ merchants }: World, { merchantId }: Order): void {
  const merchant = merchants.get(merchantId);
  assert.ok(merchant !== undefined);
  merchants.set(merchantId, { ...merchant, ...HOLD_SHORT });
}

/** Its time is over for us; its provider still takes the payment. */
async function expireNow(world: World, { id }: Order): Promise<void> {
  await world.query("update orders set expires_at = now() - interval '1 minute' where id = $1", [
    id,
  ]);
  assert.equal(await expireOrder(world, id), true);
}

const text = (_: string, value: unknown) => (typeof value === 'bigint' ? `${value}` : value);

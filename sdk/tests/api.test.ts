/** When a request is sent again, and what is said when nobody knows what became of it. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SAMPLE_PRIVATE_KEY } from '../../src/wire/fixtures/public-sample-key.ts';
import { NotSent, OpenApi, OrderExists, OutcomeUnknown, Refused } from '../src/index.ts';

type Step = () => Promise<Response> | Response;

const answer = (code: number, message: string, data: unknown = null): Step => {
  return () => Response.json({ code, message, data });
};
const PAID = answer(10000, 'Success', { transactionId: 'T1' });
const BUSY = answer(21020, 'busy');
const EXISTS = answer(21007, 'mchOrderId is repeat');
const REFUSED = answer(21010, 'amount out of limits', { field: 'amount' });
const SYSTEM_ERROR = answer(21000, 'system error');
const refused = (code: string): Step => {
  return () => Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: { code } }));
};
const LOST = refused('ECONNRESET');
const NO_CONNECTION = refused('ECONNREFUSED');
const GATEWAY: Step = () => new Response('<html>', { status: 502 });
const SIGN_IN: Step = () => new Response('<html>', { status: 200 });

/** A platform that answers step by step; further requests than steps are a failure. */
function platform(...steps: readonly Step[]) {
  const bodies: string[] = [];
  const waits: number[] = [];
  const api = new OpenApi({
    baseUrl: 'https://pay.example',
    appId: 'a',
    privateKey: SAMPLE_PRIVATE_KEY,
    now: () => 1_735_689_600_000 + bodies.length,
    wait: async (repeat) => void waits.push(repeat),
    fetch: async (_url, init) => {
      const step = steps[bodies.length];
      bodies.push(String(init?.body));
      assert.ok(step !== undefined, 'a request too many');
      return await step();
    },
  });
  return { api, bodies, waits };
}

const ORDER = {
  ...{ mchOrderId: 'ORD1', amount: 50010n, channelCode: 'PH_GCASH_URL', email: 'a@b.example' },
  ...{ customerName: 'Maria', mobile: '09171234567', redirectUrl: 'https://shop.example/r' },
};

async function createWith(...steps: readonly Step[]) {
  const { api, bodies, waits } = platform(...steps);
  const made = await api.call('ph_payment_create', ORDER).catch((error: unknown) => error);
  assert.ok(
    bodies.every((body) => body === bodies[0]),
    'the very same bytes each time',
  );
  assert.equal(bodies.length, steps.length);
  return { made, waits };
}

describe('a create', () => {
  test('is answered, with every number as its text', async () => {
    const { made } = await createWith(
      () => new Response('{"code":10000,"data":{"amount":100.00}}'),
    );
    assert.deepEqual(made, {
      code: '10000',
      message: '',
      data: { amount: '100.00' },
      requestId: null,
    });
  });

  test('whose answer is lost is sent again, the same bytes', async () => {
    for (const step of [LOST, GATEWAY, SIGN_IN, SYSTEM_ERROR, BUSY, NO_CONNECTION]) {
      const { made, waits } = await createWith(step, PAID);
      assert.deepEqual((made as { data: object }).data, { transactionId: 'T1' });
      assert.deepEqual(waits, [1]);
    }
  });

  test('whose answers are all lost is not failed: it says how to ask', async () => {
    const { made } = await createWith(LOST, GATEWAY, SYSTEM_ERROR);
    assert.ok(made instanceof OutcomeUnknown);
    assert.deepEqual(made.ask, { call: 'ph_payment_query', fields: { mchOrderId: 'ORD1' } });
    assert.equal(made.attempts, 3);
    assert.match(made.message, /^ph_payment_create: the outcome is not known: /);
  });

  test('that is refused once an answer was lost is still not known', async () => {
    const { made } = await createWith(LOST, REFUSED);
    assert.ok(made instanceof OutcomeUnknown);
    assert.ok(made.cause instanceof Refused, 'the refusal is there for the log');
    const cut = await createWith(LOST, NO_CONNECTION, BUSY);
    assert.ok(cut.made instanceof OutcomeUnknown);
  });

  test('that exists already says so, at once and after a lost answer', async () => {
    for (const steps of [[EXISTS], [LOST, EXISTS]]) {
      const { made } = await createWith(...steps);
      assert.ok(made instanceof OrderExists);
      assert.deepEqual(made.ask, { call: 'ph_payment_query', fields: { mchOrderId: 'ORD1' } });
    }
  });

  test('that is refused at once is refused, and not sent again', async () => {
    const { made } = await createWith(REFUSED);
    assert.ok(made instanceof Refused && !(made instanceof OrderExists));
    assert.deepEqual([made.code, made.isBusy, made.data], ['21010', false, { field: 'amount' }]);
  });

  test('that no connection came about for was not sent', async () => {
    const { made } = await createWith(NO_CONNECTION, NO_CONNECTION, NO_CONNECTION);
    assert.ok(made instanceof NotSent);
    assert.match(made.message, /ECONNREFUSED/);
  });
});

describe('a call that changes what there is', () => {
  test('is not sent again when its answer is lost', async () => {
    const { api, bodies } = platform(LOST);
    const closing = api.call('payment_close', { mchOrderId: 'ORD1', countryCode: 'PH' });
    await assert.rejects(closing, OutcomeUnknown);
    assert.equal(bodies.length, 1);
  });
});

describe('a query', () => {
  test('may be sent again, and a refusal after a lost answer is a refusal', async () => {
    const { api } = platform(LOST, REFUSED);
    await assert.rejects(api.call('ph_payment_query', { mchOrderId: 'ORD1' }), Refused);
  });

  test('is made with the id of the order in doubt', async () => {
    const { api, bodies } = platform(LOST, LOST, LOST, PAID);
    const doubt = await api.call('ph_payment_create', ORDER).catch((error: unknown) => error);
    assert.ok(doubt instanceof OutcomeUnknown);
    assert.equal((await api.ask(doubt)).code, '10000');
    assert.match(bodies[3] ?? '', /\\"mchOrderId\\":\\"ORD1\\"/);
  });
});

test('an answer that does not come within the time is not a failure', async () => {
  const api = new OpenApi({
    ...{ baseUrl: 'https://pay.example', appId: 'a', privateKey: SAMPLE_PRIVATE_KEY },
    ...{ timeoutMs: 1, retries: 0 },
    fetch: (_url, init) =>
      new Promise((_, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
      }),
  });
  const made = await api.call('ph_payment_create', ORDER).catch((error: unknown) => error);
  assert.ok(made instanceof OutcomeUnknown);
  assert.match(made.message, /no answer within 1 ms/);
});

test('an answer of any size is not taken into memory', async () => {
  const chunk = new Uint8Array(1024 * 1024);
  const endless = () =>
    new Response(new ReadableStream({ pull: (controller) => controller.enqueue(chunk) }));
  const { api } = platform(endless, endless, endless);
  await assert.rejects(api.call('ph_payment_query', { mchOrderId: 'A' }), /larger than 8388608/);
});

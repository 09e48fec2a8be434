/** The PayerMax connector and its emulator when things go wrong: doubt, disorder, repeats. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { amounts, known } from './emulator-talk.ts';
import { CARDS, GATEWAY, Talk } from './payermax-talk.ts';

const CREATE = `POST ${GATEWAY}/orderAndPay`;

let talk: Talk;
before(async () => {
  talk = await Talk.start({ settleAfterMs: 5 });
});
after(() => talk[Symbol.asyncDispose]());

describe('doubt', () => {
  for (const kind of ['hang', 'drop', 'http_502', 'http_500', 'web_page', 'half']) {
    test(`${kind} after an order was made: it is found by asking, once, without its page`, async () => {
      const intent = talk.payin(1_500n);
      await talk.fault(CREATE, kind);
      assert.equal((await talk.create(intent)).kind, 'doubt');
      const found = await talk.ask(intent);
      const fact = found.kind === 'events' ? found.events[0]?.fact : undefined;
      assert.ok(fact?.kind === 'accepted' && fact.upstreamId !== null);
      assert.equal(fact.instructions, null);
      const again = await talk.create(intent);
      assert.deepEqual(again, { kind: 'accepted', upstreamId: null, instructions: null });
      assert.equal(await talk.asked(known(intent, fact.upstreamId)), 'pending');
    });

    test(`${kind} before anything was done: not found, and sent again it is made`, async () => {
      const intent = talk.payin(1_600n);
      await talk.fault(CREATE, kind, 'before');
      assert.equal((await talk.create(intent)).kind, 'doubt');
      assert.deepEqual(await talk.ask(intent), { kind: 'not_found' });
      assert.equal((await talk.create(intent)).kind, 'accepted');
    });
  }

  test('a create sent twice has one effect: the second says that it exists', async () => {
    const [payin] = await talk.paid(1_000n);
    for (const intent of [talk.payin(200n), talk.payout(200n), talk.refund(200n, payin)]) {
      assert.equal((await talk.create(intent)).kind, 'accepted');
      const again = await talk.create(intent);
      assert.deepEqual(again, { kind: 'accepted', upstreamId: null, instructions: null });
    }
  });

  test('payouts and refunds in doubt are found by their number and move once', async () => {
    const [payin] = await talk.paid(1_000n);
    for (const [intent, call, moved] of [
      [talk.payout(900n), 'paymentOrderPay', 'transferred 9.00'],
      [talk.refund(900n, payin), 'refund', 'refunded 9.00'],
    ] as const) {
      await talk.fault(`POST ${GATEWAY}/${call}`, 'drop');
      assert.equal((await talk.create(intent)).kind, 'doubt');
      await talk.until(async () => (await talk.asked(intent)) === 'paid');
      assert.deepEqual(await talk.movements(intent), [moved]);
    }
  });

  test('a broken answer to a query is doubt', async () => {
    const intent = talk.payin(100n);
    await talk.create(intent);
    for (const kind of ['drop', 'http_502', 'web_page', 'half']) {
      await talk.fault(`POST ${GATEWAY}/orderQuery`, kind);
      assert.equal((await talk.ask(intent)).kind, 'doubt', kind);
    }
    assert.equal(await talk.asked(intent), 'accepted');
  });
});

describe('notifications', () => {
  test('copies count once', async () => {
    await using own = await Talk.start();
    await own.call('PUT', '/emulator/notifications', { copies: 5 });
    const [intent] = await own.paid(100n);
    await own.until(() => own.reported.length === 5);
    assert.deepEqual(amounts(own.facts(intent)), ['100 SGD/2']);
  });

  test('a forged one is refused, the true one beside it is not', async () => {
    await using own = await Talk.start();
    await own.call('PUT', '/emulator/notifications', { forged: true });
    const [intent] = await own.paid(100n);
    assert.deepEqual(amounts(await own.untilReported(intent)), ['100 SGD/2']);
    await own.until(() => own.refusedNotifications > 0);
  });

  test('late ones, in the wrong order, report what the query reported before', async () => {
    await using own = await Talk.start({ settleAfterMs: 1 });
    await own.call('PUT', '/emulator/notifications', { withheld: true });
    const payout = own.payout(500n, 'BOUNCEBACK');
    await own.create(payout);
    await own.until(async () => (await own.asked(payout)) === 'paid,reversed');
    const answer = await own.ask(payout);
    assert.ok(answer.kind === 'events');
    await own.call('POST', '/emulator/notifications/release', { reversed: true });
    assert.deepEqual(await own.untilReported(payout, 2), answer.events);
  });

  test('only the very answer of the documents ends the repeats', async (t) => {
    const taken = '{"msg":"Success","code":"SUCCESS"}';
    const answers = [
      [503, taken],
      [200, '{"code":"SUCCESS","msg":"Success"}'],
      [200, taken],
    ] as const;
    const bodies: string[] = [];
    const server = createServer((request, response) => {
      const [status, answer] = answers[bodies.length] ?? [200, taken];
      request.on('data', (chunk) => bodies.push(String(chunk)));
      request.on('end', () => response.writeHead(status).end(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.after(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    const intent = { ...talk.payin(100n), callbackUrl: `http://127.0.0.1:${port}/` };
    await talk.pay(await talk.opened(intent), CARDS.visa);
    await talk.until(async () => {
      const { deliveries } = await talk.call('GET', '/emulator/journal');
      const all = deliveries as { body: string; taken: boolean }[];
      return all.some(({ body, taken }) => body === bodies[0] && taken);
    });
    assert.equal(bodies.length, 3);
    assert.equal(new Set(bodies).size, 1);
  });
});

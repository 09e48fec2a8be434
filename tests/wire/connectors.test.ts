/** What every connector promises, whatever its provider looks like on the wire. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import type {
  Connector,
  Credentials,
  Intent,
  RawCallback,
  UpstreamReply,
} from '../../src/connectors/contract.ts';
import type { ConnectorHarness } from '../../src/connectors/harness.ts';
import { CONNECTORS, connectorByName } from '../../src/connectors/registry.ts';
import { parseReference } from '../../src/domain/dispatch.ts';
import { checkRequest } from '../../src/egress/request-check.ts';
import { runs } from '../../src/wire/test-support/runs.ts';
import { UNDER_TEST } from './connectors-under-test.ts';
import { mutations } from './conversation.ts';
import { DAMAGES } from './damages.ts';
import { forgeries, frozen, unchangedBytes } from './forgeries.ts';

const FILES = [
  'callback.ts',
  'capabilities.ts',
  'client',
  'connector.ts',
  'fixtures',
  'signature.ts',
  'status.ts',
];
const CLIENT_FILES = ['reply.ts', 'request.ts'];
const FOLDERS = new URL('../../src/connectors/', import.meta.url);

/** Words of no provider; some are names that every JS object has. */
const UNKNOWN_WORDS = ['under_review', 'constructor', '__proto__', 'toString', '', ' ', '1'];

/** A test number of a network; if it is anywhere in a request, card data has left us. */
const CARD_NUMBER = '4111111111111111';

test('each connector is a folder with the same files, and a line in the registry', () => {
  const folders = readdirSync(FOLDERS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  assert.deepEqual(folders.toSorted(), CONNECTORS.map(({ name }) => name).toSorted());
  for (const folder of folders) {
    // A provider without a report of a known form has no `reports.ts`.
    const files = filesIn(`${folder}/`).filter((file) => file !== 'reports.ts');
    assert.deepEqual(files, FILES, `files of ${folder}`);
    const client = filesIn(`${folder}/client/`);
    for (const file of CLIENT_FILES) assert.ok(client.includes(file), `${folder}/client/${file}`);
    assert.ok(existsSync(new URL(`${folder}/fixtures/harness.ts`, FOLDERS)));
  }
});

/**
 * The intent with another reference, and the one that the provider must read: a closing's own is
 * ours alone, it names what it closes.
 */
function renamed(
  intent: Intent,
  suffix: string,
  { closesBy }: ConnectorHarness,
): { named: Intent; reference: string } {
  if (intent.operation !== 'close' && intent.operation !== 'update') {
    const reference = `${intent.reference}${suffix}`;
    return { named: { ...intent, reference }, reference };
  }
  if (closesBy === 'upstreamId') {
    assert.ok(intent.order.upstreamId !== null);
    const upstreamId = `${intent.order.upstreamId}${suffix}`;
    return { named: { ...intent, order: { ...intent.order, upstreamId } }, reference: upstreamId };
  }
  assert.ok(intent.about !== null);
  const reference = `${intent.about.reference}${suffix}`;
  return { named: { ...intent, about: { ...intent.about, reference } }, reference };
}

function filesIn(folder: string): string[] {
  const files = readdirSync(new URL(folder, FOLDERS));
  return files.filter((file) => !file.endsWith('.test.ts')).toSorted();
}

test('connectors are found by their names, which are unique', () => {
  for (const connector of CONNECTORS) assert.equal(connectorByName(connector.name), connector);
  assert.equal(connectorByName('no such connector'), null);
});

for (const { connector, harness } of UNDER_TEST) {
  const { credentials } = harness;

  describe(`${connector.name}: requests`, () => {
    const { nowMs, token } = harness;
    const both = (intent: Intent) => [
      connector.build(intent, credentials, nowMs, token),
      connector.buildQuery(intent, credentials, nowMs, token),
    ];

    test('the samples show every operation and every method', () => {
      const operations = new Set(harness.intents.map(({ intent }) => intent.operation));
      const methods = new Set(harness.intents.map(({ intent }) => intent.channel.method));
      assert.deepEqual([...operations].toSorted(), connector.capabilities.operations.toSorted());
      for (const method of connector.capabilities.methods) {
        assert.ok(methods.has(method as never), method);
      }
    });

    for (const { title, intent } of harness.intents) {
      test(`${title}: the provider reads our reference in create and query`, () => {
        for (const suffix of ['', '_2', '_99']) {
          const { named, reference } = renamed(intent, suffix, harness);
          assert.ok(reference === named.order.upstreamId || parseReference(reference) !== null);
          const byId = connector.capabilities.foundByIdAlone?.includes(intent.operation) === true;
          const isSecond = intent.operation === 'continue';
          const { upstreamId } = named.order;
          assert.deepEqual(
            both(named).map((request) => harness.referenceIn(request, credentials)),
            [isSecond ? upstreamId : reference, byId ? upstreamId : reference],
          );
        }
      });

      test(`${title}: the request can leave, to the provider only, without a secret`, () => {
        for (const request of both(intent)) {
          assert.equal(checkRequest(request), null);
          assert.ok(request.url.startsWith(credentials.baseUrl));
          assert.ok(request.method !== 'GET' || request.body === null);
          for (const [name, secret] of Object.entries(credentials.secrets)) {
            if (harness.shownSettings.includes(name)) continue;
            assert.ok(!JSON.stringify(request).includes(secret), 'a secret is shown');
          }
        }
      });

      test(`${title}: the same intent makes the same request, and is not changed`, () => {
        const kept = structuredClone(intent);
        assert.deepEqual(both(frozen(structuredClone(intent))), both(intent));
        assert.deepEqual(intent, kept);
      });

      test(`${title}: no card number leaves, wherever a merchant may have put it`, () => {
        const [fields, metadata] = [{ ...intent.order.fields }, { ...intent.order.metadata }];
        for (const name of ['card.number', 'cardNumber', 'payer.card', 'pan', 'beneficiary.card']) {
          fields[name] = CARD_NUMBER;
          metadata[name] = CARD_NUMBER;
        }
        for (const request of both({ ...intent, order: { ...intent.order, fields, metadata } })) {
          assert.ok(!JSON.stringify(request).includes(CARD_NUMBER));
        }
      });

      test(`${title}: an order without any fact about people still makes a request`, () => {
        const order = {
          ...intent.order,
          fields: {},
          expiresAt: null,
          merchantRef: '💸'.repeat(200),
        };
        for (const about of [intent.about, null]) {
          for (const request of both({ ...intent, order, about })) {
            assert.equal(checkRequest(request), null);
            assert.ok((request.body ?? '').isWellFormed());
          }
        }
      });
    }
  });
  describe(`${connector.name}: replies`, () => {
    for (const { title, intent, reply, verdict } of harness.verdicts) {
      test(`create: ${title}`, () => {
        assert.deepEqual(connector.read(frozen(intent), frozen(reply), credentials), verdict);
        assert.deepEqual(connector.read(intent, reply, credentials), verdict);
      });
    }

    for (const { title, intent, reply, answer } of harness.answers) {
      test(`query: ${title}`, () => {
        const unchanged = unchangedBytes(reply.body);
        assert.deepEqual(connector.readQuery(frozen(intent), frozen(reply), credentials), answer);
        assert.deepEqual(connector.readQuery(intent, reply, credentials), answer);
        assert.ok(unchanged());
      });
    }

    test('the samples show acceptance, decline and doubt, events and "not found"', () => {
      const verdicts = new Set<string>(harness.verdicts.map(({ verdict }) => verdict.kind));
      const answers = new Set<string>(harness.answers.map(({ answer }) => answer.kind));
      for (const kind of ['accepted', 'declined', 'doubt']) assert.ok(verdicts.has(kind), kind);
      for (const kind of ['events', 'not_found', 'pending']) assert.ok(answers.has(kind), kind);
    });

    for (const { title, intent } of harness.intents) {
      const created = harness.created(intent);
      const queried = harness.queried(intent);

      test(`${title}: good replies are understood`, () => {
        const { kind } = connector.read(intent, created, credentials);
        assert.ok(kind === 'accepted' || (kind === 'cancelled' && intent.operation === 'close'));
        assert.notEqual(connector.readQuery(intent, queried, credentials).kind, 'doubt');
      });

      test(`${title}: what was not sent was not executed, and a query not sent reports nothing`, () => {
        const notSent = { kind: 'not_sent', reason: 'connection_refused' } as const;
        assert.equal(connector.read(intent, notSent, credentials).kind, 'not_executed');
        assert.equal(connector.readQuery(intent, notSent, credentials).kind, 'doubt');
      });

      for (const [damage, spoil] of Object.entries(DAMAGES)) {
        test(`${title}: ${damage} is doubt`, () => {
          assertDoubt(connector, intent, spoil(created), spoil(queried), credentials);
        });
      }

      test(`${title}: a reply that ends too early is doubt, wherever it ends`, () => {
        for (let end = 0; end < Math.max(created.body.length, queried.body.length); end += 1) {
          const [early, late] = [created.body.subarray(0, end), queried.body.subarray(0, end)];
          if (early.length < created.body.length) {
            assert.equal(
              connector.read(intent, { ...created, body: early }, credentials).kind,
              'doubt',
            );
          }
          if (late.length < queried.body.length) {
            assert.equal(
              connector.readQuery(intent, { ...queried, body: late }, credentials).kind,
              'doubt',
            );
          }
        }
      });

      test(`${title}: an unknown status word is doubt`, () => {
        for (const word of UNKNOWN_WORDS) {
          assertDoubt(
            connector,
            intent,
            harness.created(intent, word),
            harness.queried(intent, word),
            credentials,
          );
        }
      });

      test(`${title}: no one-byte change of an accepted reply decides the order`, () => {
        for (const body of mutations(created.body)) {
          const { kind } = connector.read(intent, { ...created, body }, credentials);
          assert.ok(kind === 'accepted' || kind === 'doubt' || kind === 'unclear', kind);
        }
      });
    }
  });
  // What a callback without proof may say is tested in `asking-connector.test.ts`.
  if (connector.questionsIn !== undefined) continue;

  describe(`${connector.name}: callbacks`, () => {
    const { previous, unrelated, nowMs } = harness;
    const [signatureHeader] = harness.signedHeaders;
    const verify = (raw: RawCallback, live = [credentials], at = nowMs) =>
      connector.verifyCallback(raw, live, at);
    const signed = (body: string | Uint8Array) => harness.callback(body, credentials, nowMs);
    const sample = () => signed(harness.callbacks[0]?.body ?? '');

    for (const { title, body, events } of harness.callbacks) {
      test(`${title}: is authentic, and says what it says`, () => {
        const raw = signed(body);
        const unchanged = unchangedBytes(raw.body);
        const authentic = verify(frozen(raw), frozen([credentials]) as never);
        assert.ok(authentic !== null);
        assert.equal(authentic.account, credentials.account);
        assert.deepEqual(connector.readCallback(authentic), events);
        assert.deepEqual(connector.readCallback(authentic), events);
        assert.ok(unchanged());
      });
    }

    for (const { title, intent, callbacks, reply } of harness.stories) {
      test(`${title}: callbacks and query report the same events under the same keys`, () => {
        const byKey = new Map<string, unknown>();
        for (const body of callbacks) {
          const authentic = verify(signed(body));
          assert.ok(authentic !== null);
          const reported = connector.readCallback(authentic) ?? [];
          for (const event of reported) byKey.set(event.eventKey, event);
        }
        const answer = connector.readQuery(intent, reply, credentials);
        assert.ok(answer.kind === 'events', answer.kind);
        const keys = answer.events.map(({ eventKey }) => eventKey);
        assert.equal(new Set(keys).size, keys.length);
        assert.deepEqual(answer.events, [...byKey.values()]);
        for (const event of answer.events) assert.equal(event.reference, intent.reference);
      });
    }

    test('a changed callback is refused, whichever byte of body or signed header it was', () => {
      const limit = runs(1, 1_000_000);
      const raws = harness.callbacks.map(({ body }) => signed(body));
      assert.notEqual(raws.length, 0, 'the samples show no callback');
      let tried = 0;
      for (const forged of forgeries(raws, harness.signedHeaders, limit)) {
        tried += 1;
        if (verify(forged) !== null) assert.fail(`accepted: ${JSON.stringify(forged.headers)}`);
      }
      assert.ok(tried >= limit);
    });

    test('an empty, missing or foreign signature is refused', () => {
      const raw = sample();
      const { [signatureHeader]: _, ...unsigned } = raw.headers;
      assert.equal(verify({ ...raw, headers: unsigned }), null);
      for (const signature of ['', ' ', ',', '0'.repeat(64), 'null', 'undefined']) {
        const headers = { ...raw.headers, [signatureHeader]: signature };
        assert.equal(verify({ ...raw, headers }), null, signature);
      }
      assert.equal(verify({ ...raw, headers: {} }), null);
    });

    test('a signature of one callback does not hold for another', () => {
      const [first, second] = harness.callbacks.map(({ body }) => signed(body));
      assert.ok(first && second);
      assert.equal(verify({ ...second, headers: first.headers }), null);
    });

    test("another account's key is refused, under its own name and under ours", () => {
      const body = harness.callbacks[0]?.body ?? '';
      assert.equal(verify(harness.callback(body, unrelated, nowMs)), null);
      const { secrets } = unrelated;
      assert.equal(verify(harness.callback(body, { ...credentials, secrets }, nowMs)), null);
      assert.equal(verify(sample(), [unrelated]), null);
    });

    test('nothing is accepted for an account without credentials, or with empty ones', () => {
      assert.equal(verify(sample(), []), null);
      const empty = { ...credentials, secrets: {} };
      assert.equal(verify(harness.callback('{}', empty, nowMs), [empty]), null);
      assert.equal(verify(sample(), [empty]), null);
    });

    test('every live version verifies, and an ended one does not', () => {
      const body = harness.callbacks[0]?.body ?? '';
      const old = harness.callback(body, previous, nowMs);
      for (const live of [
        [credentials, previous],
        [previous, credentials],
      ]) {
        assert.equal(verify(old, live)?.account, credentials.account);
        assert.equal(verify(sample(), live)?.account, credentials.account);
      }
      assert.equal(verify(old, [credentials]), null);
    });

    test('an old callback is refused, and one from the future', () => {
      const { callbackWindowMs } = harness;
      if (callbackWindowMs === null) return;
      const raw = sample();
      for (const sign of [-1, 1]) {
        assert.ok(verify(raw, [credentials], nowMs + sign * callbackWindowMs) !== null);
        const outside: number = nowMs + sign * (callbackWindowMs + 1000);
        assert.equal(verify(raw, [credentials], outside), null);
      }
    });

    test('what is authentic but cannot be understood moves nothing', () => {
      for (const body of ['', '{', '[]', 'null', '{}', '{"a":1,"a":2}', '\xff\xfe', '\0']) {
        const authentic = verify(signed(Buffer.from(body, 'latin1')));
        // Of an object it can be seen that it names nobody.
        if (harness.namesReceiver === true && body === '{}') {
          assert.equal(authentic, null);
          continue;
        }
        assert.ok(authentic !== null);
        const events = connector.readCallback(authentic) ?? [];
        assert.ok(
          events.every(({ fact }) => fact.kind === 'unclear'),
          body,
        );
      }
    });

    test('the provider’s callbacks are answered apart: what was stored and what was not', () => {
      assert.equal(connector.callbackReply(true).status, 200);
      assert.notDeepEqual(connector.callbackReply(true), connector.callbackReply(false));
    });
  });
}

function assertDoubt(
  connector: Connector,
  intent: Intent,
  created: UpstreamReply,
  queried: UpstreamReply,
  credentials: Credentials,
): void {
  const verdict = connector.read(intent, created, credentials);
  assert.ok(verdict.kind === 'doubt' || verdict.kind === 'unclear', verdict.kind);
  assert.equal(connector.readQuery(intent, queried, credentials).kind, 'doubt');
}

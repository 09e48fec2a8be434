/** What every dialect promises, whatever it looks like on the wire. */
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { describe, type TestContext, test } from 'node:test';
import type { RawRequest } from '../../src/dialects/contract.ts';
import type { DialectHarness } from '../../src/dialects/harness.ts';
import { DIALECTS, dialectByName } from '../../src/dialects/registry.ts';
import { type RefusalCode, refuse } from '../../src/domain/refusal.ts';
import { mutations, receive, withBody } from './conversation.ts';

/** A new code in the domain is a type error here until it is listed. */
const REFUSAL_CODES = Object.keys({
  malformed: true,
  missing_field: true,
  invalid_field: true,
  unknown_app: true,
  app_disabled: true,
  bad_signature: true,
  bad_timestamp: true,
  ip_not_allowed: true,
  rate_limited: true,
  channel_unavailable: true,
  amount_invalid: true,
  amount_out_of_limits: true,
  duplicate_order: true,
  insufficient_balance: true,
  not_found: true,
  not_supported: true,
  refund_exceeds_paid: true,
  upstream_declined: true,
  overloaded: true,
  internal: true,
} satisfies Record<RefusalCode, true>) as readonly RefusalCode[];

const GARBAGE = ['', '{', '[]', 'null', '"x"', '{}', '{"a":1,"a":2}', 'a=1&a=2', '\xff\xfe', '\0'];

const FILES = [
  'client.ts',
  'codec.ts',
  'decode.ts',
  'dialect.ts',
  'errors.ts',
  'explain.ts',
  'fixtures',
  'merchant-side.ts',
  'notification.ts',
  'reply.ts',
  'routes.ts',
  'settings.ts',
  'signature.ts',
  'status.ts',
];

const FOLDERS = new URL('../../src/dialects/', import.meta.url);

test('each dialect is a folder with the same files and parts of them, and a line in the registry', () => {
  const folders = readdirSync(FOLDERS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'kit')
    .map(({ name }) => name);
  assert.deepEqual(folders.toSorted(), DIALECTS.map(({ name }) => name).toSorted());
  for (const folder of folders) {
    const files = readdirSync(new URL(`${folder}/`, FOLDERS)).filter((file) => !isTest(file));
    const whole = files.filter((file) => !isPart(file));
    assert.deepEqual(whole.toSorted(), FILES, `files of ${folder}`);
    assert.ok(existsSync(new URL(`${folder}/fixtures/harness.ts`, FOLDERS)));
  }
});

function isTest(file: string): boolean {
  return file.endsWith('.test.ts');
}

/** A big API's file is cut into parts that are named after it: `decode-payout.ts`. */
function isPart(file: string): boolean {
  return /-[a-z]+\.ts$/.test(file) && FILES.includes(file.replace(/-[a-z]+\.ts$/, '.ts'));
}

test('no two dialects share a name or a route', () => {
  const routes = DIALECTS.flatMap(({ routes }) => routes.map(({ method, path }) => method + path));
  assert.equal(new Set(routes).size, routes.length);
  for (const dialect of DIALECTS) assert.equal(dialectByName(dialect.name), dialect);
  assert.equal(dialectByName('no such dialect'), null);
});

// All of them before the first test: a test that waits for nothing begins while a module loads.
const HARNESSES: ReadonlyMap<string, DialectHarness> = new Map(
  await Promise.all(
    DIALECTS.map(async ({ name }) => {
      const module = await import(new URL(`${name}/fixtures/harness.ts`, FOLDERS).href);
      return [name, module.harness as DialectHarness] as const;
    }),
  ),
);

for (const dialect of DIALECTS) {
  const harness = HARNESSES.get(dialect.name) as DialectHarness;
  const operations = [...new Set(dialect.routes.map(({ operation }) => operation))];

  describe(`${dialect.name}: requests`, () => {
    test('the samples show every operation', () => {
      assert.deepEqual(
        new Set(harness.requests.map(({ operation }) => operation)),
        new Set(operations),
      );
      assert.equal(harness.app.dialect, dialect.name);
    });

    for (const { title, operation, asks, raw } of harness.requests) {
      test(`${title}: what the client signs is verified and decoded`, () => {
        const identified = dialect.identify(raw, operation);
        assert.ok(identified.ok);
        assert.equal(identified.value.publicId, harness.app.publicId);
        const outcome = receive(dialect, raw, operation, harness);
        assert.ok(outcome.ok, outcome.ok ? '' : JSON.stringify(outcome.refusal));
        assert.equal(outcome.value.do, asks);
      });

      test(`${title}: is small, and on a path that is served`, () => {
        const { bodyBytesMax } = dialect.limits;
        assert.ok(raw.body.length <= bodyBytesMax && bodyBytesMax <= 64 * 1024);
        const sample = { method: raw.method, operation };
        assert.ok(
          dialect.routes.some(
            (route) =>
              route.method === sample.method &&
              route.operation === operation &&
              matchesPath(route.path, raw.path),
          ),
        );
      });

      test(`${title}: no one-byte change of the body asks for anything else`, () => {
        const original = receive(dialect, raw, operation, harness);
        let refused = 0;
        let tried = 0;
        for (const body of mutations(raw.body)) {
          const outcome = receive(dialect, withBody(raw, body), operation, harness);
          tried += 1;
          if (!outcome.ok) refused += 1;
          else assert.deepEqual(outcome, original, `accepted: ${Buffer.from(body)}`);
        }
        // What is accepted are other spellings, such as a blank or a capital hexadecimal digit.
        assert.ok(refused > 0.9 * tried, `${refused} of ${tried} refused`);
      });

      test(`${title}: no one-character change of a signed header asks for anything else`, () => {
        const original = receive(dialect, raw, operation, harness);
        for (const header of harness.signedHeaders) {
          const value = Buffer.from(raw.headers[header] ?? '');
          assert.ok(value.length > 0, `${header} is sent`);
          for (const changed of mutations(value)) {
            const headers = { ...raw.headers, [header]: Buffer.from(changed).toString('latin1') };
            const outcome = receive(dialect, { ...raw, headers }, operation, harness);
            if (outcome.ok) assert.deepEqual(outcome, original);
          }
        }
      });

      test(`${title}: another merchant's key is refused, and so is no key`, () => {
        for (const keys of [harness.unrelatedKeys, []]) {
          const outcome = receive(dialect, raw, operation, { ...harness, keys });
          assert.ok(!outcome.ok);
          assert.equal(outcome.refusal.code, 'bad_signature');
        }
      });

      test(`${title}: either key is taken during a rotation, in any order`, () => {
        for (const keys of [
          [...harness.unrelatedKeys, ...harness.keys],
          [...harness.keys, ...harness.unrelatedKeys],
        ]) {
          assert.ok(receive(dialect, raw, operation, { ...harness, keys }).ok);
        }
      });

      test(`${title}: an unknown app costs the work of a known one`, (t) => {
        const identified = dialect.identify(raw, operation);
        assert.ok(identified.ok);
        const workWith = (keys: DialectHarness['keys']) =>
          cryptoCalls(t, () =>
            dialect.verify(identified.value, operation, harness.app, keys, harness.nowMs),
          );
        const one = workWith(harness.unrelatedKeys.filter(({ purpose }) => purpose === 'request'));
        assert.ok(one > 0);
        assert.equal(workWith([]), one);
      });

      test(`${title}: a body signed for one operation does not hold at another`, () => {
        for (const other of operations.filter((each) => each !== operation)) {
          const outcome = receive(dialect, raw, other, harness);
          if (!outcome.ok || harness.interchangeable?.(operation, other) === true) continue;
          assert.equal(outcome.value.do, asks, `${operation} taken as ${other}`);
        }
      });

      test(`${title}: the explainer agrees that it holds, and shows no secret`, () => {
        const explained = dialect.explain(raw, operation, harness.keys);
        assert.ok('matches' in explained);
        assert.equal(explained.matches, true);
        const wrong = dialect.explain(raw, operation, harness.unrelatedKeys);
        assert.ok('matches' in wrong);
        assert.equal(wrong.matches, false);
        assert.ok(wrong.hints.length > 0);
        assertNoSecret(harness, JSON.stringify([explained, wrong]));
      });
    }

    for (const { title, operation, raw } of harness.published) {
      test(`published: ${title}`, () => {
        const identified = dialect.identify(raw, operation);
        assert.ok(identified.ok, JSON.stringify(identified));
      });
    }

    test('garbage is refused, never thrown at', () => {
      const first = harness.requests[0]?.raw as RawRequest;
      for (const operation of operations) {
        for (const body of GARBAGE) {
          const raw = withBody(first, Buffer.from(body, 'latin1'));
          const outcome = dialect.identify(raw, operation);
          assert.ok(!outcome.ok, `accepted: ${body}`);
          assertNoSecret(harness, dialect.reply(outcome, operation, null, harness.nowMs).body);
        }
      }
    });
  });

  describe(`${dialect.name}: replies`, () => {
    for (const operation of operations) {
      test(`${operation}: every refusal has a well-formed answer`, () => {
        for (const code of REFUSAL_CODES) {
          for (const field of [undefined, 'payer.taxId', 'beneficiary.account', 'odd "name"']) {
            for (const app of [null, harness.app]) {
              const reply = dialect.reply(
                refuse(code, field, 'a "detail"\n'),
                operation,
                app,
                harness.nowMs,
              );
              const { success, text } = harness.readReply(reply);
              assert.equal(success, false, code);
              assert.ok(text.length > 0, code);
              assertNoSecret(harness, JSON.stringify(reply));
            }
          }
        }
      });

      test(`${operation}: a wrong signature is answered alike, whatever was wrong`, () => {
        const plain = dialect.reply(refuse('bad_signature'), operation, harness.app, harness.nowMs);
        const telling = refuse('bad_signature', 'sign', 'the key is nearly right');
        assert.deepEqual(
          withoutTime(dialect.reply(telling, operation, harness.app, harness.nowMs)),
          withoutTime(plain),
        );
      });

      test(`${operation}: its outcomes are answered well-formed`, () => {
        const samples = harness.outcomes.filter((sample) => sample.operation === operation);
        assert.ok(samples.length > 0);
        for (const { outcome } of samples) {
          const reply = dialect.reply(outcome, operation, harness.app, harness.nowMs);
          assert.equal(harness.readReply(reply).success, outcome.ok);
          assertNoSecret(harness, JSON.stringify(reply));
        }
      });
    }

    test('semantic fields are named as the wire names them, or not at all', () => {
      for (const operation of operations) {
        for (const field of ['payer.taxId', 'payer.name', 'beneficiary.account']) {
          const name = dialect.wireField(refuse('missing_field', field).refusal, operation);
          assert.ok(name === null || !/^(?:payer|beneficiary)\./.test(name), `${field}: ${name}`);
        }
      }
    });
  });

  describe(`${dialect.name}: notices`, () => {
    for (const { event: orderEvent, isSent: told } of harness.events) {
      const { type: event } = orderEvent;
      if (!told) {
        test(`${event}: is not told`, async () => {
          assert.equal(await dialect.notification(orderEvent, harness.app, harness.keys), null);
        });
        continue;
      }

      test(`${event}: the client verifies what we sign, and no other key does`, async () => {
        const signed = await dialect.notification(orderEvent, harness.app, harness.keys);
        assert.ok(signed !== null);
        assert.ok(harness.verifyNotification(signed, harness.keys));
        assert.ok(!harness.verifyNotification(signed, harness.unrelatedKeys));
        assertNoSecret(harness, JSON.stringify(signed));
        for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature']) {
          assert.ok((signed.headers[name] ?? '') !== '', name);
        }
      });

      test(`${event}: is byte-identical each time it is made`, async () => {
        const first = await dialect.notification(orderEvent, harness.app, harness.keys);
        assert.deepEqual(await dialect.notification(orderEvent, harness.app, harness.keys), first);
      });

      test(`${event}: a changed body is refused by the client`, async () => {
        const signed = await dialect.notification(orderEvent, harness.app, harness.keys);
        assert.ok(signed !== null);
        const body = signed.body.replace(/[0-9]/, (digit) => (digit === '9' ? '8' : '9'));
        assert.notEqual(body, signed.body);
        assert.ok(!harness.verifyNotification({ ...signed, body }, harness.keys));
      });
    }

    test('at least one event is told', () => {
      assert.ok(harness.events.some(({ isSent: told }) => told));
    });

    for (const { status, body, acknowledged } of harness.acknowledgements) {
      test(`${status} ${JSON.stringify(body)} is ${acknowledged ? 'an' : 'no'} acknowledgement`, () => {
        assert.equal(dialect.acknowledged({ status, body }), acknowledged);
      });
    }

    test('acknowledgements of both kinds are shown', () => {
      const kinds = new Set(harness.acknowledgements.map(({ acknowledged }) => acknowledged));
      assert.equal(kinds.size, 2);
    });

    test('the timetable starts at once or later, and only goes forward', () => {
      const { attemptAfterMs, attemptTimeoutMs } = dialect;
      assert.ok(attemptAfterMs.length > 1 && (attemptAfterMs[0] ?? -1) >= 0);
      for (const [index, ms] of attemptAfterMs.entries()) {
        assert.ok(
          Number.isSafeInteger(ms) && (index === 0 || ms > (attemptAfterMs[index - 1] ?? ms)),
        );
      }
      assert.ok(attemptTimeoutMs > 0 && attemptTimeoutMs <= 30_000);
    });
  });
}

/** Some envelopes carry the time of the answer. */
function withoutTime(reply: { readonly body: string }): string {
  return reply.body.replace(/"timestamp":("[^"]*"|[0-9]+)/, '"timestamp":0');
}

function matchesPath(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.split('/');
  return (
    wanted.length === given.length &&
    wanted.every((step, index) => step.startsWith(':') || step === given[index])
  );
}

function assertNoSecret(harness: DialectHarness, text: string): void {
  for (const secret of harness.secrets) assert.ok(!text.includes(secret), 'a secret is shown');
}

/** How many digests and signature checks an action costs. */
function cryptoCalls(t: TestContext, action: () => unknown): number {
  const names = ['hash', 'createHash', 'createHmac', 'verify', 'createVerify'] as const;
  const mocks = names.map((name) => t.mock.method(crypto, name));
  syncBuiltinESMExports();
  try {
    action();
    return mocks.reduce((calls, { mock }) => calls + mock.callCount(), 0);
  } finally {
    for (const { mock } of mocks) mock.restore();
    syncBuiltinESMExports();
  }
}

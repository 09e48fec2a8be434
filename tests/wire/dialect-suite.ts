/** What every dialect promises, whatever it looks like on the wire. */
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { describe, type TestContext, test } from 'node:test';
import type { Dialect, MemberInfo, OperationInfo } from '../../src/dialects/contract.ts';
import type { DialectHarness, SampleRequest } from '../../src/dialects/harness.ts';
import { type DialectTools, pathParamsOf } from '../../src/dialects/tools.ts';
import { type RefusalCode, refuse } from '../../src/domain/refusal.ts';
import { mutations, payloadOf, receive, withPayload } from './conversation.ts';

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

/** A dialect, its tools, and what it hands to the suite. */
export interface Suite {
  readonly dialect: Dialect;
  readonly tools: DialectTools;
  readonly harness: DialectHarness;
}

/** Registers the tests of one dialect. */
export function describeDialect(suite: Suite): void {
  describeDocumentation(suite);
  describeRequests(suite);
  describeReplies(suite);
  describeNotifications(suite);
}

/** What documentation is made of is there, and says something. */
function describeDocumentation({ dialect }: Suite): void {
  describe(`${dialect.name}: what its documentation says`, () => {
    for (const { name, title, fields, answers } of dialect.operations) {
      test(`${name}: each field and each member of its answers is described`, () => {
        assert.notEqual(title, '');
        const names = fields.map((field) => field.name);
        assert.equal(new Set(names).size, names.length, 'a field is listed twice');
        assert.ok(Object.keys(answers).length > 0);
        const members = Object.values(answers).flatMap((answer) => withNested(answer.members));
        for (const each of [...fields, ...members])
          assert.notEqual(each.description, '', each.name);
        for (const { form } of fields) assert.ok(form.min === null || form.min <= (form.max ?? 0));
      });
    }

    test('each failure has a code and a text, and no two are alike', () => {
      const texts = dialect.errors.map(({ code, message }) => `${code} ${message}`);
      assert.ok(texts.length > 0 && texts.every((text) => /^\d+ ./.test(text)));
      assert.equal(new Set(texts).size, texts.length);
    });
  });
}

function withNested(members: readonly MemberInfo[]): readonly MemberInfo[] {
  return members.flatMap((member) => [member, ...withNested(member.members ?? [])]);
}

function describeRequests(suite: Suite): void {
  const { dialect, harness } = suite;
  const operations = dialect.operations.map(({ name }) => name);

  // Where no field is needed, nothing at all is a request like any other.
  const needsPayload = (name: string) =>
    infoOf(dialect, name).fields.some((field) => field.required && field.in === 'payload');

  describe(`${dialect.name}: requests`, () => {
    test('the samples show every operation', () => {
      assert.deepEqual(
        new Set(harness.requests.map(({ operation }) => operation)),
        new Set(operations),
      );
      assert.equal(harness.app.dialect, dialect.name);
    });

    for (const sample of harness.requests) {
      describeSample(suite, sample);
      describeForgeries(suite, sample);
      if (infoOf(dialect, sample.operation).signs === 'fields') describeKeys(suite, sample);
    }

    for (const { title, operation, raw } of harness.published) {
      test(`published: ${title}`, () => {
        const identified = dialect.identify(raw, operation);
        assert.ok(identified.ok, JSON.stringify(identified));
      });
    }

    test('garbage is refused, never thrown at', () => {
      for (const { operation, raw } of harness.requests) {
        for (const body of GARBAGE.filter((each) => each !== '' || needsPayload(operation))) {
          const garbled = withPayload(raw, Buffer.from(body, 'latin1'));
          const outcome = dialect.identify(garbled, operation);
          assert.ok(!outcome.ok, `accepted: ${body}`);
          assertNoSecret(harness, dialect.reply(outcome, operation, null, harness.nowMs).body);
        }
      }
    });
  });
}

function describeSample({ dialect, harness }: Suite, sample: SampleRequest): void {
  const { title, operation, asks, raw } = sample;
  const info = infoOf(dialect, operation);

  test(`${title}: what the client signs is verified and decoded`, () => {
    const identified = dialect.identify(raw, operation);
    assert.ok(identified.ok);
    assert.equal(identified.value.publicId, harness.app.publicId);
    const outcome = receive(dialect, raw, operation, harness);
    assert.ok(outcome.ok, outcome.ok ? '' : JSON.stringify(outcome.refusal));
    assert.equal(outcome.value.kind, asks);
  });

  test(`${title}: is small, and on a path that is served`, () => {
    const { bodyBytesMax } = dialect.limits;
    assert.ok(raw.body.length <= bodyBytesMax && bodyBytesMax <= 64 * 1024);
    assert.equal(raw.method, info.method);
    const params = info.paths.map((path) => pathParamsOf(path, raw.path));
    const own = params.find((each) => each !== null);
    assert.ok(own !== undefined && own !== null, `${raw.path} is served`);
    for (const { name } of info.fields.filter((field) => field.in === 'path')) {
      assert.equal(raw.pathParams[name], own[name], name);
    }
  });
}

/** What is signed can be changed by nobody, wherever in the request it lies. */
function describeForgeries({ dialect, harness }: Suite, { title, operation, raw }: SampleRequest) {
  const info = infoOf(dialect, operation);
  const original = receive(dialect, raw, operation, harness);
  if (info.signs === 'nothing') {
    test(`${title}: carries nothing to forge, so it reads what is public and no more`, () => {
      assert.deepEqual(info.requests, ['list_channels']);
      assert.deepEqual(receive(dialect, raw, operation, { ...harness, keys: [] }), original);
    });
    return;
  }

  test(`${title}: no one-byte change of what is signed asks for anything else`, () => {
    const payload = payloadOf(raw);
    let refused = 0;
    let tried = 0;
    for (const changed of mutations(payload)) {
      const outcome = receive(dialect, withPayload(raw, changed), operation, harness);
      tried += 1;
      if (!outcome.ok) refused += 1;
      else assert.deepEqual(outcome, original, `accepted: ${Buffer.from(changed)}`);
    }
    // Where neither body nor query holds anything, a header must carry what is signed.
    if (tried === 0) assert.ok(harness.signedHeaders.length > 0);
    // What is accepted are other spellings, such as a blank or a capital hexadecimal digit.
    else assert.ok(refused > 0.9 * tried, `${refused} of ${tried} refused`);
  });

  test(`${title}: no one-character change of a signed header asks for anything else`, () => {
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

  // The published signatures do not cover the path: it names what is asked for, and that alone.
  test(`${title}: another parameter in the path asks for the same kind of thing, or is refused`, () => {
    for (const [name, value] of Object.entries(raw.pathParams)) {
      for (const changed of mutations(Buffer.from(value))) {
        const pathParams = { ...raw.pathParams, [name]: Buffer.from(changed).toString('latin1') };
        const outcome = receive(dialect, { ...raw, pathParams }, operation, harness);
        if (outcome.ok) assert.equal(outcome.value.kind, original.ok && original.value.kind);
      }
    }
  });
}

function describeKeys({ dialect, tools, harness }: Suite, sample: SampleRequest): void {
  const { title, operation, asks, raw } = sample;
  const operations = dialect.operations.map(({ name }) => name);

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
      assert.equal(outcome.value.kind, asks, `${operation} taken as ${other}`);
    }
  });

  test(`${title}: the explainer agrees that it holds, and shows no secret`, () => {
    const explained = tools.explain(raw, operation, harness.keys);
    assert.ok('matches' in explained);
    assert.equal(explained.matches, true);
    const wrong = tools.explain(raw, operation, harness.unrelatedKeys);
    assert.ok('matches' in wrong);
    assert.equal(wrong.matches, false);
    assert.ok(wrong.hints.length > 0);
    assertNoSecret(harness, JSON.stringify([explained, wrong]));
  });
}

function describeReplies({ dialect, harness }: Suite): void {
  const operations = dialect.operations.map(({ name }) => name);

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
        const reporting = refuse('bad_signature', 'sign', 'the key is nearly right');
        assert.deepEqual(
          withoutTime(dialect.reply(reporting, operation, harness.app, harness.nowMs)),
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
}

function describeNotifications({ dialect, harness }: Suite): void {
  describe(`${dialect.name}: notifications`, () => {
    for (const { event, isSent } of harness.events) {
      if (!isSent) {
        test(`${event.type}: is not sent`, async () => {
          assert.equal(await dialect.notification(event, harness.app, harness.keys), null);
        });
        continue;
      }

      test(`${event.type}: the client verifies what we sign, and no other key does`, async () => {
        const signed = await dialect.notification(event, harness.app, harness.keys);
        assert.ok(signed !== null);
        assert.ok(harness.verifyNotification(signed, harness.keys));
        assert.ok(!harness.verifyNotification(signed, harness.unrelatedKeys));
        assertNoSecret(harness, JSON.stringify(signed));
        for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature']) {
          assert.ok((signed.headers[name] ?? '') !== '', name);
        }
      });

      test(`${event.type}: is byte-identical each time it is made`, async () => {
        const first = await dialect.notification(event, harness.app, harness.keys);
        assert.deepEqual(await dialect.notification(event, harness.app, harness.keys), first);
      });

      test(`${event.type}: a changed body is refused by the client`, async () => {
        const signed = await dialect.notification(event, harness.app, harness.keys);
        assert.ok(signed !== null);
        const body = signed.body.replace(/[0-9]/, (digit) => (digit === '9' ? '8' : '9'));
        assert.notEqual(body, signed.body);
        assert.ok(!harness.verifyNotification({ ...signed, body }, harness.keys));
      });
    }

    test('at least one event is sent', () => {
      assert.ok(harness.events.some(({ isSent }) => isSent));
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

function infoOf({ operations }: Dialect, name: string): OperationInfo {
  const info = operations.find((operation) => operation.name === name);
  assert.ok(info !== undefined, `no operation ${name}`);
  return info;
}

/** What every connector says of its provider as data, and that its requests keep to it. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { connectorByName, isCallbackAddressSet } from '../../src/connectors/registry.ts';
import { UNDER_TEST } from './connectors-under-test.ts';

for (const { connector, harness } of UNDER_TEST) {
  const { credentials, nowMs, token } = harness;

  describe(`${connector.name}: capabilities`, () => {
    test('says for every operation what a repeat and a "not found" mean', () => {
      for (const operation of connector.capabilities.operations) {
        // A change or a closing may always be repeated: nobody asks what became of it.
        if (operation === 'close' || operation === 'update') continue;
        assert.ok((connector.idempotentForMs[operation] ?? -1) >= 0, operation);
        const provesAfterMs = connector.notFoundProvesAfterMs[operation];
        assert.ok(provesAfterMs === null || Number.isSafeInteger(provesAfterMs), operation);
        assert.ok(operation !== 'payout' || provesAfterMs === null, 'a person decides');
      }
      assert.ok(connector.timeoutMs >= 1000 && connector.timeoutMs <= 60_000);
    });

    test('orders name the address of callbacks, unless it is set at the provider alone', () => {
      const address = harness.intents[0]?.intent.callbackUrl ?? '';
      const isNamed = harness.intents.some(({ intent }) => {
        const request = connector.build(intent, credentials, nowMs, token);
        return JSON.stringify(request).includes(address);
      });
      const { callbackAddress } = connector.capabilities;
      assert.equal(isNamed, callbackAddress !== 'account');
      if (connectorByName(connector.name) === null) return;
      assert.equal(isCallbackAddressSet(connector.name), callbackAddress !== 'order');
    });

    test('orders are sealed where a list gives the seal back, and never for a question', () => {
      for (const { title, intent } of harness.intents) {
        const calls: string[] = [];
        const ask = (call: string) => ({ ...intent, seal: () => `seal ${calls.push(call)}` });
        connector.buildQuery(ask('query'), credentials, nowMs, token);
        const request = connector.build(ask('build'), credentials, nowMs, token);
        assert.ok(!calls.includes('query'), title);
        if (connector.orders === undefined) assert.deepEqual(calls, [], title);
        assert.equal(JSON.stringify(request).includes('seal 1'), calls.length > 0, title);
      }
    });
  });
}

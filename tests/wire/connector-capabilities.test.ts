/** What every connector says of its provider as data, and that its requests keep to it. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ConnectorHarness } from '../../src/connectors/harness.ts';
import { CONNECTORS, isCallbackAddressSet } from '../../src/connectors/registry.ts';

const FOLDERS = new URL('../../src/connectors/', import.meta.url);

for (const connector of CONNECTORS) {
  const { harness } = (await import(
    new URL(`${connector.name}/fixtures/harness.ts`, FOLDERS).href
  )) as { harness: ConnectorHarness };
  const { credentials, nowMs, token } = harness;

  describe(`${connector.name}: capabilities`, () => {
    test('says for every operation what a repeat and a "not found" mean', () => {
      for (const operation of connector.capabilities.operations) {
        // A closing may always be repeated, and nothing follows from what it does not find.
        if (operation === 'close') continue;
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
      assert.equal(isCallbackAddressSet(connector.name), callbackAddress !== 'order');
    });
  });
}

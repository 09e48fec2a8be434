/**
 * What the conformance suites run over: every registered connector with its harness, and one of the
 * tests' own whose provider is unlike them in all that the contract allows.
 */
import type { Connector } from '../../src/connectors/contract.ts';
import type { ConnectorHarness } from '../../src/connectors/harness.ts';
import { CONNECTORS } from '../../src/connectors/registry.ts';
import { twoCall } from '../support/two-call/connector.ts';
import { harness as twoCallHarness } from '../support/two-call/harness.ts';

const FOLDERS = new URL('../../src/connectors/', import.meta.url);

interface UnderTest {
  readonly connector: Connector;
  readonly harness: ConnectorHarness;
}

const registered = await Promise.all(
  CONNECTORS.map(async (connector): Promise<UnderTest> => {
    const file = new URL(`${connector.name}/fixtures/harness.ts`, FOLDERS).href;
    const { harness } = (await import(file)) as { harness: ConnectorHarness };
    return { connector, harness };
  }),
);

export const UNDER_TEST: readonly UnderTest[] = [
  ...registered,
  { connector: twoCall, harness: twoCallHarness },
];

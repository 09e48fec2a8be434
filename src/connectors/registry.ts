/** Every provider that the platform speaks to. A new one is its folder and a line here. */
import { airwallex } from './airwallex/connector.ts';
import type { Connector } from './contract.ts';
import { payermax } from './payermax/connector.ts';
import { simulator } from './simulator/connector.ts';

export const CONNECTORS: readonly Connector[] = [simulator, airwallex, payermax];

/** The connector of a route or callback; null for a name that none has. */
export function connectorByName(name: string): Connector | null {
  return CONNECTORS.find((connector) => connector.name === name) ?? null;
}

/** Whether an operator must enter the address of callbacks at the provider. */
export function isCallbackAddressSet(name: string): boolean {
  const address = connectorByName(name)?.capabilities.callbackAddress;
  return address === 'account' || address === 'both';
}

/** Which provider a run has as its upstream. */
import { airwallexAt } from './airwallex.ts';
import type { Provider, ProviderName, Site } from './contract.ts';
import { payermaxAt } from './payermax.ts';
import { simulatorAt } from './simulator.ts';

const PROVIDERS: Readonly<Record<ProviderName, (site: Site) => Provider | Promise<Provider>>> = {
  simulator: simulatorAt,
  airwallex: airwallexAt,
  payermax: payermaxAt,
};

/** The provider of a run, not started yet. */
export async function providerAt(site: Site): Promise<Provider> {
  return await PROVIDERS[site.options.provider](site);
}

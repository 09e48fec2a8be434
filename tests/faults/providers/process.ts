/** A provider as a process of its own; which one, and its options, come in the environment. */

import { startEmulator as startAirwallex } from '../../../emulators/airwallex/server.ts';
import type { EmulatorOptions as AirwallexOptions } from '../../../emulators/airwallex/world.ts';
import { startEmulator as startPayerMax } from '../../../emulators/payermax/server.ts';
import type { EmulatorOptions as PayerMaxOptions } from '../../../emulators/payermax/world.ts';
import { type SimulatorOptions, startSimulator } from '../../../emulators/simulator/server.ts';

/** What to start. */
export type Start =
  | { readonly name: 'simulator'; readonly options: SimulatorOptions }
  | { readonly name: 'airwallex'; readonly options: AirwallexOptions }
  | { readonly name: 'payermax'; readonly options: PayerMaxOptions };

/** The environment variable that holds it as JSON. */
const START = 'FAULTS_PROVIDER';

const start: Start = JSON.parse(process.env[START] ?? '{}');
const running = await started();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void running.stop());
}

async function started(): Promise<{ stop(): Promise<unknown> }> {
  switch (start.name) {
    case 'simulator':
      return await startSimulator(start.options);
    case 'airwallex':
      return await startAirwallex(start.options);
    case 'payermax':
      return await startPayerMax(start.options);
  }
}

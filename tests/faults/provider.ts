/** The simulated provider as a process of its own; its options come as JSON in the environment. */
import { type SimulatorOptions, startSimulator } from '../../simulator/server.ts';

/** The environment variable that holds the options. */
const OPTIONS = 'CAUSEWAY_FAULTS_PROVIDER';

const options: SimulatorOptions = JSON.parse(process.env[OPTIONS] ?? '{}');
const simulator = await startSimulator(options);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void simulator.stop());
}

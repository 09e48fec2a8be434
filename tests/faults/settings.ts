/** What one run is asked to do. */
import type { FaultName } from '../../emulators/simulator/faults.ts';
import type { Patch } from './patch.ts';
import type { Payer } from './plan.ts';
import type { ProviderName } from './providers/contract.ts';

export interface RunOptions {
  readonly seed: number;
  /** The upstream: the simulator, or the emulator of a real provider. */
  readonly provider: ProviderName;
  /** SIGKILL of the postmaster, under load. */
  readonly pgKills: number;
  /** SIGKILL of a server process, under load. */
  readonly serverKills: number;
  /** SIGSTOP of a server process for longer than its leases, then SIGCONT. */
  readonly pauses: number;
  /** `pg_terminate_backend` of one of the product's connections. */
  readonly terminations: number;
  /** Server processes; more than one share the database. */
  readonly servers: number;
  readonly merchants: number;
  /** Orders that the merchants begin at least. */
  readonly orders: number;
  /** Orders a second that all merchants together begin. */
  readonly ratePerS: number;
  /** Leave the product's clocks as they are; healing then takes minutes. */
  readonly realTime: boolean;
  /** A second account at the provider, for orders that leave the first one. */
  readonly twoAccounts: boolean;
  /** At the simulator too every second merchant orders its payins in `recharge`. */
  readonly alsoRecharge: boolean;
  /** No fault is begun after so long, however many were asked for. */
  readonly faultsWithinMs: number;
  readonly sabotage: Sabotage | null;
  /** A server's URL to make a database on; null: a server of the run's own, which can be killed. */
  readonly databaseUrl: string | null;
  /** Leave the run's folder behind, with journals, logs, database and what was found. */
  readonly keep: boolean;
  /** How long all that is under way may take to end after the last fault. */
  readonly healWithinMs: number;
  /** How long what was killed may take to come back. */
  readonly backWithinMs: number;
}

/** One way to break a promise, made outside the product's code. */
export interface Sabotage {
  readonly name: string;
  /** What is done, in a sentence. */
  readonly does: string;
  /** Invariants that must be found broken. */
  readonly breaks: readonly string[];
  readonly patches?: readonly Patch[];
  /** Run on the database before the load. */
  readonly sql?: readonly string[];
  /** PostgreSQL settings; needs a server of the run's own. */
  readonly postgres?: Readonly<Record<string, string>>;
  /** Knobs of the simulated provider. */
  readonly provider?: Readonly<Record<string, unknown>>;
  /** Every order's payout or payin asks for one of these. */
  readonly faults?: readonly FaultName[];
  /** An emulator makes these faults, and no others: `payout after http_502`. */
  readonly trouble?: readonly string[];
  /** What every payer does at an emulator. */
  readonly payer?: Payer;
  readonly options?: Partial<RunOptions>;
}

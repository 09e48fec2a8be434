/** One fault run: load, kills under load, healing, audit. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { type Books, readBooks, underWay } from './auditor.ts';
import type { OwnEnd } from './child.ts';
import { INVARIANTS, totals } from './invariants.ts';
import { Random } from './random.ts';
import type { RunOptions } from './settings.ts';
import { type ConsoleServices, openServices } from './supervisor.ts';
import { Workload } from './workload.ts';

export interface Violation {
  readonly invariant: string;
  readonly found: readonly string[];
}

export interface Report {
  readonly options: RunOptions;
  readonly pgKills: number;
  readonly serverKills: number;
  readonly pauses: number;
  readonly terminations: number;
  /** Starts of a server that failed because the database was away. */
  readonly failedStarts: number;
  readonly requests: number;
  readonly orders: number;
  readonly acknowledged: number;
  /** Requests that had to be repeated because their outcome was not known. */
  readonly inDoubt: number;
  /** Faults that an emulator made, beside those that orders ask for. */
  readonly troubles: number;
  /** Disputes at the provider, and what was sent to it. */
  readonly disputes: number;
  readonly sends: number;
  readonly dispatchesAsked: number;
  /** Orders that left their account for the other one. */
  readonly moved: number;
  readonly callbacks: number;
  readonly attempts: number;
  /** Orders that brought money, and that sent it out. */
  readonly paid: number;
  readonly paidOut: number;
  readonly notified: number;
  readonly repeated: number;
  readonly deadLettered: number;
  /** Payouts of which only a person can say whether they were sent. */
  readonly forOperator: number;
  readonly totals: readonly (readonly [asset: string, minor: bigint])[];
  readonly healingMs: number;
  readonly tookMs: number;
  readonly violations: readonly Violation[];
}

/** What does not come back is a breach of its own, for nothing else can be asked then. */
export const COMES_BACK = 'comes_back_alone';

const DATABASE = 'the database';

/** A slow machine gets its time: who kills faster than it recovers learns nothing. */
const PROGRESS_WITHIN_MS = 60_000;

class Faults {
  readonly made = { pgKills: 0, serverKills: 0, pauses: 0, terminations: 0 };
  /** From when until when the database was away. */
  readonly databaseAway: { readonly fromMs: number; readonly untilMs: number }[] = [];
  readonly notBack: string[] = [];
  readonly #services: ConsoleServices;
  readonly #load: Workload;
  readonly #options: RunOptions;

  constructor(services: ConsoleServices, load: Workload, options: RunOptions) {
    this.#services = services;
    this.#load = load;
    this.#options = options;
  }

  /** All faults, at moments that the seed and the load choose together. */
  async run(): Promise<void> {
    const { seed, pgKills, serverKills, pauses, terminations } = this.#options;
    const random = (stream: string) => new Random(seed, stream);
    await Promise.all([
      this.#track(pgKills, random('pg kills'), () => this.#killDatabase()),
      this.#track(serverKills, random('server kills'), (r) => this.#killServer(r)),
      this.#track(pauses, random('pauses'), (r) => this.#pause(r)),
      this.#track(terminations, random('terminations'), (r) => this.#terminate(r)),
    ]);
  }

  async #track(
    count: number,
    random: Random,
    fault: (random: Random) => Promise<void>,
  ): Promise<void> {
    const endAtMs = Date.now() + this.#options.faultsWithinMs;
    for (let index = 0; index < count && this.notBack.length === 0; index += 1) {
      if (Date.now() > endAtMs) return;
      // Under load, and not only in the recovery from the last fault.
      await this.#load.progress(random.integer(1, 8), PROGRESS_WITHIN_MS);
      await delay(random.integer(0, 400));
      await fault(random);
    }
  }

  async #killDatabase(): Promise<void> {
    await this.#services.killDatabase();
    this.made.pgKills += 1;
    const fromMs = Date.now();
    if (!(await this.#services.databaseBack(this.#options.backWithinMs))) {
      this.notBack.push(DATABASE);
    }
    this.databaseAway.push({ fromMs, untilMs: Date.now() });
    // Kept from starting by every kill of the database, a server would never come back.
    await this.#upWithin(PROGRESS_WITHIN_MS);
  }

  async #upWithin(ms: number): Promise<void> {
    await Promise.all(this.#services.servers.map((server) => server.up(ms)));
  }

  /** Sometimes the victim is killed again before it is back, and sometimes all servers at once. */
  async #killServer(random: Random): Promise<void> {
    const { servers } = this.#services;
    const victims = random.chance(0.2) ? servers : [random.pick(servers)];
    const again = random.chance(0.15);
    await Promise.all(victims.map((server) => server.kill()));
    this.made.serverKills += 1;
    if (again) await delay(random.integer(100, 500));
    else await this.#serversBack();
  }

  async #serversBack(): Promise<void> {
    for (const server of this.#services.servers) {
      if (await server.up(this.#options.backWithinMs)) continue;
      this.notBack.push(server.spec.name);
    }
  }

  async #pause(random: Random): Promise<void> {
    const server = random.pick(this.#services.servers);
    await server.pause(random.integer(4_500, 9_000));
    this.made.pauses += 1;
    await this.#serversBack();
  }

  async #terminate(random: Random): Promise<void> {
    await this.#services.databaseBack(this.#options.backWithinMs);
    const client = new pg.Client({ connectionString: this.#services.databaseUrl });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<{ pid: number }>(
        `select pid from pg_stat_activity
         where datname = current_database() and application_name like 'causeway%' order by pid`,
      );
      if (rows.length === 0) return;
      await client.query('select pg_terminate_backend($1)', [random.pick(rows).pid]);
      this.made.terminations += 1;
    } catch {
      // The database was killed at the same moment: that is fault enough.
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  violations(): readonly Violation[] {
    const found = this.notBack.map((name) => `${name} did not come back`);
    return found.length === 0 ? [] : [{ invariant: COMES_BACK, found }];
  }

  /** Everything runs again. */
  async allBack(): Promise<boolean> {
    const { servers, providerChild } = this.#services;
    if (!(await this.#services.databaseBack(this.#options.backWithinMs))) return false;
    if (!(await providerChild.up(this.#options.backWithinMs))) return false;
    await this.#serversBack();
    return this.notBack.length === 0 && servers.length > 0;
  }
}

/** Runs to the end and takes everything down again, also after a failure. */
export async function runFaults(options: RunOptions, say: (line: string) => void): Promise<Report> {
  const startedAtMs = Date.now();
  const services = await openServices(options);
  const load = new Workload(services, options);
  const calm = new AbortController();
  try {
    say(`everything runs after ${Date.now() - startedAtMs} ms; load begins`);
    load.start();
    // What pays for the payouts comes in good weather.
    const trouble = load.funded.then(() => {
      return services.provider.trouble(new Random(options.seed, 'trouble'), calm.signal);
    });
    // Reported when it is waited for.
    trouble.catch(() => undefined);
    const faults = new Faults(services, load, options);
    await faults.run();
    await faults.allBack();
    const isLost = faults.notBack.length > 0;
    say(`all faults made after ${Date.now() - startedAtMs} ms; the last orders are finished`);
    await (isLost ? load.abandon() : load.stop());
    // All else is still audited.
    if (faults.notBack.includes(DATABASE)) return notBack(options, faults, load, startedAtMs);
    services.sinks.behave();
    calm.abort();
    const troubles = await trouble;
    say(`load ended after ${Date.now() - startedAtMs} ms; healing`);
    const healingFromMs = Date.now();
    const leftOver = await heal(services, options.healWithinMs);
    if (leftOver !== null) say(`not healed within ${options.healWithinMs} ms: ${leftOver}`);
    const healingMs = Date.now() - healingFromMs;
    const provider = await services.provider.read();
    await services.rest();
    const { unexplained, failedStarts } = judgeEnds(services, faults.databaseAway);
    const books = await readBooks(services, load, provider, unexplained);
    const violations = [...faults.violations(), ...audit(books)];
    if (options.keep) say(`kept in ${await keep(services.folder, violations)}`);
    const tookMs = Date.now() - startedAtMs;
    const took = { healingMs, tookMs, failedStarts, troubles };
    return { ...summary(options, faults, load), ...figures(books), ...took, violations };
  } finally {
    calm.abort();
    await load.abandon();
    await services.close();
    load.close();
  }
}

async function heal(services: ConsoleServices, withinMs: number): Promise<string | null> {
  const endAtMs = Date.now() + withinMs;
  for (;;) {
    const lookedAtMs = Date.now();
    const what = await underWay(services).catch((error: Error) => error.message);
    if (what === null || Date.now() > endAtMs) return what;
    // Long books take long to read: what heals needs the machine as well.
    await delay(Math.max(400, 2 * (Date.now() - lookedAtMs)));
  }
}

/** All that was found, beside the books that it was found in. */
async function keep(folder: string, violations: readonly Violation[]): Promise<string> {
  await writeFile(join(folder, 'violations.json'), JSON.stringify(violations, null, 1));
  return folder;
}

function audit(books: Books): readonly Violation[] {
  return INVARIANTS.flatMap(({ name, check }) => {
    const found = check(books);
    return found.length === 0 ? [] : [{ invariant: name, found }];
  });
}

const AWAY_MARGIN_MS = 15_000;

/** A server that cannot start while the database is away, and says so, is as it should be. */
function judgeEnds(services: ConsoleServices, away: Faults['databaseAway']) {
  const all = [services.providerChild, ...services.servers].flatMap(({ ownEnds }) => ownEnds);
  const explained = ({ starting, atMs }: OwnEnd) =>
    starting &&
    away.some(
      ({ fromMs, untilMs }) => atMs > fromMs - AWAY_MARGIN_MS && atMs < untilMs + AWAY_MARGIN_MS,
    );
  const unexplained = all.filter((end) => !explained(end));
  return { unexplained, failedStarts: all.length - unexplained.length };
}

function summary(options: RunOptions, { made }: Faults, load: Workload) {
  const { requests, inDoubt } = load.counts;
  return { options, ...made, requests, inDoubt, orders: load.begun };
}

function figures({ wanted, provider, database, receipts }: Books) {
  const taken = receipts.filter(({ manner }) => manner === 'success');
  const notified = new Set(taken.map(({ id }) => id)).size;
  const acknowledged = wanted.flatMap((line) => (line.kind === 'acknowledged' ? [line.ref] : []));
  return {
    acknowledged: new Set(acknowledged).size,
    disputes: provider.disputes,
    sends: database.dispatches.length,
    dispatchesAsked: provider.queries,
    moved: database.dispatches.filter(({ n }) => n === 2).length,
    callbacks: provider.events,
    paid: database.orders.filter((order) => order.kind === 'payin' && order.state === 'paid')
      .length,
    paidOut: database.orders.filter((order) => order.kind === 'payout' && order.state === 'paid')
      .length,
    attempts: receipts.length,
    notified,
    repeated: taken.length - notified,
    deadLettered: database.notifications.filter(({ state }) => state === 'parked').length,
    forOperator: database.dispatches.filter(({ state }) => state === 'doubt').length,
    totals: totals(database.entries),
  };
}

function notBack(options: RunOptions, faults: Faults, load: Workload, startedAtMs: number): Report {
  const nothing = {
    disputes: 0,
    sends: 0,
    paid: 0,
    paidOut: 0,
    moved: 0,
    callbacks: 0,
    attempts: 0,
    notified: 0,
    repeated: 0,
    deadLettered: 0,
  };
  return {
    ...summary(options, faults, load),
    ...nothing,
    acknowledged: load.acknowledged,
    dispatchesAsked: 0,
    troubles: 0,
    failedStarts: 0,
    forOperator: 0,
    healingMs: 0,
    totals: [],
    tookMs: Date.now() - startedAtMs,
    violations: faults.violations(),
  };
}

/** What is counted, under names that a scraper keeps. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { AUDIT_RULES } from './domain/audit-rule.ts';
import { currencyOf } from './domain/money.ts';
import type { CallbackInfo } from './merchant-api/callbacks.ts';
import type { RequestInfo } from './merchant-api/merchant-api.ts';
import type { Closing } from './ports/books.ts';
import type {
  AccountHealth,
  AccountKey,
  AccountLoad,
  AuditReport,
  WorkerEvents,
} from './ports/workers.ts';

export interface Metrics {
  request(info: RequestInfo): void;
  callback(info: CallbackInfo): void;
  readonly workers: WorkerEvents;
  text(): Promise<string>;
}

/**
 * `queued`: commands that wait for a lane. `health`, `loads`: the accounts' breakers in this
 * process, and how busy they are.
 */
export function createMetrics(
  queued: () => number,
  health: () => readonly AccountHealth[],
  loads: () => readonly AccountLoad[],
): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'causeway_request_seconds',
    help: 'Merchant API requests by dialect, operation and result.',
    labelNames: ['dialect', 'operation', 'result'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 10],
    registers,
  });
  const counter = (name: string, help: string, ...labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers });
  const callbacks = counter(
    'causeway_callbacks_total',
    'Provider callbacks.',
    'connector',
    'result',
  );
  const sent = counter('causeway_dispatches_total', 'Calls upstream.', 'connector', 'verdict');
  const asked = counter('causeway_queries_total', 'Status queries.', 'connector', 'answer');
  const attempts = counter('causeway_pushes_total', 'Notification attempts.', 'result');
  const reported = counter('causeway_reports_total', 'Report files.', 'result');
  const swept = counter('causeway_swept_total', 'Orders moved by time.', 'what');
  const moved = counter('causeway_moved_total', 'Orders that left an account.', 'from', 'to');
  breakerGauge(registers, health);
  loadGauge(registers, loads);
  new Gauge({
    name: 'causeway_lane_queue',
    help: 'Commands that wait for a lane.',
    registers,
    collect() {
      this.set(queued());
    },
  });
  return {
    request: ({ dialect, operation, result, tookMs }) =>
      requests.observe({ dialect, operation, result }, tookMs / 1000),
    callback: ({ connector, result }) => callbacks.inc({ connector, result }),
    workers: {
      sent: ({ connector }, verdict) => sent.inc({ connector, verdict }),
      moved: (from, to) => moved.inc({ from: nameOf(from), to: nameOf(to) }),
      asked: ({ connector }, answer) => asked.inc({ connector, answer }),
      attempted: (_endpoint, result) => attempts.inc({ result }),
      swept: (what, count) => swept.inc({ what }, count),
      audited: auditGauges(registers),
      closed: closingGauges(registers),
      overdue: overdueGauge(registers),
      covered: coverageGauge(registers),
      calendarsMissing: calendarGauge(registers),
      reported: (result) => reported.inc({ result }),
    },
    text: () => registry.metrics(),
  };
}

function calendarGauge(registers: Registry[]): NonNullable<WorkerEvents['calendarsMissing']> {
  const missing = new Gauge({
    name: 'causeway_calendar_years_missing',
    help: 'Calendars without an approved year: this one, or from November on the next.',
    labelNames: ['calendar', 'year'],
    registers,
  });
  return (years) => {
    missing.reset();
    for (const { calendar, year } of years) missing.set({ calendar, year: `${year}` }, 1);
  };
}

const nameOf = ({ connector, account }: AccountKey) => `${connector}/${account}`;

const BREAKER_STATES: Readonly<Record<AccountHealth['state'], number>> = {
  closed: 0,
  half_open: 1,
  open: 2,
};

function breakerGauge(registers: Registry[], health: () => readonly AccountHealth[]): void {
  new Gauge({
    name: 'causeway_breaker_state',
    help: 'Breakers of connector accounts: 0 closed, 1 half open, 2 open.',
    labelNames: ['account'],
    registers,
    collect() {
      for (const one of health()) this.set({ account: nameOf(one) }, BREAKER_STATES[one.state]);
    },
  });
}

function loadGauge(registers: Registry[], loads: () => readonly AccountLoad[]): void {
  new Gauge({
    name: 'causeway_account_requests',
    help: 'Requests to connector accounts: allowed at once, under way, waiting, and paused for ms.',
    labelNames: ['account', 'what'],
    registers,
    collect() {
      for (const { concurrency, underWay, waiting, pausedMs, ...key } of loads()) {
        const account = nameOf(key);
        this.set({ account, what: 'allowed' }, concurrency);
        this.set({ account, what: 'under_way' }, underWay);
        this.set({ account, what: 'waiting' }, waiting);
        this.set({ account, what: 'paused_ms' }, pausedMs);
      }
    },
  });
}

/** One series for each account; what is no more is none. */
function overdueGauge(registers: Registry[]): NonNullable<WorkerEvents['overdue']> {
  const gauge = new Gauge({
    name: 'causeway_clearing_overdue_days',
    help: 'Age of the oldest money in a clearing account, or case, that lies for too long.',
    labelNames: ['account', 'currency'],
    registers,
  });
  return (found) => {
    gauge.reset();
    const oldest = Map.groupBy(found, ({ account, asset }) => `${account} ${asset}`);
    for (const all of oldest.values()) {
      const days = Math.max(...all.map((one) => one.days));
      for (const { account, asset } of all.slice(0, 1)) {
        gauge.set({ account, currency: currencyOf(asset) }, days);
      }
    }
  };
}

function coverageGauge(registers: Registry[]): NonNullable<WorkerEvents['covered']> {
  const gauge = new Gauge({
    name: 'causeway_coverage_ratio',
    help: 'What is there by what is owed, at the end of the last closed day: not below 1.',
    labelNames: ['currency'],
    registers,
  });
  return (coverages) => {
    gauge.reset();
    for (const { asset, basisPoints } of coverages) {
      if (basisPoints !== null)
        gauge.set({ currency: currencyOf(asset) }, Number(basisPoints) / 1e4);
    }
  };
}

/** What closing the days of the books found: both are zero in a healthy platform. */
function closingGauges(registers: Registry[]): (closing: Closing) => void {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const breaches = gauge('causeway_main_book_breaches', 'Shards whose main book differs.');
  const waits = gauge('causeway_close_waits_for', 'Old transactions that keep a day from closing.');
  return (closing) => {
    if (closing.closed.length > 0) breaches.set(closing.breaches.length);
    waits.set(closing.waitsFor);
  };
}

/** The auditor's findings: all but the last two are zero in a healthy platform. */
function auditGauges(registers: Registry[]): (report: AuditReport) => void {
  const gauge = (name: string, help: string) =>
    new Gauge({ name: `causeway_audit_${name}`, help, labelNames: ['shard'], registers });
  const breaches = new Gauge({
    name: 'causeway_audit_breaches',
    help: 'Balances that do not keep a rule of the books.',
    labelNames: ['shard', 'rule'],
    registers,
  });
  const overdue = gauge('overdue_dispatches', 'Dispatches that nobody has taken up.');
  const doubts = gauge('long_doubts', 'Orders in doubt for longer than the limit.');
  const deadLettered = gauge(
    'dead_lettered_notifications',
    'Notifications that a person must resend.',
  );
  const due = gauge(
    'due_notifications',
    'Notifications that wait for their next delivery attempt.',
  );
  const cases = gauge('open_cases', 'Cases that a person must close.');
  return (report) => {
    const shard = String(report.shard);
    for (const rule of AUDIT_RULES) {
      const count = report.breaches.filter((breach) => breach.rule === rule).length;
      breaches.set({ shard, rule }, count);
    }
    overdue.set({ shard }, report.overdueDispatches);
    doubts.set({ shard }, report.longDoubts);
    deadLettered.set({ shard }, report.deadLetteredNotifications);
    due.set({ shard }, report.dueNotifications);
    cases.set({ shard }, report.openCases);
  };
}

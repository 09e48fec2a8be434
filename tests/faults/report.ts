/** A run's figures, for people. */
import { INVARIANTS } from './invariants.ts';
import type { Report } from './run.ts';
import type { RunOptions } from './settings.ts';

const SHOWN_MAX = 5;

export function headline({ provider, seed, sabotage }: RunOptions): string {
  const broken = sabotage === null ? '' : `, sabotage ${sabotage.name}: ${sabotage.does}`;
  return `provider ${provider}, seed ${seed}${broken}`;
}

export function reportText(report: Report): string {
  const { violations, options } = report;
  const found = (name: string) =>
    violations.find(({ invariant }) => invariant === name)?.found ?? [];
  const begins = (name: string, word: string) =>
    found(name).filter((text) => text.startsWith(word)).length;
  const rows: readonly (readonly [string, string | number])[] = [
    ['kills of PostgreSQL', report.pgKills],
    ['kills of a server', report.serverKills],
    ...(options.pauses > 0 ? [['pauses beyond the lease', report.pauses] as const] : []),
    ...(options.terminations > 0 ? [['connections ended', report.terminations] as const] : []),
    ['starts while the database was away', report.failedStarts],
    ['merchant requests', report.requests],
    ['orders', report.orders],
    ['acknowledged', report.acknowledged],
    ['requests in doubt, repeated', report.inDoubt],
    ['paid in, paid out', `${report.paid}, ${report.paidOut}`],
    ['dispatches to the provider', report.sends],
    ['disputes', report.disputes],
    ['acknowledged and lost', begins('acknowledged_is_kept', 'lost')],
    ['doubled', begins('one_order_per_reference', 'doubled')],
    ['effective twice upstream', found('upstream_effective_once').length],
    ...(options.provider === 'simulator'
      ? []
      : [['faults of the emulator', report.troubles] as const]),
    ['queries to the provider', report.dispatchesAsked],
    ...(options.twoAccounts ? [['orders that moved on', report.moved] as const] : []),
    ['events of the provider', report.callbacks],
    ['notifications delivered', `${report.notified} in ${report.attempts} attempts`],
    ['dead-lettered', report.deadLettered],
    ['payouts left to the operator', report.forOperator],
    ...report.totals.map(([asset, minor]) => [`ledger sum ${asset}`, `${minor}`] as const),
    ['healing', `${(report.healingMs / 1000).toFixed(1)} s`],
    ['duration', `${(report.tookMs / 1000).toFixed(1)} s`],
  ];
  const table = rows.map(([name, value]) => `  ${name.padEnd(36)} ${value}`);
  return [...table, '', ...verdict(report), `  ${headline(options)}`].join('\n');
}

function verdict({ violations }: Report): readonly string[] {
  if (violations.length === 0) return [`  all ${INVARIANTS.length} invariants hold`];
  return violations.flatMap(({ invariant, found }) => [
    `  VIOLATED ${invariant}: ${found.length}`,
    ...found.slice(0, SHOWN_MAX).map((text) => `    ${text}`),
    ...(found.length > SHOWN_MAX ? [`    and ${found.length - SHOWN_MAX} more`] : []),
  ]);
}

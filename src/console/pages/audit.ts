/** The audit log and whether its chain holds. */

import { parseId } from '../../domain/id.ts';
import type { AuditChain, AuditRow } from '../../ports/operator.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import type { Screen } from '../screen.ts';

const PAGE = 100;

interface Audit {
  readonly chain: AuditChain;
  readonly rows: readonly AuditRow[];
  readonly next: bigint | null;
  readonly paged: boolean;
}

export const auditScreen: Screen<Audit> = {
  path: '/audit',
  ability: 'read_audit',
  async load(deps, { query }) {
    const before = parseId(query.before ?? '');
    const [chain, rows] = await Promise.all([deps.audit.verify(), deps.audit.list(before, PAGE)]);
    const last = rows.length === PAGE ? (rows.at(-1)?.seq ?? null) : null;
    return { chain, rows, next: last === 1n ? null : last, paged: before !== null };
  },
  page: ({ chain, rows, next, paged }, context) => ({
    title: context.t.nav.audit,
    body: html`${parts.pageHead(context.t.nav.audit, context.t.audit.lead)}
${chainNote(chain, context)}
<div class="card">${auditTable(rows, context)}</div>
${parts.pager(
  next === null ? null : parts.at(['audit'], { before: String(next) }),
  paged ? parts.at(['audit']) : null,
  false,
  context.t,
)}`,
  }),
};

function chainNote(chain: AuditChain, context: PageContext): SafeHtml {
  const { t } = context;
  return chain.ok
    ? html`<p class="flash flash-good">${t.audit.chainGood(parts.count(chain.rows, context))}</p>`
    : html`<p class="flash flash-bad">${t.audit.chainBroken(String(chain.brokenAt))}</p>`;
}

function auditTable(rows: readonly AuditRow[], context: PageContext): SafeHtml {
  const { t } = context;
  const tone = { asked: 'plain', done: 'good', refused: 'warn' } as const;
  const columns: readonly parts.Column<AuditRow>[] = [
    { head: t.order.number, cell: ({ seq }) => String(seq), look: 'number' },
    { head: t.audit.at, cell: ({ at }) => parts.time(at) },
    { head: t.audit.who, cell: ({ login }) => parts.text(login) },
    { head: t.audit.action, cell: ({ action }) => parts.code(action) },
    { head: t.audit.phase, cell: ({ phase }) => parts.badge(t.audit.phases[phase], tone[phase]) },
    { head: t.audit.subject, cell: ({ subject }) => parts.text(subject) },
    { head: t.audit.detail, cell: ({ detail }) => parts.text(detail), look: 'wide' },
    { head: t.audit.digests, cell: (row) => digests(row) },
    { head: t.audit.address, cell: ({ ip }) => parts.code(ip) },
  ];
  return parts.table(columns, rows, context);
}

function digests({ before, after }: AuditRow): SafeHtml {
  if (before === null && after === null) return parts.text(null);
  const short = (digest: string | null) => digest?.slice(0, 8) ?? '–';
  return html`<code>${short(before)}</code> → <code>${short(after)}</code>`;
}

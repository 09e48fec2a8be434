/** A row of the cases, as the core and as people see it. */
import type { CaseKind, HeldCase } from '../../domain/case.ts';
import type { Mode } from '../../domain/merchant.ts';
import type { CaseView } from '../../ports/core.ts';

export interface CaseRow extends Record<string, unknown> {
  readonly order_id: bigint;
  readonly kind: CaseKind;
  readonly key: string;
  readonly merchant_id: bigint;
  readonly detail: string;
  readonly mode: Mode | null;
  readonly asset: string | null;
  readonly held_minor: bigint;
  readonly connector: string | null;
  readonly account: string | null;
  readonly state: CaseView['state'];
  readonly opened_at: Date;
  readonly closed_at: Date | null;
  readonly closed_by: string | null;
  readonly resolution: string | null;
}

export function heldCaseOf(row: CaseRow): HeldCase {
  return {
    orderId: row.order_id,
    kind: row.kind,
    key: row.key,
    merchantId: row.merchant_id,
    detail: row.detail,
    state: row.state,
    mode: row.mode,
    asset: row.asset,
    heldMinor: row.held_minor,
    source:
      row.connector === null || row.account === null
        ? null
        : { connector: row.connector, account: row.account },
  };
}

export function caseViewOf(row: CaseRow): CaseView {
  return {
    ...heldCaseOf(row),
    openedAt: row.opened_at,
    closedAt: row.closed_at,
    closedBy: row.closed_by,
    resolution: row.resolution,
  };
}

/** A merchant asks for the report of a day: it gets a link at once, and the file is built. */

import { currencyOf } from '../domain/money.ts';
import { refuse } from '../domain/refusal.ts';
import { REPORTED_KINDS, reportSettingsOf } from '../domain/report.ts';
import type { Outcome, RequestReport } from '../domain/request.ts';
import { callerOf } from './caller.ts';
import type { Caller, Deps } from './deps.ts';
import { reachableApps } from './find-order.ts';

type Asked = Pick<Deps, 'snapshot' | 'clock' | 'ids' | 'reports'>;

/**
 * Refused: `invalid_field` for a day that has not begun, `not_found` for one on which nothing was
 * booked, `rate_limited` while too many reports of the merchant are unfinished.
 */
export async function requestReport(
  deps: Asked,
  caller: Caller,
  request: RequestReport,
): Promise<Outcome> {
  const who = callerOf(deps, caller);
  if (!who.ok) return who;
  const { app, merchant } = who;
  const { queries, links, tablesOf } = deps.reports;
  const table = tablesOf(app.dialect)?.[request.of];
  if (table === undefined) return refuse('not_supported');
  const nowMs = deps.clock.nowMs();
  if (request.from.getTime() > nowMs) {
    return refuse('invalid_field', 'day', 'the day must not be in the future');
  }
  const settings = reportSettingsOf(app.settings);
  const expiresAt = new Date(nowMs + settings.linkMinutes * 60_000);
  const asked = await queries.ask({
    id: deps.ids.next(merchant.bucket),
    appId: app.id,
    of: request.of,
    scope: {
      merchantId: merchant.id,
      appIds: reachableApps(deps.snapshot.current(), who),
      kinds: REPORTED_KINDS[request.of],
      channels: channelsOf(deps, request),
      from: request.from,
      to: request.to,
    },
    format: request.format ?? settings.format,
    packing: settings.packing,
    alike: settings.pgpKey === null ? [] : [settings.pgpKey],
    stem: stemOf(table.title, request),
    keepUntil: expiresAt,
  });
  switch (asked.kind) {
    case 'asked':
      return {
        ok: true,
        kind: 'report',
        url: links.urlOf(asked.id, asked.fileName, expiresAt),
        expiresAt,
      };
    case 'empty':
      return refuse('not_found', 'day', 'there are no completed transactions on this day');
    case 'too_large':
      return refuse(
        'not_supported',
        'day',
        'there are too many transactions on this day for one file',
      );
    case 'too_many':
      return refuse(
        'rate_limited',
        undefined,
        'too many reports are in progress: wait until one is ready',
      );
  }
}

/** Refunds are found by the channel of their payin. */
function channelsOf(deps: Asked, { of, country, asset }: RequestReport): readonly string[] {
  return deps.snapshot
    .current()
    .channels()
    .filter((channel) => channel.kind === of)
    .filter((channel) => country === null || channel.country === country)
    .filter((channel) => asset === null || channel.asset === asset)
    .map(({ code }) => code)
    .sort();
}

/** `payment_PH_20250106`. */
function stemOf(title: string, { country, asset, day }: RequestReport): string {
  const where = country ?? (asset === null ? 'ALL' : currencyOf(asset));
  return [title, where, day.replaceAll('-', '')].join('_');
}

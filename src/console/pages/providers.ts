/** How the providers' accounts do: their breakers, and what the last calls came to. */

import type { AccountLimit } from '../../domain/account-limit.ts';
import { MODES, type Mode } from '../../domain/merchant.ts';
import type { AccountHealth, AccountLoad } from '../../ports/core.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { ConsoleDeps } from '../deps.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import type { Screen } from '../screen.ts';

interface ProviderLine {
  readonly connector: string;
  readonly account: string;
  /** Null: there are no credentials for it. */
  readonly mode: Mode | null;
  /** `quiet`: this process has not called it. */
  readonly state: AccountHealth['state'] | 'quiet';
  readonly troubles: number;
  readonly outcomes: number;
  readonly hasCredentials: boolean;
  /** Under way and allowed at once here; null: this process has not called it. */
  readonly load: AccountLoad | null;
  readonly limit: AccountLimit;
  /** To be entered at the provider; null: orders name it. */
  readonly callbackAddress: string | null;
  /** Open channels that it may carry for everybody. */
  readonly channelCount: number;
}

export const providersScreen: Screen<readonly ProviderLine[]> = {
  path: '/providers',
  ability: 'look',
  load: async (deps) => linesOf(deps),
  page: (lines, context) => ({
    title: context.t.nav.providers,
    body: html`${parts.pageHead(context.t.nav.providers, context.t.providers.lead)}
<div class="card">${providerTable(lines, context)}<p class="hint">${context.t.providers.share}</p>
<p class="hint">${context.t.providers.callbackHint}</p></div>`,
  }),
};

/** Accounts with credentials, with routes, or with calls; by name. */
function linesOf(deps: ConsoleDeps): readonly ProviderLine[] {
  const snapshot = deps.snapshot.current();
  const nameOf = (one: { connector: string; account: string }) => `${one.connector}/${one.account}`;
  const health = new Map(deps.health().map((one) => [nameOf(one), one]));
  const loads = new Map(deps.loads().map((one) => [nameOf(one), one]));
  const known = new Set(snapshot.accounts().map(nameOf));
  const carried = snapshot
    .channels()
    .filter(({ enabled }) => enabled)
    // Merchant 0 is nobody: what is left are the routes that are for all.
    .flatMap(({ code, limits }) => [
      ...new Set(
        MODES.flatMap((mode) => snapshot.routes(code, 0n, limits.minMinor, mode)).map(nameOf),
      ),
    ]);
  const names = [...new Set([...known, ...carried, ...health.keys()])].sort();
  return names.map((name) => {
    const slash = name.indexOf('/');
    const met = health.get(name);
    const key = { connector: name.slice(0, slash), account: name.slice(slash + 1) };
    return {
      ...key,
      mode: snapshot.accountMode(key),
      state: met?.state ?? 'quiet',
      ...{ troubles: met?.troubles ?? 0, outcomes: met?.outcomes ?? 0 },
      hasCredentials: known.has(name),
      ...{ load: loads.get(name) ?? null, limit: snapshot.accountLimit(key) },
      callbackAddress: deps.callbackAddressOf(key),
      channelCount: carried.filter((one) => one === name).length,
    };
  });
}

const TONE = { closed: 'good', half_open: 'warn', open: 'bad', quiet: 'plain' } as const;

function providerTable(lines: readonly ProviderLine[], context: PageContext): SafeHtml {
  const { t } = context;
  const columns: readonly parts.Column<ProviderLine>[] = [
    {
      head: t.order.connector,
      cell: ({ connector, account }) => parts.code(`${connector}/${account}`),
      look: 'wide',
    },
    {
      head: t.merchants.mode,
      cell: ({ mode }) => (mode === null ? '' : parts.modeBadge(mode, context)),
    },
    {
      head: t.orders.state,
      cell: ({ state }) => parts.badge(t.providers.states[state], TONE[state]),
    },
    {
      head: t.providers.outcomes,
      cell: ({ outcomes }) => parts.count(outcomes, context),
      look: 'number',
    },
    {
      head: t.providers.troubles,
      cell: ({ troubles }) => parts.count(troubles, context),
      look: 'number',
    },
    {
      head: t.providers.requests,
      cell: ({ load }) => (load === null ? '' : `${load.underWay} / ${load.concurrency}`),
      look: 'number',
    },
    {
      head: t.providers.bounds,
      cell: ({ limit: { floor, ceiling, perSecond } }) =>
        `${floor}–${ceiling}${perSecond === null ? '' : `, ${t.providers.perSecond(perSecond)}`}`,
    },
    {
      head: t.nav.channels,
      cell: ({ channelCount }) => parts.count(channelCount, context),
      look: 'number',
    },
    {
      head: t.providers.credentials,
      cell: ({ hasCredentials }) =>
        hasCredentials ? t.yes : parts.badge(t.catalogue.noAccount, 'warn'),
    },
    {
      head: t.providers.callbackAddress,
      cell: ({ callbackAddress }) => (callbackAddress === null ? '' : parts.code(callbackAddress)),
    },
  ];
  return parts.table(columns, lines, context);
}

/** The catalogue of channels; each leads to the page on which it is changed. */
import type { Channel } from '../../domain/channel.ts';
import { MODES } from '../../domain/merchant.ts';
import { refundWordOf } from '../../operator/commands/refund.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { ConsoleDeps } from '../deps.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import type { Screen } from '../screen.ts';

type ChannelLine = Pick<
  Channel,
  'code' | 'name' | 'kind' | 'method' | 'country' | 'asset' | 'limits' | 'aliases' | 'enabled'
> & {
  readonly refund: ReturnType<typeof refundWordOf>;
  /** Connector accounts, in the order in which they are asked. */
  readonly carriers: readonly string[];
};

interface Channels {
  readonly channels: readonly ChannelLine[];
  readonly countries: readonly string[];
  readonly country: string | null;
}

export const channelsScreen: Screen<Channels> = {
  path: '/channels',
  ability: 'look',
  async load(deps, { query }) {
    const all = deps.snapshot.current().channels();
    const countries = [...new Set(all.map((channel) => channel.country))].sort();
    const country = countries.find((one) => one === query.country) ?? null;
    const channels = all
      .filter((channel) => country === null || channel.country === country)
      .map((channel) => lineOf(deps, channel));
    return { channels, countries, country };
  },
  page: (model, context) => ({
    title: context.t.nav.channels,
    body: html`${parts.pageHead(context.t.nav.channels, context.t.channels.lead)}
${countryTabs(model, context)}
<div class="card">${channelTable(model.channels, context)}</div>`,
  }),
};

function lineOf(deps: ConsoleDeps, channel: Channel): ChannelLine {
  const { code, name, kind, method, country, asset, limits, aliases, enabled } = channel;
  // Merchant 0 is nobody: what is left are the routes that are for all.
  const snapshot = deps.snapshot.current();
  const routes = MODES.flatMap((mode) => snapshot.routes(code, 0n, limits.minMinor, mode));
  return {
    ...{ code, name, kind, method, country, asset, limits, aliases, enabled },
    refund: refundWordOf(channel),
    carriers: routes.map(({ connector, account }) => `${connector}/${account}`),
  };
}

function countryTabs({ countries, country }: Channels, { t }: PageContext): SafeHtml {
  return parts.tabs(t.channels.country, [
    { label: t.all, url: parts.at(['channels']), current: country === null },
    ...countries.map((one) => ({
      label: one,
      url: parts.at(['channels'], { country: one }),
      current: one === country,
    })),
  ]);
}

function channelLink(code: string): SafeHtml {
  return html`<a class="id" href="${parts.at(['channels', code])}">${code}</a>`;
}

function channelTable(lines: readonly ChannelLine[], context: PageContext): SafeHtml {
  const { t } = context;
  const limits = ({ asset, limits: { minMinor, maxMinor } }: ChannelLine) => {
    const from = parts.amountDigits({ asset, minor: minMinor }, context);
    return html`<span class="amount">${from} – ${parts.amountText({ asset, minor: maxMinor }, context)}</span>`;
  };
  const aliases = (line: ChannelLine) =>
    Object.entries(line.aliases)
      .map(([dialect, alias]) => `${dialect} ${alias}`)
      .join(', ');
  const columns: readonly parts.Column<ChannelLine>[] = [
    { head: t.channels.code, cell: ({ code }) => channelLink(code), look: 'wide' },
    { head: t.channels.name, cell: ({ name }) => parts.text(name) },
    { head: t.orders.kind, cell: ({ kind }) => t.kind[kind] },
    { head: t.channels.method, cell: ({ method }) => t.method[method] },
    { head: t.channels.limits, cell: limits },
    { head: t.channels.refunds, cell: ({ refund }) => t.channels.refund[refund] },
    { head: t.channels.aliases, cell: (line) => parts.text(aliases(line)) },
    { head: t.channels.carriers, cell: ({ carriers }) => parts.text(carriers.join(', ')) },
    {
      head: t.orders.state,
      cell: ({ enabled }) =>
        parts.badge(enabled ? t.channels.open : t.channels.shut, enabled ? 'good' : 'plain'),
    },
  ];
  return parts.table(columns, lines, context);
}

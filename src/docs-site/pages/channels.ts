/** Lists of channels, from the catalogue as it is now. */
import type { ChannelList } from '../../dialects/reference.ts';
import type { Channel } from '../../domain/channel.ts';
import { currencyOf, majorText } from '../../domain/money.ts';
import { type Content, paragraph } from '../block.ts';
import type { Context } from '../context.ts';
import { literal } from '../inline.ts';
import type { Api } from '../site.ts';

export function channelsContent(context: Context, { reference }: Api, list: ChannelList): Content {
  const { t } = context;
  const { dialect } = reference;
  const channels = context
    .channels()
    .filter(({ aliases }) => dialect in aliases)
    .filter((channel) => isListed(channel, list));
  if (channels.length === 0)
    return { lead: t.channelsLead, main: [paragraph(t.noChannels)], side: [] };
  const refunds = list.form === 'refundable';
  const countries = new Set(channels.map(({ country }) => country)).size > 1;
  const head = [
    ...[t.channelCode, t.channelName, t.method],
    ...(countries ? [t.country] : []),
    ...(refunds ? [t.fullRefund, t.partRefund, t.refundDays] : [t.limits, t.payerFields, t.state]),
  ];
  const rows = channels.map((channel) => [
    ...[`\`${channel.aliases[dialect] ?? channel.code}\``, literal(channel.name)],
    t.methods[channel.method],
    ...(countries ? [channel.country] : []),
    ...(refunds ? refundCells(context, channel) : limitCells(context, channel)),
  ]);
  return { lead: t.channelsLead, main: [{ kind: 'table', head, rows }], side: [] };
}

function isListed(channel: Channel, { kind, country, form }: ChannelList): boolean {
  if (channel.kind !== kind || (country !== null && channel.country !== country)) return false;
  const { refund, static: isStatic } = channel.abilities;
  switch (form) {
    case 'any':
      return true;
    case 'codes':
      return isStatic;
    case 'once':
      return !isStatic && channel.method !== 'direct_debit';
    case 'refundable':
      return refund.full || refund.partial;
    case 'debit':
      return channel.method === 'direct_debit';
  }
}

function limitCells({ t }: Context, channel: Channel): readonly string[] {
  const { asset, limits, fields, enabled } = channel;
  const text = (minor: bigint) => grouped(majorText({ asset, minor }));
  const currency = ` ${currencyOf(asset)}`;
  const needed = fields.filter(({ required }) => required).map(({ name }) => t.coreFields[name]);
  return [
    `${text(limits.minMinor).replace(currency, '')} – ${text(limits.maxMinor)}`,
    needed.join(', ') || '–',
    enabled ? t.open : t.closed,
  ];
}

function refundCells({ t }: Context, { abilities }: Channel): readonly string[] {
  const { full, partial, windowDays } = abilities.refund;
  const word = (holds: boolean) => (holds ? t.yes : t.no);
  return [word(full), word(partial), String(windowDays)];
}

function grouped(text: string): string {
  return text.replace(/\B(?=(?:\d{3})+(?!\d))(?<!\.\d*)/g, ',');
}

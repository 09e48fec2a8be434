/** `causeway channel show`: one channel with its fields, terms and routes. */

import { abilityList } from '../../domain/abilities.ts';
import type { Channel, DisputeTerms, FeeRule } from '../../domain/channel.ts';
import { nearest } from '../../domain/nearest.ts';
import { settleText } from '../../domain/settlement-day.ts';
import type { ChannelDetails } from '../../ports/operator.ts';
import { printPercent } from '../../wire/percent.ts';
import { command, done, refused } from '../command.ts';
import { withPlatform } from '../database.ts';
import { moneyText } from '../money-text.ts';
import { quoted, required } from '../option.ts';
import { routesText } from '../routes-text.ts';
import { facts, momentText, type Style, sections, table } from '../style.ts';

export const channelShow = command({
  name: 'channel show',
  summary: 'show a channel with its fields, terms and routes',
  positionals: { channel: required('CHANNEL', 'its code') },
  examples: [['channel show ID_BCA_VA', 'limits, abilities, fees and who serves it']],
  async run({ channel: code }, context) {
    return await withPlatform(context, async ({ catalogue, snapshot }) => {
      const details = await catalogue.details(code);
      if (details !== null) return done(details, (style) => channelText(style, details));
      const codes = snapshot.current().channels();
      const meant = nearest(
        code,
        codes.map((channel) => channel.code),
      );
      const hint = meant === null ? 'causeway channel list shows them.' : `Did you mean ${meant}?`;
      return refused(`there is no channel ${quoted(code)}`, hint);
    });
  },
});

/** Channels with their terms, as `channel show` prints them. */
export function channelText(style: Style, { channel, terms, routes }: ChannelDetails): string {
  const title = (name: string, body: string) => `${style.head(name)}\n${body}`;
  return sections(
    facts(style, factsOf(channel)),
    channel.fields.length === 0
      ? ''
      : title(
          'Fields',
          table(
            style,
            ['field', 'required', 'check'],
            channel.fields.map(({ name, required: must, check }) => [
              name,
              must ? 'yes' : 'no',
              check,
            ]),
          ),
        ),
    title('Terms', terms.length === 0 ? 'none' : termsText(style, channel, terms)),
    title(
      'Routes',
      routes.length === 0
        ? 'none'
        : routesText(
            style,
            routes.map((route) => ({ ...route, asset: channel.asset })),
          ),
    ),
  );
}

function factsOf(channel: Channel): readonly (readonly [string, string | null])[] {
  const { asset, limits, codeData, abilities } = channel;
  const aliases = Object.entries(channel.aliases).map(([dialect, alias]) => `${dialect} ${alias}`);
  const merchant = Object.entries(codeData?.merchant ?? {});
  return [
    ['channel', channel.code],
    ['name', channel.name],
    ['kind', `${channel.kind}, ${channel.method}`],
    ['country', channel.country],
    ['in dialects', aliases.join(', ')],
    ['from', moneyText({ asset, minor: limits.minMinor })],
    ['to', moneyText({ asset, minor: limits.maxMinor })],
    ['expires after', channel.expiryMinutes === 0 ? null : `${channel.expiryMinutes} min`],
    ['state', channel.enabled ? 'open' : 'closed'],
    ['a day', limits.dayMinor === undefined ? null : moneyText({ asset, minor: limits.dayMinor })],
    ['open at once', limits.openMax === undefined ? null : `${limits.openMax}`],
    ...abilityList(abilities).map(([name, value]) => [name, abilityText(value)] as const),
    ['scheme', codeData?.scheme ?? null],
    ['bank', codeData?.bank ?? null],
    ['prefix', codeData?.vaPrefix ?? null],
    ['length', codeData?.vaLength == null ? null : `${codeData.vaLength}`],
    ...merchant.map(([name, value]) => [name, value] as const),
  ];
}

function abilityText(value: boolean | number): string {
  return value === true ? 'yes' : value === false ? 'no' : String(value);
}

function termsText(style: Style, { asset }: Channel, terms: ChannelDetails['terms']): string {
  const money = (minor: bigint | null) => (minor === null ? '-' : moneyText({ asset, minor }));
  const feeText = (fee: FeeRule | undefined) =>
    fee === undefined ? '-' : `${printPercent(fee.ratePpm)} % + ${money(fee.fixedMinor)}`;
  return table(
    style,
    ['from', 'merchant', 'rate', 'fixed', 'least', 'most', 'settles', 'refund', 'dispute'],
    terms.map(({ effectiveFrom, merchantId, fee, settle, refundFee, dispute }) => [
      momentText(effectiveFrom),
      merchantId === null ? 'all' : `${merchantId}`,
      `${printPercent(fee.ratePpm)} %`,
      money(fee.fixedMinor),
      money(fee.minMinor),
      money(fee.maxMinor),
      settleText(settle),
      feeText(refundFee),
      disputeText(feeText(dispute?.fee), dispute),
    ]),
  );
}

function disputeText(fee: string, terms: DisputeTerms | undefined): string {
  if (terms === undefined) return '-';
  const won = terms.refundedWhenWon ? [', back when won'] : [];
  const lost = terms.refundsFee ? ["; lost: the payment's fee is refunded"] : [];
  return [fee, ...won, ...lost].join('');
}

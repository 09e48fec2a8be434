/** `causeway channel list`. */
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { figureText } from '../money-text.ts';
import { bad, good, optional, quoted, type Reading } from '../option.ts';
import { table } from '../style.ts';

const asCountry: Reading<string> = (text) =>
  /^[A-Za-z]{2}$/.test(text)
    ? good(text.toUpperCase())
    : bad(`must be a country of two letters, not ${quoted(text)}`);

export const channelList = command({
  name: 'channel list',
  summary: 'show the ways to pay and to be paid',
  notes: ['One of them in full: see `channel show`.'],
  options: { country: optional('CC', 'of this country only', asCountry) },
  examples: [['channel list --country ID', 'what there is in Indonesia']],
  async run({ country }, context) {
    const channels = await withPlatform(context, async ({ snapshot }) =>
      snapshot
        .current()
        .channels()
        .filter((channel) => country === null || channel.country === country),
    );
    return done({ channels }, (style) =>
      channels.length === 0
        ? 'There is no channel: causeway channel sync adds those of the catalogue.'
        : table(
            style,
            ['channel', 'name', 'kind', 'method', 'from', 'to', 'asset', 'state'],
            channels.map(({ asset, limits, ...channel }) => [
              channel.code,
              channel.name,
              channel.kind,
              channel.method,
              figureText({ asset, minor: limits.minMinor }),
              figureText({ asset, minor: limits.maxMinor }),
              asset,
              channel.enabled ? 'open' : 'closed',
            ]),
            { right: [4, 5] },
          ),
    );
  },
});

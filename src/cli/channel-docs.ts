/** docs/channel-list.md: the catalogue as a table, from the very rows that an installation gets. */
import type { Channel } from '../domain/channel.ts';
import { moneyText } from './money-text.ts';

const HEAD = `# Channel list

The channels that a new installation starts with, written from the catalogue by
\`node bin/run.mjs tools/channel-docs.ts\`; a test compares them. What an installation has now, after an
operator's changes, \`causeway channel list\` and the console show. Facts: \`*\` is required. What the
columns mean and what is our own choice: [channels.md](channels.md).
`;

/** The whole page. */
export function channelDocs(channels: readonly Channel[]): string {
  const byCountry = Map.groupBy(channels, ({ country }) => country);
  const countries = [...byCountry.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [HEAD, ...countries.map(([country, list]) => section(country, list))].join('\n');
}

function section(country: string, channels: readonly Channel[]): string {
  const title = country === 'ZZ' ? 'No country' : country;
  const sorted = channels.toSorted((a, b) =>
    `${a.kind} ${a.code}` < `${b.kind} ${b.code}` ? -1 : 1,
  );
  return `## ${title}

| channel | name | in dialects | method | from | to | expires | asked |
|---|---|---|---|---|---|---|---|
${sorted.map(row).join('\n')}
`;
}

function row({ asset, limits, ...channel }: Channel): string {
  const aliases = Object.entries(channel.aliases).map(
    ([dialect, alias]) => `${dialect} \`${alias}\``,
  );
  const asked = channel.fields.map(({ name, required }) => `${name}${required ? '*' : ''}`);
  const cells = [
    `\`${channel.code}\``,
    channel.name,
    aliases.join(', '),
    channel.abilities.static ? `${channel.method}, reusable` : channel.method,
    moneyText({ asset, minor: limits.minMinor }),
    moneyText({ asset, minor: limits.maxMinor }),
    channel.expiryMinutes === 0 ? '–' : `${channel.expiryMinutes} min`,
    asked.join(', ') || '–',
  ];
  return `| ${cells.join(' | ')} |`;
}

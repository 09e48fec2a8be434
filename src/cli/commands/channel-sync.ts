/** `causeway channel sync`: what this version's catalogue has and the database has not. */

import { completed, newcomers } from '../../catalogue/sync.ts';
import type { Platform } from '../../platform.ts';
import type { CatalogueEditor } from '../../ports/operator.ts';
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { flag } from '../option.ts';

export const channelSync = command({
  name: 'channel sync',
  summary: 'add the channels of this version that the database does not have',
  notes: [
    'New channels come with the general terms and routes of the catalogue. Channels that are there',
    'stay as they are; only parts that their rows are too old to have are added.',
  ],
  options: { 'dry-run': flag('only tell what would be added') },
  examples: [
    ['channel sync --dry-run', 'after an upgrade, to see what is new'],
    ['channel sync', 'adds it; a second time it finds nothing to do'],
  ],
  async run({ 'dry-run': dryRun }, context) {
    const { added, completed: filled } = await withPlatform(context, (platform) =>
      sync(platform, dryRun),
    );
    return done({ added, completed: filled, dryRun }, () =>
      added.length + filled.length === 0
        ? 'Nothing is missing.'
        : [
            ...added.map((code) => `${dryRun ? 'missing' : 'added'}  ${code}`),
            ...filled.map((code) => `${dryRun ? 'incomplete' : 'completed'}  ${code}`),
          ].join('\n'),
    );
  },
});

/** The codes of what was added and completed; with `dryRun`, of what would be. */
async function sync({ snapshot, catalogue }: Platform, dryRun: boolean) {
  const stored = snapshot.current().channels();
  const added: string[] = [];
  for (const { channel, terms, routes } of newcomers(new Set(stored.map(({ code }) => code)))) {
    if (dryRun || (await catalogue.add(channel, terms, routes))) added.push(channel.code);
  }
  const filled: string[] = [];
  for (const channel of stored.filter((one) => completed(one) !== null)) {
    if (dryRun || (await complete(catalogue, channel.code))) filled.push(channel.code);
  }
  return { added, completed: filled };
}

/** Read again with its revision, so that an edit made meanwhile is not lost. */
async function complete(catalogue: CatalogueEditor, code: string): Promise<boolean> {
  const details = await catalogue.details(code);
  const channel = details === null ? null : completed(details.channel);
  if (details === null || channel === null) return false;
  return (await catalogue.change(code, details.revision, { kind: 'channel', channel })) === 'done';
}

/** `causeway channel sync`: what this version's catalogue has and the database has not. */

import { completed, newcomers } from '../../catalogue/sync.ts';
import { channelSync } from '../../operator/commands/channel-sync.ts';
import type { Platform } from '../../platform.ts';
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { runOperator } from '../operator.ts';
import { flag } from '../option.ts';

export const channelSyncCommand = command({
  name: 'channel sync',
  summary: 'add the channels of this version that the database does not have',
  notes: [
    'New channels come with the general terms and routes of the catalogue. Channels that are there',
    'stay as they are; only parts that their rows are too old to have are added.',
  ],
  options: { 'dry-run': flag('only show what would be added') },
  examples: [
    ['channel sync --dry-run', 'after an upgrade, to see what is new'],
    ['channel sync', 'adds it; a second time it finds nothing to do'],
  ],
  async run({ 'dry-run': dryRun }, context) {
    const synced = await withPlatform(context, async (platform) => {
      if (dryRun) return { ok: true as const, result: missing(platform) };
      return await runOperator(platform, context, channelSync, {});
    });
    if (!synced.ok) return synced.report;
    const { added, completed: filled } = synced.result;
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

/** The codes of what would be added, and completed. */
function missing({ snapshot }: Platform) {
  const stored = snapshot.current().channels();
  const codes = newcomers(new Set(stored.map(({ code }) => code)));
  return {
    added: codes.map(({ channel }) => channel.code),
    completed: stored.filter((one) => completed(one) !== null).map(({ code }) => code),
  };
}

/** What this version's catalogue has and the database has not. */
import { completed, newcomers } from '../../catalogue/sync.ts';
import type { OperatorCommand } from '../command.ts';

interface Synced {
  readonly added: readonly string[];
  readonly completed: readonly string[];
}

/** Channels that are there stay as they are, but for parts that their rows are too old to have. */
export const channelSync: OperatorCommand<null, Synced> = {
  name: 'channel.sync',
  ability: 'edit_catalogue',
  confirm: 'password',
  approval: 'two_people',
  changesConfiguration: true,
  subject: () => 'the catalogue of this version',
  check: async () => ({ ok: true, value: null }),
  execute: (run) =>
    run.commit(async ({ catalogue }) => {
      const stored = run.deps.snapshot.current().channels();
      const added: string[] = [];
      for (const { channel, terms, routes } of newcomers(new Set(stored.map(({ code }) => code)))) {
        if (await catalogue.add(channel, terms, routes)) added.push(channel.code);
      }
      const filled: string[] = [];
      for (const { code } of stored.filter((one) => completed(one) !== null)) {
        // Read again with its revision, so that an edit made meanwhile is not lost.
        const details = await catalogue.details(code);
        const channel = details === null ? null : completed(details.channel);
        if (details === null || channel === null) continue;
        const change = { kind: 'channel', channel } as const;
        if ((await catalogue.change(code, details.revision, change)) === 'done') filled.push(code);
      }
      const detail = `${added.length} added, ${filled.length} completed`;
      return { ok: true, result: { added, completed: filled }, detail };
    }),
};

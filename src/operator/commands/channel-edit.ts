/** One change of one channel, by the revision that it was read at. */
import type { CatalogueChange, ChannelDetails } from '../../ports/operator.ts';
import { type Failed, failed, type Input, type OperatorCommand } from '../command.ts';
import type { OperatorDeps } from '../deps.ts';

/** What the input asks for, and a few words for the audit log. */
export interface Edit {
  readonly change: CatalogueChange;
  readonly detail: string;
}

interface Checked extends Edit {
  readonly before: ChannelDetails;
}

/**
 * The operator's password is asked for: fees, limits, routes and payment codes decide where money
 * goes. Input `revision`: what it was read at; left out, as it is stored now.
 */
export function editCommand(
  name: string,
  read: (details: ChannelDetails, input: Input, deps: OperatorDeps) => Edit | Failed,
): OperatorCommand<Checked, ChannelDetails> {
  return {
    name,
    ability: 'edit_catalogue',
    confirm: 'password',
    approval: 'two_people',
    changesConfiguration: true,
    subject: ({ code = '' }) => `channel ${code}`,
    async check(deps, _actor, input) {
      const before = await deps.catalogue.details(input.code ?? '');
      if (before === null) return failed('not_found');
      const { revision = String(before.revision) } = input;
      if (revision !== String(before.revision)) return failed('edited_meanwhile');
      const edit = read(before, input, deps);
      return 'ok' in edit ? edit : { ok: true, value: { ...edit, before } };
    },
    execute: (run, { before, change, detail }) =>
      run.commit(async ({ catalogue }) => {
        const { code } = before.channel;
        const result = await catalogue.change(code, before.revision, change);
        if (result === 'stale') return failed('edited_meanwhile');
        if (result === 'missing') return failed('not_found');
        if (result === 'exists') return failed('exists');
        const after = await catalogue.details(code);
        return { ok: true, result: after ?? before, before, after, detail };
      }),
  };
}

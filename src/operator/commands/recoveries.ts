/** After a restore of an older backup: by hand what the platform cannot find out. */
import type { SeenRecovery } from '../../ports/privileged.ts';
import { doneBy } from '../actor.ts';
import { type Checked, type Failed, failed, type Input, type OperatorCommand } from '../command.ts';
import { readWhole } from '../input.ts';
import { reasonOf } from './case-close.ts';

const subject = () => 'recovery';

interface Begin {
  readonly minutes: number;
  readonly reason: string;
}

/** `12.1`: which recovery, and which reading of it, as `recovery show` has it. */
const SEEN = /^([1-9]\d{0,17})\.([1-9]\d{0,8})$/;

/**
 * Approval may come days later: what was asked for ends nothing, and confirms nothing, that has
 * begun since, or goes further back now.
 */
function readSeen({ recovery = '', ...input }: Input): Checked<Confirmed> | Failed {
  const [, id, revision] = SEEN.exec(recovery) ?? [];
  if (id === undefined) {
    return {
      ...failed('field'),
      field: 'recovery',
      why: 'must be as `recovery show` has it: 12.1',
    };
  }
  const reason = reasonOf(input.reason);
  if (reason === null) return failed('reason_missing');
  return { ok: true, value: { seen: { id: BigInt(id), revision: Number(revision) }, reason } };
}

interface Confirmed {
  readonly seen: SeenRecovery;
  readonly reason: string;
}

/** A week: whoever has to go back further asks the provider for its books. */
const MINUTES_MAX = 10_080;

/** Inputs: `minutes`, `reason`. It only stops: one person may. */
export const recoveryBegin: OperatorCommand<Begin, Begin> = {
  name: 'recovery.begin',
  ability: 'recover',
  confirm: 'none',
  approval: 'none',
  changesConfiguration: false,
  subject,
  async check(_deps, _actor, input) {
    const minutes = readWhole(input, 'minutes');
    if (!minutes.ok) return minutes;
    if (minutes.value < 1 || minutes.value > MINUTES_MAX) {
      return { ...failed('field'), field: 'minutes', why: `must be 1 to ${MINUTES_MAX}` };
    }
    const reason = reasonOf(input.reason);
    if (reason === null) return failed('reason_missing');
    return { ok: true, value: { minutes: minutes.value, reason } };
  },
  execute: (run, value) =>
    run.commit(async ({ recoveries }) => {
      await recoveries.begin(value.reason, value.minutes);
      return { ok: true, result: value, after: value };
    }),
};

/** Inputs: `recovery` (`12.1`), `account` (`connector/account`), `reason`. */
export const recoveryConfirm: OperatorCommand<
  Confirmed & { readonly account: string },
  { readonly account: string }
> = {
  name: 'recovery.confirm',
  ability: 'recover',
  confirm: 'password',
  approval: 'two_people',
  changesConfiguration: false,
  subject: ({ account = '' }) => `recovery ${account}`,
  async check(_deps, _actor, { account = '', ...input }) {
    const read = readSeen(input);
    return read.ok ? { ok: true, value: { ...read.value, account } } : read;
  },
  execute: (run, { seen, account, reason }) =>
    run.commit(async ({ recoveries }) => {
      if (!(await recoveries.confirm(seen, account, doneBy(run.actor), reason)))
        return failed('not_found');
      return { ok: true, result: { account }, after: { account, reason } };
    }),
};

/** Inputs: `recovery` (`12.1`), `reason`. */
export const recoveryEnd: OperatorCommand<Confirmed, { readonly by: string }> = {
  name: 'recovery.end',
  ability: 'recover',
  confirm: 'password',
  approval: 'two_people',
  changesConfiguration: false,
  subject,
  async check(_deps, _actor, input) {
    return readSeen(input);
  },
  execute: (run, { seen, reason }) =>
    run.commit(async ({ recoveries }) => {
      const by = doneBy(run.actor);
      if (!(await recoveries.end(seen, by, reason))) return failed('not_found');
      return { ok: true, result: { by }, after: { by, reason } };
    }),
};

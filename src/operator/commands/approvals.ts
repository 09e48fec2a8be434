/** What one operator has asked for and another approves, rejects, or its maker withdraws. */
import { parseId } from '../../domain/id.ts';
import type { Approval } from '../../ports/approval.ts';
import type { OperatorActor } from '../actor.ts';
import { commandOf, inputOf, whyChanged } from '../approval.ts';
import { failed, type Input, type OperatorCommand } from '../command.ts';
import { mayDo } from '../roles.ts';

const NOTE_CHARS_MAX = 500;

const DECIDE = {
  ability: 'approve',
  approval: 'none',
  changesConfiguration: false,
  subject: ({ id = '' }: Input) => `approval ${id}`,
} as const;

interface Approvable {
  readonly approval: Approval;
  readonly command: OperatorCommand;
}

/** `commands`: those that can have been asked for. */
export function approvalApprove(
  commands: readonly OperatorCommand[],
): OperatorCommand<Approvable, Approval> {
  return {
    ...DECIDE,
    name: 'approval.approve',
    confirm: 'password',
    async check(deps, actor, input) {
      const id = parseId(input.id ?? '');
      const approval = id === null ? null : await deps.approvals.find(id);
      if (approval === null || actor.kind !== 'operator') return failed('not_found');
      if (approval.makerId === actor.operator.id) return failed('own_request');
      const command = commandOf(commands, approval);
      if (command === null || !mayDo(actor.operator.role, command.ability)) {
        return failed('not_found');
      }
      const waits = approval.state === 'waiting';
      if (waits && (await deps.approvals.isSamePerson(approval.id, actor.operator.id))) {
        return failed('same_person');
      }
      const changed = await whyChanged(deps, commands, actor, approval);
      if (waits && changed !== null) {
        return failed('asked_otherwise', changed);
      }
      return { ok: true, value: { approval, command } };
    },
    async execute(run, { approval, command }) {
      const { id, maker, summary } = approval;
      const checker = run.actor as OperatorActor;
      const result = await run.perform(
        command,
        { ...checker, maker, makerKey: makerKeyOf(approval) },
        inputOf(run.deps, approval),
        async ({ approvals }) =>
          (await approvals.claim(id, checker.operator.id)) ? null : failed('decided_before'),
      );
      if (result === null) return failed('decided_before');
      // A failure of ours leaves it approved: what became of it stands with the order.
      return await run.commit(async ({ approvals }) => {
        if (result.ok) {
          await approvals.finish(id, 'done', null);
          return { ok: true, result: approval, after: summary, detail: `asked by ${maker}` };
        }
        const { problem, field = '', why: more = '' } = result;
        const why = [problem, field, more].filter((word) => word !== '').join(' ');
        await approvals.finish(id, 'failed', why);
        return { ...failed('not_carried_out', why), keeps: true };
      });
    },
  };
}

function makerKeyOf({ makerId, maker }: Approval): string {
  return makerId === null ? maker : `operator:${makerId}`;
}

export const approvalReject: OperatorCommand<
  { readonly id: bigint; readonly note: string },
  'rejected' | 'withdrawn'
> = {
  ...DECIDE,
  name: 'approval.reject',
  confirm: 'none',
  async check(_deps, actor, input) {
    const id = parseId(input.id ?? '');
    if (id === null || actor.kind !== 'operator') return failed('not_found');
    const note = (input.note ?? '').trim().slice(0, NOTE_CHARS_MAX);
    return { ok: true, value: { id, note } };
  },
  execute: (run, { id, note }) =>
    run.commit(async ({ approvals }) => {
      const { operator } = run.actor as OperatorActor;
      const became = await approvals.reject(id, operator.id, note);
      if (became === null) return failed('decided_before');
      return { ok: true, result: became, detail: became };
    }),
};

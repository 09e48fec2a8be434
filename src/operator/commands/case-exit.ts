/** What a case holds leaves it by a posting: on the word of two, with a document and a reason. */
import { type ExitResult, exitCase } from '../../app/exit-case.ts';
import { type CaseExit, EXIT_WAYS } from '../../domain/case-exit.ts';
import type { CaseView } from '../../ports/core.ts';
import { doneBy } from '../actor.ts';
import { type Done, type Failed, failed, type Input, type OperatorCommand } from '../command.ts';
import { type Read, readChoice, readId, readMoneyOrNone, readText } from '../input.ts';
import { findCase, reasonOf } from './case-close.ts';

export const EVIDENCE_CHARS_MAX = 120;

interface Checked {
  readonly found: CaseView;
  readonly exit: CaseExit;
  readonly reason: string;
}

export interface Exited extends Pick<CaseView, 'orderId' | 'kind' | 'key'> {
  readonly way: CaseExit['way'];
}

export const caseExit: OperatorCommand<Checked, Exited> = {
  name: 'case.exit',
  ability: 'move_money',
  confirm: 'password',
  approval: 'four_eyes',
  changesConfiguration: false,
  subject: ({ id = '', kind = '' }) => `case ${id}/${kind}`,
  async check(deps, _actor, input) {
    const found = await findCase(deps, input);
    if (found === null) return failed('not_found');
    const { asset, heldMinor } = found;
    if (asset === null) return failed('nothing_held', 'empty');
    const way = readChoice(input, 'way', EXIT_WAYS);
    if (!way.ok) return way;
    const amount = readMoneyOrNone(input, 'amount', asset);
    if (!amount.ok) return amount;
    const withFee = readChoice(input, 'fee', ['no', 'yes'], 'no');
    if (!withFee.ok) return withFee;
    const evidence = readText(input, 'evidence', EVIDENCE_CHARS_MAX);
    if (!evidence.ok) return evidence;
    const reason = reasonOf(input.reason);
    if (reason === null) return failed('reason_missing');
    const target = targetOf(way.value, input, found);
    if (!target.ok) return target;
    const exit: CaseExit = {
      way: way.value,
      targetId: target.value,
      amountMinor: amount.value,
      withFee: withFee.value === 'yes',
      evidence: evidence.value,
    };
    const { orderId, kind, key } = found;
    const whole = heldMinor < 0n ? -heldMinor : heldMinor;
    const summary = {
      orderId: String(orderId),
      asset,
      amountMinor: String(exit.amountMinor ?? whole),
      finding: null,
      evidence: exit.evidence,
      facts: {
        case: `${kind}:${key}`,
        way: exit.way,
        target: exit.targetId === null ? '' : String(exit.targetId),
        side: heldMinor < 0n ? 'loss' : 'held',
        fee: withFee.value,
        merchant: deps.snapshot.current().merchant(found.merchantId)?.name ?? '',
        reason,
      },
    };
    return { ok: true, value: { found, exit, reason }, summary };
  },
  async approvable(_deps, { found, exit }) {
    const whole = found.heldMinor < 0n ? -found.heldMinor : found.heldMinor;
    if (whole === 0n) return failed('nothing_held', 'empty');
    return (exit.amountMinor ?? whole) > whole ? failed('nothing_held', 'too_much') : null;
  },
  async execute(run, { found, exit, reason }) {
    const { orderId, kind, key } = found;
    const result: Exited = { orderId, kind, key, way: exit.way };
    const outcomeOf = (answer: unknown): Done<Exited> | Failed => {
      const exited = answer as ExitResult;
      if (!exited.ok) {
        return exited.why === 'not_found'
          ? failed('not_found')
          : failed('nothing_held', exited.why);
      }
      return { ok: true, result, before: found, detail: `${exit.way} ${exit.evidence}` };
    };
    const deps = { ...run.deps, lanes: run.lanes(outcomeOf) };
    return outcomeOf(await exitCase(deps, found, exit, doneBy(run.actor), reason));
  },
};

/** Which order is paid: the case's own where none is named. */
function targetOf(
  way: CaseExit['way'],
  input: Input,
  { orderId }: CaseView,
): Read<CaseExit['targetId']> {
  if (way !== 'order') return { ok: true, value: null };
  const isBlank = (input.target ?? '').trim() === '';
  return isBlank ? { ok: true, value: orderId } : readId(input, 'target');
}

/** A posting on a merchant's balance: on the word of two, with a document and a reason. */
import { type PostingResult, postToBalance } from '../../app/post-to-balance.ts';
import { ADJUSTMENT_REASONS, type BalancePosting, POSTINGS } from '../../domain/balance-posting.ts';
import { parseId } from '../../domain/id.ts';
import { isAsset } from '../../domain/money.ts';
import { doneBy } from '../actor.ts';
import { type Done, type Failed, failed, failedField, type OperatorCommand } from '../command.ts';
import { readChoice, readMoneyOrNone, readText } from '../input.ts';
import { reasonOf } from './case-close.ts';
import { EVIDENCE_CHARS_MAX } from './case-exit.ts';

interface Checked {
  readonly posting: BalancePosting;
  readonly reason: string;
}

export const balancePost: OperatorCommand<Checked, Pick<BalancePosting, 'merchantId' | 'kind'>> = {
  name: 'balance.post',
  ability: 'move_money',
  confirm: 'password',
  approval: 'four_eyes',
  changesConfiguration: false,
  subject: ({ merchant = '' }) => `merchant ${merchant}`,
  async check(deps, _actor, input) {
    const merchantId = parseId(input.merchant ?? '');
    const merchant = merchantId === null ? null : deps.snapshot.current().merchant(merchantId);
    if (merchantId === null || merchant === null) return failed('not_found');
    const kind = readChoice(input, 'posting', POSTINGS);
    if (!kind.ok) return kind;
    const mode = readChoice(input, 'mode', ['live', 'test'], 'live');
    if (!mode.ok) return mode;
    const asset = input.asset ?? '';
    if (!isAsset(asset)) return failedField('asset', 'must be a currency and scale such as PHP/2');
    const amount = readMoneyOrNone(input, 'amount', asset);
    if (!amount.ok) return amount;
    const isAdjustment = kind.value === 'credit' || kind.value === 'debit';
    if (isAdjustment && amount.value === null) {
      return failedField('amount', 'must be given for an adjustment');
    }
    const adjustment = readChoice(input, 'adjustment', ADJUSTMENT_REASONS, 'correction');
    if (!adjustment.ok) return adjustment;
    const evidence = readText(input, 'evidence', EVIDENCE_CHARS_MAX);
    if (!evidence.ok) return evidence;
    const reason = reasonOf(input.reason);
    if (reason === null) return failed('reason_missing');
    const posting: BalancePosting = {
      ...{ kind: kind.value, merchantId, mode: mode.value, asset, amountMinor: amount.value },
      ...{ adjustment: adjustment.value, evidence: evidence.value },
    };
    const summary = {
      orderId: null,
      asset,
      amountMinor: amount.value === null ? null : String(amount.value),
      finding: null,
      evidence: posting.evidence,
      facts: {
        posting: posting.kind,
        merchant: merchant.name,
        mode: posting.mode,
        asset,
        amount: amount.value === null ? 'all' : '',
        adjustment: isAdjustment ? posting.adjustment : '',
        reason,
      },
    };
    return { ok: true, value: { posting, reason }, summary };
  },
  async execute(run, { posting, reason }) {
    const { merchantId, kind } = posting;
    const outcomeOf = (
      answer: unknown,
    ): Done<Pick<BalancePosting, 'merchantId' | 'kind'>> | Failed => {
      const posted = answer as PostingResult;
      if (!posted.ok) return failed('not_covered', posted.why);
      return { ok: true, result: { merchantId, kind }, detail: `${kind} ${posting.evidence}` };
    };
    const deps = { ...run.deps, lanes: run.lanes(outcomeOf) };
    return outcomeOf(await postToBalance(deps, posting, doneBy(run.actor), reason));
  },
};

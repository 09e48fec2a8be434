/** Top-ups: a merchant's reference, what a bank has received, and whose it is. */
import { randomInt } from 'node:crypto';
import { creditReceipt } from '../../app/receive-bank-line.ts';
import { isAsset } from '../../domain/money.ts';
import { type BankLine, newReference, type Receipt } from '../../domain/topup.ts';
import type { NewReference } from '../../ports/privileged.ts';
import { parseDay } from '../../wire/day.ts';
import { doneBy } from '../actor.ts';
import { type Done, failed, failedField, type Input, type OperatorCommand } from '../command.ts';
import type { OperatorDeps } from '../deps.ts';
import { readChoice, readId, readMerchant, readMoney, readText } from '../input.ts';
import { ofMoney } from '../member-rule.ts';
import { EVIDENCE_CHARS_MAX } from './case-exit.ts';

const REFERENCE_CHARS_MAX = 80;
const TEXT_CHARS_MAX = 500;

/** Inputs: `merchant`, `mode`, `asset`. The one that is there is the answer. */
export const topUpReference: OperatorCommand<NewReference, NewReference> = {
  name: 'topup.reference',
  ability: 'move_money',
  member: { ...ofMoney('withdraw'), alone: true },
  confirm: 'none',
  approval: 'none',
  changesConfiguration: false,
  subject: ({ merchant = '' }) => `merchant ${merchant}`,
  async check(deps, _actor, input) {
    const merchant = readMerchant(deps, input);
    if (!merchant.ok) return merchant;
    const mode = readChoice(input, 'mode', ['live', 'test'], 'live');
    if (!mode.ok) return mode;
    const asset = (input.asset ?? '').trim();
    if (!isAsset(asset)) return failedField('asset', 'must be a currency and scale such as PHP/2');
    const reference = newReference(randomInt);
    return {
      ok: true,
      value: { merchantId: merchant.value.id, mode: mode.value, asset, reference },
    };
  },
  execute: (run, wanted) =>
    run.commit(async ({ withdrawals }) => {
      const reference = await withdrawals.reference(wanted);
      const result = { ...wanted, reference };
      return { ok: true, result, after: result, detail: `${wanted.asset} ${reference}` };
    }),
};

/** Inputs: `bank`, `bank_ref`, `amount`, `day`, `text`, `sender`. */
export const bankReceive: OperatorCommand<BankLine, Receipt> = {
  name: 'bank.receive',
  ability: 'move_money',
  confirm: 'password',
  approval: 'four_eyes',
  changesConfiguration: false,
  subject: ({ bank = '' }) => `bank ${bank}`,
  async check(deps, _actor, input) {
    const banks = await deps.withdrawals.banks();
    const bank = banks.find(({ code }) => code === (input.bank ?? '').trim());
    if (bank === undefined) return failedField('bank', 'must be a bank account of the platform');
    const { code, asset, mode } = bank;
    const amount = readMoney(input, 'amount', asset);
    if (!amount.ok) return amount;
    if (amount.value <= 0n) return failedField('amount', 'must be above zero');
    const bankRef = readText(input, 'bank_ref', REFERENCE_CHARS_MAX);
    if (!bankRef.ok) return bankRef;
    const day = (input.day ?? '').trim();
    if (!parseDay(day, 0).ok) return failedField('day', 'must be a day, such as 2026-11-30');
    const text = readNote(input, 'text');
    if (!text.ok) return text;
    const sender = readNote(input, 'sender');
    if (!sender.ok) return sender;
    const line: BankLine = {
      ...{ bank: code, bankRef: bankRef.value, amountMinor: amount.value },
      ...{ valueDate: day, text: text.value, sender: sender.value },
    };
    const facts = { bank: code, mode, text: line.text, sender: line.sender };
    const money = { orderId: null, asset, amountMinor: String(line.amountMinor), finding: null };
    return { ok: true, value: line, summary: { ...money, evidence: line.bankRef, facts } };
  },
  async execute(run, line) {
    const done = await run.commit(async ({ withdrawals }) => {
      const taken = await withdrawals.receive(line);
      if (!taken.ok) return failedField('bank_ref', REFUSALS[taken.why]);
      const { receipt } = taken;
      const detail = `${receipt.bankRef} ${receipt.amountMinor} ${receipt.asset} ${receipt.state}`;
      return { ok: true, result: receipt, after: receipt, detail };
    });
    return done.ok ? await credited(run.deps, done) : done;
  },
};

const REFUSALS = {
  unknown_bank: 'is of no bank account of the platform',
  other_line: 'was taken in before with another amount',
} as const;

/** Nothing typed is nothing written. */
function readNote(input: Input, name: string) {
  const isBlank = (input[name] ?? '').trim() === '';
  return isBlank ? { ok: true as const, value: '' } : readText(input, name, TEXT_CHARS_MAX);
}

/** What broke off here, a worker goes on with. */
async function credited(deps: OperatorDeps, done: Done<Receipt>): Promise<Done<Receipt>> {
  return { ...done, result: await creditReceipt(deps, done.result) };
}

interface Decided {
  readonly receipt: Receipt;
  readonly merchantId: Receipt['merchantId'];
  readonly evidence: string;
}

/** Inputs: `receipt`, `to` (`merchant` or `sender`), `merchant`, `evidence`. */
export const receiptDecide: OperatorCommand<Decided, Receipt> = {
  name: 'receipt.decide',
  ability: 'move_money',
  confirm: 'password',
  approval: 'four_eyes',
  changesConfiguration: false,
  subject: ({ receipt = '' }) => `receipt ${receipt}`,
  async check(deps, _actor, input) {
    const id = readId(input, 'receipt');
    if (!id.ok) return id;
    const receipt = await deps.topUps.receipt(id.value);
    if (receipt === null) return failed('not_found');
    const to = readChoice(input, 'to', ['merchant', 'sender']);
    if (!to.ok) return to;
    const evidence = readText(input, 'evidence', EVIDENCE_CHARS_MAX);
    if (!evidence.ok) return evidence;
    const merchant = to.value === 'sender' ? null : readMerchant(deps, input);
    if (merchant !== null && !merchant.ok) return merchant;
    const { asset, amountMinor, bank, bankRef, sender, mode } = receipt;
    const name = merchant?.value.name ?? '';
    const facts = { bank, reference: bankRef, sender, mode, to: to.value, merchant: name };
    const money = { orderId: null, asset, amountMinor: String(amountMinor), finding: null };
    const value = { receipt, merchantId: merchant?.value.id ?? null, evidence: evidence.value };
    return { ok: true, value, summary: { ...money, evidence: evidence.value, facts } };
  },
  async approvable(_deps, { receipt }) {
    return receipt.state === 'open' ? null : failed('already_closed');
  },
  async execute(run, { receipt, merchantId, evidence }) {
    const done = await run.commit(async ({ withdrawals }) => {
      const by = doneBy(run.actor);
      const decided = await withdrawals.decide(receipt, merchantId, by, evidence);
      if (decided === null) return failed('already_closed');
      return { ok: true, result: decided, before: receipt, after: decided, detail: evidence };
    });
    return done.ok ? await credited(run.deps, done) : done;
  },
};

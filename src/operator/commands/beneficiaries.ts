/** Whom a merchant's withdrawals go to: added on the word of two, and blocked by one. */
import type { FieldName } from '../../domain/channel.ts';
import { isAsset } from '../../domain/money.ts';
import { type Beneficiary, maskedAccount } from '../../domain/withdrawal.ts';
import { checkFields } from '../../fields/check-fields.ts';
import type { NewBeneficiary } from '../../ports/privileged.ts';
import { doneBy } from '../actor.ts';
import { failed, failedField, type Input, type OperatorCommand } from '../command.ts';
import type { OperatorDeps } from '../deps.ts';
import { type Read, readChoice, readId, readMerchant, readText } from '../input.ts';
import { ofBeneficiary, ofMoney } from '../member-rule.ts';

const TEXT_CHARS_MAX = 140;

/** The inputs, and the core's names of what they are. */
export const BENEFICIARY_INPUTS = {
  name: 'beneficiary.name',
  account: 'beneficiary.account',
  bank_code: 'beneficiary.bankCode',
  account_type: 'beneficiary.accountType',
  phone: 'beneficiary.phone',
  email: 'beneficiary.email',
  tax_id: 'beneficiary.taxId',
} as const satisfies Readonly<Record<string, FieldName>>;
type BeneficiaryInput = keyof typeof BENEFICIARY_INPUTS;
const INPUTS = Object.keys(BENEFICIARY_INPUTS) as readonly BeneficiaryInput[];
/** What a bank of ours needs to pay somebody. */
const FOR_A_BANK: readonly BeneficiaryInput[] = ['name', 'account', 'bank_code'];

type Added = Pick<Beneficiary, 'id' | 'activeFrom'>;

/**
 * Inputs: `merchant`, `mode`, `asset`; `channel`, the payout channel that pays it (left out: a bank
 * account of the platform); and those of `BENEFICIARY_INPUTS` that the channel asks for.
 */
export const beneficiaryAdd: OperatorCommand<Omit<NewBeneficiary, 'addedBy'>, Added> = {
  name: 'beneficiary.add',
  ability: 'move_money',
  member: ofMoney('withdraw'),
  confirm: 'password',
  approval: 'two_people',
  secrets: ['account'],
  changesConfiguration: false,
  subject: ({ merchant = '' }) => `merchant ${merchant}`,
  async check(deps, _actor, input) {
    const merchant = readMerchant(deps, input);
    if (!merchant.ok) return merchant;
    const mode = readChoice(input, 'mode', ['live', 'test'], 'live');
    if (!mode.ok) return mode;
    const way = readWay(deps, input);
    if (!way.ok) return way;
    const { asset, channel, fields } = way.value;
    const [name = '', account = ''] = [fields['beneficiary.name'], fields['beneficiary.account']];
    const value = {
      ...{ merchantId: merchant.value.id, mode: mode.value, asset, channel, name, fields },
      restHours: deps.restHours,
    };
    const none = { orderId: null, asset: null, amountMinor: null, finding: null, evidence: '' };
    const facts = {
      ...{ merchant: merchant.value.name, mode: mode.value, asset, channel: channel ?? '', name },
      ...{ account: maskedAccount(account), bank_code: fields['beneficiary.bankCode'] ?? '' },
    };
    return { ok: true, value, summary: { ...none, facts } };
  },
  execute: (run, beneficiary) =>
    run.commit(async ({ withdrawals }) => {
      const result = await withdrawals.addBeneficiary({
        ...beneficiary,
        addedBy: doneBy(run.actor),
      });
      const { fields: _, ...after } = beneficiary;
      return { ok: true, result, after: { ...after, ...result }, detail: `${result.id}` };
    }),
};

/** The currency that is paid out, by which channel, and the facts that it asks for. */
function readWay(
  { snapshot }: Pick<OperatorDeps, 'snapshot'>,
  input: Input,
): Read<Pick<NewBeneficiary, 'asset' | 'channel' | 'fields'>> {
  const code = (input.channel ?? '').trim();
  const texts: Partial<Record<FieldName, string>> = {};
  for (const name of INPUTS) {
    const needed = code === '' && FOR_A_BANK.includes(name);
    if (!needed && (input[name] ?? '').trim() === '') continue;
    const text = readText(input, name, TEXT_CHARS_MAX);
    if (!text.ok) return text;
    texts[BENEFICIARY_INPUTS[name]] = text.value;
  }
  if (code === '') {
    const asset = (input.asset ?? '').trim();
    return isAsset(asset)
      ? { ok: true, value: { asset, channel: null, fields: texts } }
      : failedField('asset', 'must be a currency and scale such as PHP/2');
  }
  const channel = snapshot.current().channel(code);
  if (channel === null || channel.kind !== 'payout') {
    return failedField('channel', 'must be a payout channel');
  }
  const checked = checkFields(channel, texts);
  if (checked.ok) {
    const { fields } = checked;
    return { ok: true, value: { asset: channel.asset, channel: code, fields } };
  }
  const { field = '', detail = 'cannot be used' } = checked.refusal;
  const named = INPUTS.find((name) => BENEFICIARY_INPUTS[name] === field);
  return failedField(named ?? 'channel', `cannot be used: ${detail}`);
}

/** The account of a beneficiary that waits to be approved, whole. */
export interface RevealedAccount {
  readonly approvalId: string;
  readonly account: string;
}

/** Inputs: `id`: the request. It is compared with what the merchant has in writing. */
export const beneficiaryReveal: OperatorCommand<RevealedAccount, RevealedAccount> = {
  name: 'beneficiary.reveal',
  ability: 'move_money',
  confirm: 'none',
  approval: 'none',
  changesConfiguration: false,
  subject: ({ id = '' }) => `approval ${id}`,
  async check(deps, _actor, input) {
    const id = readId(input, 'id');
    if (!id.ok) return id;
    const approval = await deps.approvals.find(id.value);
    if (approval?.action !== beneficiaryAdd.name || approval.state !== 'waiting') {
      return failed('not_found');
    }
    const { account = '' } = deps.approvals.secretsOf(approval);
    return { ok: true, value: { approvalId: `${approval.id}`, account } };
  },
  // That somebody looked is all there is to record: the row holds nothing of the account.
  execute: (run, { approvalId, account }) =>
    run.commit(async () => ({
      ok: true,
      result: { approvalId, account },
      detail: maskedAccount(account),
    })),
};

/** What is on its way there goes on; what was not sent yet comes back. */
export const beneficiaryBlock: OperatorCommand<Beneficiary, Beneficiary> = {
  name: 'beneficiary.block',
  ability: 'move_money',
  member: { ...ofBeneficiary('withdraw'), alone: true },
  confirm: 'none',
  approval: 'none',
  changesConfiguration: false,
  subject: ({ beneficiary = '' }) => `beneficiary ${beneficiary}`,
  async check(deps, _actor, input) {
    const id = readId(input, 'beneficiary');
    if (!id.ok) return id;
    const found = await deps.withdrawals.beneficiary(id.value);
    return found === null ? failed('not_found') : { ok: true, value: found };
  },
  execute: (run, before) =>
    run.commit(async ({ withdrawals }) => {
      const isBlocked = await withdrawals.blockBeneficiary(before.id, doneBy(run.actor));
      return isBlocked ? { ok: true, result: before, before } : failed('already_closed');
    }),
};

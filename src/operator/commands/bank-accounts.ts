/** Bank accounts of the platform: withdrawals leave from there, and top-ups arrive there. */
import { isAsset } from '../../domain/money.ts';
import type { BankAccount } from '../../ports/withdrawal.ts';
import { failedField, type OperatorCommand } from '../command.ts';
import { readChoice, readText } from '../input.ts';

const TEXT_CHARS_MAX = 140;
const CODE = /^[a-z0-9][a-z0-9_-]{0,31}$/;

/** Inputs: `bank`, its short name; `mode`, `asset`, `bank_name`, `holder`, `number`, `enabled`. */
export const bankSave: OperatorCommand<BankAccount, BankAccount> = {
  name: 'bank.save',
  ability: 'manage_accounts',
  confirm: 'password',
  approval: 'two_people',
  changesConfiguration: false,
  subject: ({ bank = '' }) => `bank ${bank}`,
  async check(_deps, _actor, input) {
    const code = (input.bank ?? '').trim();
    if (!CODE.test(code)) {
      return failedField('bank', 'must have 1 to 32 small letters, digits, _ or -: bdo1');
    }
    const mode = readChoice(input, 'mode', ['live', 'test'], 'live');
    if (!mode.ok) return mode;
    const asset = (input.asset ?? '').trim();
    if (!isAsset(asset)) return failedField('asset', 'must be a currency and scale such as PHP/2');
    const bankName = readText(input, 'bank_name', TEXT_CHARS_MAX);
    if (!bankName.ok) return bankName;
    const holder = readText(input, 'holder', TEXT_CHARS_MAX);
    if (!holder.ok) return holder;
    const number = readText(input, 'number', TEXT_CHARS_MAX);
    if (!number.ok) return number;
    const enabled = readChoice(input, 'enabled', ['yes', 'no'], 'yes');
    if (!enabled.ok) return enabled;
    const value: BankAccount = {
      ...{ code, mode: mode.value, asset, bankName: bankName.value, holder: holder.value },
      ...{ number: number.value, enabled: enabled.value === 'yes' },
    };
    return { ok: true, value };
  },
  execute: (run, bank) =>
    run.commit(async ({ withdrawals }) => {
      return (await withdrawals.saveBank(bank))
        ? { ok: true, result: bank, after: bank, detail: `${bank.mode} ${bank.asset}` }
        : failedField('bank', 'is there with another currency or mode: choose another name');
    }),
};

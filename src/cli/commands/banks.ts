/** `causeway bank save|list`: bank accounts of the platform. */
import { bankSave } from '../../operator/commands/bank-accounts.ts';
import { createWithdrawals } from '../../store/read/withdrawals.ts';
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { runOperator } from '../operator.ts';
import { asText, flag, required, withDefault } from '../option.ts';
import { table } from '../style.ts';

export const bankSaveCommand = command({
  name: 'bank save',
  summary: 'set a bank account of the platform: withdrawals leave from it, top-ups arrive there',
  notes: [
    'Of an account that is there the names and the number can be set anew, not its currency or mode.',
    'Of several in a currency, the first by name that is not closed pays.',
  ],
  positionals: { bank: required('NAME', 'what it is called here: bdo1', asText) },
  options: {
    asset: required('CODE/SCALE', 'its currency: PHP/2', asText),
    mode: withDefault('MODE', 'live or test', 'live', asText),
    'bank-name': required('TEXT', 'the bank', asText),
    holder: required('TEXT', 'in whose name it is kept', asText),
    number: required('TEXT', 'its number, as payers are to write it', asText),
    closed: flag('nothing leaves from it any more, and no merchant is shown it'),
  },
  examples: [
    [
      'bank save bdo1 --asset PHP/2 --bank-name BDO --holder Causeway --number 0012345678',
      'the account that pays in pesos',
    ],
  ],
  async run({ 'bank-name': bankName, closed, ...given }, context) {
    return await withPlatform(context, async (platform) => {
      const input = { ...given, bank_name: bankName, enabled: closed ? 'no' : 'yes' };
      const saved = await runOperator(platform, context, bankSave, input, {
        usage: ['bank', 'asset', 'mode', 'bank_name', 'holder', 'number'],
        options: { bank: 'NAME' },
      });
      if (!saved.ok) return saved.report;
      return done({ bank: saved.result.code }, () => `Saved ${saved.result.code}.`);
    });
  },
});

export const bankList = command({
  name: 'bank list',
  summary: 'show the bank accounts of the platform',
  examples: [['bank list', 'what each is called, and its number']],
  async run(_values, context) {
    return await withPlatform(context, async ({ pool }) => {
      const banks = await createWithdrawals(pool).banks();
      return done({ banks }, (style) =>
        banks.length === 0
          ? 'There is none yet: causeway bank save'
          : table(
              style,
              ['name', 'currency', 'mode', 'bank', 'holder', 'number', 'open'],
              banks.map((one) => [
                ...[one.code, one.asset, one.mode, one.bankName, one.holder, one.number],
                one.enabled ? 'yes' : 'no',
              ]),
            ),
      );
    });
  },
});

/** `causeway beneficiary add|list|block`: whom a merchant's withdrawals go to. */
import { type Beneficiary, stateOf } from '../../domain/withdrawal.ts';
import { beneficiaryAdd, beneficiaryBlock } from '../../operator/commands/beneficiaries.ts';
import { createWithdrawals } from '../../store/read/withdrawals.ts';
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { findMerchant } from '../find.ts';
import { runOperator } from '../operator.ts';
import { asId, asText, optional, required, withDefault } from '../option.ts';
import { table } from '../style.ts';

export const beneficiaryAddCommand = command({
  name: 'beneficiary add',
  summary: 'add an account of a merchant’s own, to which its withdrawals go',
  notes: [
    'It takes two people, and then rests for a day (CAUSEWAY_REST_HOURS) before it is paid. Nothing of',
    'it can be changed: another account is another beneficiary. The account is stored sealed.',
    'Without --channel a bank account of the platform pays it; with one, a provider does.',
  ],
  options: {
    merchant: required('ID|NAME', 'whose'),
    mode: withDefault('MODE', 'live or test', 'live', asText),
    asset: optional('CODE/SCALE', 'its currency: PHP/2; with --channel, the channel’s', asText),
    channel: optional('CODE', 'the payout channel that pays it', asText),
    name: required('TEXT', 'in whose name the account is kept', asText),
    account: required('TEXT', 'its number', asText),
    'bank-code': optional('TEXT', 'its bank', asText),
    'account-type': optional('TEXT', 'where the channel asks for it', asText),
    phone: optional('TEXT', 'where the channel asks for it', asText),
    email: optional('TEXT', 'where the channel asks for it', asText),
    'tax-id': optional('TEXT', 'where the channel asks for it', asText),
  },
  examples: [
    [
      'beneficiary add --merchant Shop --asset PHP/2 --name Sy --account 1234567 --bank-code BPI',
      'an account that our bank pays',
    ],
  ],
  async run({ merchant: named, ...given }, context) {
    return await withPlatform(context, async (platform) => {
      const merchant = findMerchant(platform.snapshot.current(), named);
      if (!merchant.ok) return merchant.report;
      const {
        'bank-code': bankCode,
        'account-type': accountType,
        'tax-id': taxId,
        ...rest
      } = given;
      const { mode, asset, channel, name, account, phone, email } = rest;
      const input = {
        ...{ merchant: `${merchant.value.id}`, mode, asset: asset ?? '', channel: channel ?? '' },
        ...{ name, account, bank_code: bankCode ?? '', account_type: accountType ?? '' },
        ...{ phone: phone ?? '', email: email ?? '', tax_id: taxId ?? '' },
      };
      const added = await runOperator(platform, context, beneficiaryAdd, input, {
        usage: ['mode', 'asset', 'channel', 'name', 'account', 'bank_code'],
      });
      if (!added.ok) return added.report;
      const { id, activeFrom } = added.result;
      return done(
        { id, activeFrom },
        () => `Added ${id}; paid from ${activeFrom.toISOString()} on.`,
      );
    });
  },
});

export const beneficiaryList = command({
  name: 'beneficiary list',
  summary: 'show whom a merchant’s withdrawals go to',
  notes: ['Newest first. What waits for a second person is among the approvals.'],
  options: { merchant: required('ID|NAME', 'whose') },
  examples: [['beneficiary list --merchant Shop', 'with the end of each account']],
  async run({ merchant: named }, context) {
    return await withPlatform(context, async ({ snapshot, pool, clock }) => {
      const merchant = findMerchant(snapshot.current(), named);
      if (!merchant.ok) return merchant.report;
      const all = await createWithdrawals(pool).beneficiaries(merchant.value.id, null);
      const beneficiaries = all.map((one) => ({ ...one, state: stateOf(one, clock.nowMs()) }));
      return done({ beneficiaries }, (style) =>
        beneficiaries.length === 0
          ? 'There is none yet: causeway beneficiary add'
          : table(
              style,
              ['beneficiary', 'mode', 'currency', 'by', 'name', 'account', 'state', 'added by'],
              beneficiaries.map(lineOf),
            ),
      );
    });
  },
});

function lineOf(one: Beneficiary & { readonly state: string }): readonly string[] {
  const { id, mode, asset, channel, name, account, state, addedBy } = one;
  return [`${id}`, mode, asset, channel ?? 'our bank', name, account, state, addedBy];
}

export const beneficiaryBlockCommand = command({
  name: 'beneficiary block',
  summary: 'stop paying a beneficiary, for good',
  notes: [
    'Withdrawals to it that were not sent yet fail, and their money is available again; what is on its',
    'way at a provider goes on. One person is enough.',
  ],
  positionals: { beneficiary: required('BENEFICIARY', 'its id', asId) },
  examples: [['beneficiary block 417922341234638848', 'nothing goes there any more']],
  async run({ beneficiary }, context) {
    return await withPlatform(context, async (platform) => {
      const input = { beneficiary: `${beneficiary}` };
      const blocked = await runOperator(platform, context, beneficiaryBlock, input, {
        problems: {
          not_found: `there is no beneficiary ${beneficiary}`,
          already_closed: 'it is blocked already',
        },
      });
      if (!blocked.ok) return blocked.report;
      return done({ id: beneficiary }, () => `Nothing goes to ${blocked.result.name} any more.`);
    });
  },
});

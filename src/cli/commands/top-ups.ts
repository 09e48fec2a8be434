/** `causeway topup reference|list|decide` and `causeway bank receive`: money sent to our banks. */
import { majorText } from '../../domain/money.ts';
import type { Receipt } from '../../domain/topup.ts';
import { bankReceive, receiptDecide, topUpReference } from '../../operator/commands/top-ups.ts';
import { createTopUps } from '../../store/read/top-ups.ts';
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { findMerchant } from '../find.ts';
import { moneyText } from '../money-text.ts';
import { runOperator } from '../operator.ts';
import { asCount, asDay, asId, asText, flag, optional, required, withDefault } from '../option.ts';
import { table } from '../style.ts';

export const topUpReferenceCommand = command({
  name: 'topup reference',
  summary: 'show the reference that a merchant’s top-ups in a currency are known by',
  notes: ['Made at the first call, and the same ever after. Its last sign checks the others.'],
  options: {
    merchant: required('ID|NAME', 'whose'),
    mode: withDefault('MODE', 'live or test', 'live', asText),
    asset: required('CODE/SCALE', 'of which currency: PHP/2', asText),
  },
  examples: [['topup reference --merchant Shop --asset PHP/2', 'what to write on the transfer']],
  async run({ merchant: named, mode, asset }, context) {
    return await withPlatform(context, async (platform) => {
      const merchant = findMerchant(platform.snapshot.current(), named);
      if (!merchant.ok) return merchant.report;
      const input = { merchant: `${merchant.value.id}`, mode, asset };
      const made = await runOperator(platform, context, topUpReference, input, {
        usage: ['mode', 'asset'],
      });
      if (!made.ok) return made.report;
      const { reference } = made.result;
      return done({ reference }, () => reference);
    });
  },
});

export const bankReceiveCommand = command({
  name: 'bank receive',
  summary: 'take in what a bank account of the platform has received',
  notes: [
    'A merchant’s reference in the text credits it at once. Without one it waits, with a case, until',
    '`topup decide` says whose it is. The same reference of the bank is the same line.',
    'Not where money by hand takes two operators (CAUSEWAY_FOUR_EYES): then in the console.',
  ],
  positionals: { bank: required('NAME', 'the bank account, as it is called here', asText) },
  options: {
    ref: required('TEXT', 'the bank’s reference of the line', asText),
    amount: required('AMOUNT', 'what came in', asText),
    day: required('DAY', 'its value date', asDay),
    text: optional('TEXT', 'what the payer wrote', asText),
    sender: optional('TEXT', 'who paid', asText),
  },
  examples: [
    [
      'bank receive bdo1 --ref IB4711 --amount 200 --day 2026-11-30 --text "top-up CW7777777P"',
      'credits the merchant of the reference',
    ],
  ],
  async run({ bank, ref, amount, day, text, sender }, context) {
    return await withPlatform(context, async (platform) => {
      const line = { bank, bank_ref: ref, amount, day, text: text ?? '', sender: sender ?? '' };
      const taken = await runOperator(platform, context, bankReceive, line, {
        usage: ['bank', 'bank_ref', 'amount', 'day'],
        options: { bank_ref: '--ref', bank: 'NAME' },
      });
      return taken.ok ? standing(taken.result) : taken.report;
    });
  },
});

export const topUpDecideCommand = command({
  name: 'topup decide',
  summary: 'say whose an unallocated receipt is, or that it went back to its sender',
  notes: [
    'Back to the sender is said when the transfer is made: it stands as `bank:<name>` until the bank’s',
    'statement shows it.',
    'Not where money by hand takes two operators (CAUSEWAY_FOUR_EYES): then in the console.',
  ],
  positionals: { receipt: required('RECEIPT', 'its id', asId) },
  options: {
    merchant: optional('ID|NAME', 'it is this merchant’s'),
    returned: flag('it went back to whoever sent it'),
    evidence: required('DOCUMENT', 'the document that says so', asText),
  },
  examples: [
    ['topup decide 417922341234638848 --merchant Shop --evidence "mail 7"', 'credits the merchant'],
  ],
  async run({ receipt, merchant: named, returned, evidence }, context) {
    return await withPlatform(context, async (platform) => {
      const merchant = named === null ? null : findMerchant(platform.snapshot.current(), named);
      if (merchant !== null && !merchant.ok) return merchant.report;
      const whose = merchant === null ? '' : `${merchant.value.id}`;
      const input = {
        ...{ receipt: `${receipt}`, to: returned ? 'sender' : 'merchant' },
        ...{ merchant: whose, evidence },
      };
      const decided = await runOperator(platform, context, receiptDecide, input, {
        usage: ['to', 'merchant', 'evidence'],
        problems: {
          not_found: `there is no receipt ${receipt}`,
          already_closed: 'it is credited, or went back, already',
        },
      });
      return decided.ok ? standing(decided.result) : decided.report;
    });
  },
});

function standing({ id, state, asset, amountMinor, bankRef, merchantId }: Receipt) {
  const data = { id, state, asset, amountMinor, bankRef, merchantId };
  const text = moneyText({ asset, minor: amountMinor });
  const whose = merchantId === null ? '' : ` to merchant ${merchantId}`;
  return done(data, () => `Receipt ${id} of ${text} is ${state}${whose}.`);
}

export const topUpList = command({
  name: 'topup list',
  summary: 'show what the platform’s bank accounts have received',
  notes: ['Newest first.'],
  options: {
    merchant: optional('ID|NAME', 'of this merchant alone'),
    open: flag('only what nobody has yet'),
    limit: withDefault('COUNT', 'at most so many', '50', asCount(1, 10_000)),
  },
  examples: [['topup list --open', 'what is unallocated']],
  async run({ merchant: named, open, limit }, context) {
    return await withPlatform(context, async ({ snapshot, pool }) => {
      const merchant = named === null ? null : findMerchant(snapshot.current(), named);
      if (merchant !== null && !merchant.ok) return merchant.report;
      const filter = { state: open ? ('open' as const) : null, mode: null };
      const receipts = await createTopUps(pool).receipts(
        { ...filter, merchantId: merchant?.value.id ?? null },
        limit,
      );
      return done({ receipts }, (style) =>
        receipts.length === 0
          ? 'There is none.'
          : table(
              style,
              ['day', 'receipt', 'bank', 'reference', 'amount', 'sender', 'state', 'merchant'],
              receipts.map(lineOf),
              { right: [4] },
            ),
      );
    });
  },
});

function lineOf({ id, bank, bankRef, asset, amountMinor, ...one }: Receipt): readonly string[] {
  const amount = majorText({ asset, minor: amountMinor });
  const whose = one.merchantId === null ? '' : `${one.merchantId}`;
  return [one.valueDate, `${id}`, bank, bankRef, amount, one.sender, one.state, whose];
}

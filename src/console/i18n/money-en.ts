import type { MoneyMessages } from './money-messages.ts';

export const moneyEn: MoneyMessages = {
  exits: {
    title: 'Post the money',
    lead: (held) =>
      `The case holds ${held}. The posting that takes the last of it closes the case.`,
    lossLead: (lost) =>
      `${lost} are missing. The posting that covers the last of it closes the case.`,
    held: 'Holds',
    way: 'To whom',
    amount: 'Amount',
    amountHint: 'Empty: all of it',
    fee: 'Take the order’s fee',
    evidence: 'Document',
    evidenceHint: 'The letter, ticket or bank reference that says so',
    reason: 'Reason',
    post: 'Post',
    ways: {
      merchant: 'To the merchant',
      provider: 'Back at the provider: whoever paid it has it again',
      platform: 'To the platform: nobody claims it',
    },
    lossWays: {
      merchant: 'The merchant bears it',
      provider: 'Came back at the provider',
      platform: 'The platform bears it: written off',
    },
  },
  postings: {
    title: 'Post on the balance',
    lead: 'The same posting by the same document is one.',
    posting: 'What',
    amount: 'Amount',
    amountHint: 'Empty: all there is (adjustments need an amount)',
    all: 'all there is',
    adjustment: 'Of an adjustment: what for',
    kinds: {
      credit: 'Adjustment for the merchant',
      debit: 'Adjustment against the merchant',
      hold: 'Hold or freeze: from available into the reserve',
      release: 'Release from the reserve; a debt is filled first',
      forgive: 'Write a debt off: the platform bears it',
    },
    adjustments: {
      goodwill: 'Goodwill',
      correction: 'Correction',
      fee: 'Fee',
      compensation: 'Compensation',
    },
  },
  factNames: {
    case: 'Case',
    way: 'To whom',
    side: 'Kind',
    fee: 'Fee taken',
    merchant: 'Merchant',
    reason: 'Reason',
    kind: 'Order',
    reference: 'Merchant’s id',
    posting: 'What',
    mode: 'Mode',
    asset: 'Currency',
    amount: 'How much',
    adjustment: 'What for',
  },
  sides: { held: 'money in suspense', loss: 'money that is missing' },
  no: 'no',
};

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
  factNames: {
    case: 'Case',
    way: 'To whom',
    side: 'Kind',
    fee: 'Fee taken',
    merchant: 'Merchant',
    reason: 'Reason',
    kind: 'Order',
    reference: 'Merchant’s id',
  },
  sides: { held: 'money in suspense', loss: 'money that is missing' },
  no: 'no',
};

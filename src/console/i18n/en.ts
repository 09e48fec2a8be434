import { commonEn } from '../../screens/i18n/en.ts';
import { enCoverage } from './coverage-en.ts';
import { enDisputes } from './dispute-en.ts';
import { enCatalogue, enChannels, enProviders } from './en-catalogue.ts';
import { enMainBook } from './main-book-en.ts';
import { enMembers } from './member-messages.ts';
import type { Messages } from './messages.ts';
import { moneyEn } from './money-en.ts';
import { enRecon } from './recon-en.ts';
import { rulesEn } from './rules-en.ts';
import { enVerifications } from './verification-en.ts';

export const en: Messages = {
  ...commonEn,
  ...rulesEn,
  ...moneyEn,
  nav: {
    overview: 'Overview',
    orders: 'Orders',
    notifications: 'Notifications',
    cases: 'Cases',
    merchants: 'Merchants',
    balances: 'Balances',
    batches: 'Settlements',
    withdrawals: 'Withdrawals',
    invoices: 'Invoices',
    mainBook: 'Main book',
    coverage: 'Coverage',
    recon: 'Reconciliation',
    calendars: 'Calendars',
    disputes: 'Disputes',
    verifications: 'Verifications',
    channels: 'Channels',
    providers: 'Providers',
    explain: 'Signature check',
    approvals: 'Approvals',
    audit: 'Audit log',
    operators: 'Operators',
    account: 'Your account',
  },
  done: {
    resent: () => 'The notification is being sent again.',
    resent_many: (count) =>
      count === 1
        ? '1 dead-lettered notification is being sent again.'
        : `${count} dead-lettered notifications are being sent again.`,
    refunded: () => 'Refund started.',
    case_closed: () => 'The case is closed.',
    case_resolved: () => 'Result recorded. The case is closed.',
    case_posted: () => 'The money is posted.',
    verification_decided: () => 'Decided. The merchant is notified.',
    verification_erased: () => 'Pictures and papers are erased.',
    subscription_set: () => 'The subscription is changed.',
    order_resolved: () => 'Result recorded.',
    operator_created: () => 'The operator can sign in now.',
    operator_changed: () => 'Saved. That person has been signed out everywhere.',
    password_changed: () => 'Your password is changed. Please sign in again.',
    second_factor_removed: () => 'The second factor is off. Please sign in again.',
    second_factor_reset: () =>
      'Two-factor authentication reset. That person has been signed out everywhere.',
    asked_for_approval: () => 'Request sent. Another operator must approve it.',
    approved: () => 'Approved and executed.',
    rejected: () => 'Rejected. Nothing was done.',
    merchant_changed: () => 'Merchant saved.',
    calendar_drafted: () => 'The year is drafted. Another person approves it.',
    withdrawn: () => 'The withdrawal is held, and on its way.',
    beneficiary_added: () => 'The beneficiary is added, and rests before it is paid.',
    beneficiary_blocked: () => 'Nothing goes to this beneficiary any more.',
    report_read: () => 'The file is read. Nothing of it counts before it is taken in.',
    report_applied: () => 'The report is taken in. It is matched within a minute.',
    item_decided: () => 'The item is decided, and its journal is posted.',
    map_drafted: () => 'The map is drafted. Another person approves it.',
    map_approved: () => 'The map is approved: reports are read by it from now on.',
    calendar_approved: () => 'The year is approved: new due days are counted by it.',
    channel_changed: () => 'Saved. It applies from now on.',
  },
  overview: {
    lead: 'What needs your attention, and the last 24 hours.',
    day: 'Orders of the last 24 hours',
    noOrders: 'No orders in the last 24 hours.',
    success: 'Success',
    paidAmount: 'Paid',
    orders: 'Orders',
    openCases: 'Open cases',
    deadLettered: 'Dead-lettered notifications',
    waiting: 'Notifications waiting',
    doubts: 'Dispatches in doubt',
    ledger: 'Ledger',
    ledgerGood: 'Balanced',
    ledgerBad: 'Does not balance',
    ledgerRunning: 'Checking…',
    entries: (count) => `${count} entries`,
    checkedAt: 'checked',
    fault: (account, balance, due) =>
      `${account}: balance ${balance}, but its entries add up to ${due}`,
  },
  cases: {
    lead: 'Issues that need a person, oldest first.',
    kind: 'Case',
    detail: 'Detail',
    opened: 'Opened',
    closed: 'Closed',
    by: 'By',
    resolution: 'Resolution',
    close: 'Close the case',
    reason: 'What was found and done',
    resolve: 'Settle the order by hand',
    resolveLead:
      'Only with written confirmation from the provider or bank. This moves money, cannot be undone, and notifies the merchant.',
    paid: 'The payment was made',
    reference: 'Reference',
    amount: 'Amount',
    amountHint: 'Empty: what was ordered, less the parts that are held',
    referenceHint: 'The bank’s or the provider’s reference of the payment',
    failed: 'The payment was not made',
    returned: 'The payment came back',
    proof: 'Proof',
    proofHint: 'Where the provider or bank confirms that nothing was paid',
    explained: {
      doubt: 'The provider has not reported the outcome. The money stays on hold until we know.',
      overdue:
        'The provider has not ended it for days. What it holds stays reserved until it ends.',
      contradiction: 'The provider said two things that cannot both be true.',
      second_payment: 'A paid order was paid again. The money is in suspense.',
      late_payment: 'The payment arrived after the order had ended. It is in suspense.',
      amount_difference:
        'The amount received differs from the order. The difference is in suspense.',
      short_payment: 'Less came than was ordered. It is in suspense until the rest comes.',
      wrong_asset: 'A payment arrived in another currency. It is in suspense.',
      debt: 'A reversal exceeded the merchant’s balance. The merchant owes the rest.',
      given_back_twice:
        'Refunds and what the provider took back are more than was paid. It may still be recovered.',
      dispute:
        'What the provider reports of a dispute cannot be booked: another amount, or another end. No money has moved.',
      fraud_warning: 'The provider warns that the payment is fraudulent. No money has moved.',
      unattributed:
        'The provider reported money, and no order is found for it. The report is kept as it came.',
      clearing: 'Money lies in a clearing account for longer than it may.',
      bank_receipt:
        'A bank account of the platform has received what carries no merchant’s reference.',
      coverage: 'More is owed than lies at providers, at banks and between them.',
      forgotten:
        'After a restore: the provider has this, and no order here is it. Payouts wait until it is explained.',
      books: 'The books do not agree: a rule of the ledger is broken. Nothing was changed.',
    },
  },
  mainBook: enMainBook,
  coverage: enCoverage,
  recon: enRecon,
  disputes: enDisputes,
  verifications: enVerifications,
  balances: {
    lead: 'What is owed to merchants, and what providers owe us. Every row sums to zero.',
    totals: 'Totals',
    total: 'Merchant’s total',
    asset: 'Currency',
  },
  channels: enChannels,
  members: enMembers,
  catalogue: enCatalogue,
  providers: enProviders,
};

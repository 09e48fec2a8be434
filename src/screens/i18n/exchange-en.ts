import type { ExchangeMessages } from './exchange-messages.ts';

export const exchangeEn: ExchangeMessages = {
  subscriptions: {
    title: 'Subscriptions',
    lead: 'Events are sent to this address too, signed with a key of its own, which is shown once.',
    number: 'No.',
    address: 'Address',
    events: 'Events',
    eventsHint: 'Separated by commas, such as payin.paid, refund.paid. Nothing: every event.',
    all: 'all',
    create: 'Add a subscription',
    change: 'Change subscription',
    newKey: 'A new key; the old one ends now',
    switches: { on: 'On', off: 'Off' },
  },
  paymentCheck: {
    title: 'Payment checks',
    asked: 'Asked',
    amount: 'Amount',
    answer: 'Answer',
    why: 'Why',
    took: 'Took',
    collect: 'Collect',
    refuse: 'Refuse',
    none: 'No answer yet',
    reason: {
      answered: 'The merchant answered.',
      not_asked: 'Not switched on.',
      no_answer: 'No answer in time.',
      unreadable: 'The answer cannot be read.',
      not_reachable: 'The merchant cannot be reached.',
      not_payable: 'The order does not take it.',
      unknown_order: 'No such order.',
      too_many: 'Too many questions under way.',
      not_recorded: 'It could not be recorded.',
    },
  },
};

import type { DisputeMessages } from './dispute-messages.ts';

export const enDisputes: DisputeMessages = {
  lead: 'Payers, or their banks, who ask for money back. What is disputed is held until it ends.',
  title: 'Dispute',
  disputed: 'Disputed',
  held: 'Held',
  lost: 'Lost',
  due: 'Answer by',
  reason: 'Reason',
  providerId: 'Provider’s id',
  providerWords: 'Provider’s words',
  providerFee: 'Provider’s fee',
  network: 'Card network',
  round: 'Round',
  updated: 'Last change',
  toDo: 'What to do',
  states: {
    inquiry: 'Inquiry',
    open: 'Open',
    answered: 'Answered',
    won: 'Won',
    withdrawn: 'Withdrawn',
    lapsed: 'Lapsed',
    lost: 'Lost',
    accepted: 'Accepted',
  },
  explained: {
    inquiry:
      'The payer’s bank asks about the payment. Answer in the provider’s portal, or refund the payment. No money is held.',
    open: 'Send evidence in the provider’s portal before the day shown, or accept it there. Without an answer it is lost. The money is held, and cannot be refunded.',
    answered: 'The evidence is with the provider. Wait for the decision; the money stays held.',
    won: 'Decided for the merchant. The money is released.',
    withdrawn: 'Whoever asked has taken it back. The money is released.',
    lapsed: 'Over without anybody’s word. No money has left.',
    lost: 'Decided for the payer. What was decided has left.',
    accepted: 'It was not defended. The money has left.',
  },
};

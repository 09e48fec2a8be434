/** What the requests are for, in English. */
import type { RequestWords } from './messages.ts';

export const REQUESTS_EN: RequestWords = {
  create_payin:
    'Takes one payment from one payer through one channel. The answer says what to show the payer; the result arrives as a notification.',
  create_checkout:
    'Makes a page of ours on which the payer chooses how to pay. Send the payer to the address in the answer.',
  create_code:
    'Makes a number, an account or a QR code that stays and can be paid many times. Each payment arrives as a notification of its own.',
  create_codes: 'Makes codes at several channels at once, under one id of yours.',
  extend_codes:
    'Offers an existing id at more channels. What it has already stays as it is, but for limits and last day where they are sent: these are in force once the provider has confirmed them.',
  query_codes: 'Shows the codes that belong to an id of yours.',
  close_codes: 'Ends the codes of an id. Payments that were made before stay.',
  list_code_payments: 'Lists what was paid at the codes of an id.',
  update_order: 'Changes details of an order that is still open.',
  create_mandate:
    "Asks a payer to let you debit them later. Send the payer to the page in the answer; the permission's token arrives as a notification.",
  create_verification:
    'Asks a payer to show who they are. Send the payer to the page in the answer; the result arrives as a notification.',
  create_payout:
    'Sends money to a bank account or a wallet. Amount and fee are held at once; the final result arrives as a notification. If you get no answer, query before you pay again.',
  create_refund: 'Gives a payment back, whole or in part. The result arrives as a notification.',
  close_order: 'Ends an order that is not paid, so that nobody can pay it any more.',
  query_order:
    'Shows one order as it stands now. Use it when a notification is late or an answer was lost.',
  query_verification: 'Shows what became of it, and what was read from the papers.',
  list_children:
    'Lists what belongs to an order: the payments of a code, or the refunds of a payment.',
  list_mandates: 'Lists the permissions that a payer has given you.',
  list_channels: 'Lists the channels that are open for you.',
  query_balance: 'Shows what you have.',
  list_statement: 'Lists the orders of a day, page by page.',
  request_report: 'Prepares the file of a day and answers with an address to download it from.',
};

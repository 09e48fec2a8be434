/** What the code of a channel says of it. */

/** `channelType` of checkouts (published). */
export type ChannelType =
  | 'QR'
  | 'ONLINE_BANKING'
  | 'EWALLET'
  | 'BANK_TRANSFER'
  | 'CARD'
  | 'OTC'
  | 'DIRECT_DEBIT';

/** By what the code is or ends in; seen in clients, or our reading. */
const TYPES: readonly (readonly [RegExp, ChannelType])[] = [
  [/_QR$/, 'QR'],
  [/^(?:BPIA|UBPB|MAYB|MBTC|RCBC)_URL$/, 'ONLINE_BANKING'],
  [/CARD_URL$/, 'CARD'],
  [/_VA$/, 'OTC'],
  [/_ACC$/, 'BANK_TRANSFER'],
  [/_DIRECT_DEBIT$/, 'DIRECT_DEBIT'],
];

/** The kind of a channel; pages that are none of the others' are wallets. */
export function channelTypeOf(code: string): ChannelType {
  return TYPES.find(([form]) => form.test(code))?.[1] ?? 'EWALLET';
}

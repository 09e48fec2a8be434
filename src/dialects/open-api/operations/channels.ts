/** Channels as this API names them: older codes, and the types of v2. */
import type { Channel } from '../../../domain/channel.ts';

/** Older and shorter names of channels, as the regional sites print them. */
export const CHANNEL_ALIASES: ReadonlyMap<string, readonly string[]> = new Map([
  ['THAI_DYNAMIC_QR', ['TH_PROMPTPAY_DYNAMIC']],
  ['THAI_STATIC_QR', ['TH_PROMPTPAY_STATIC']],
  ['TRUEMONEY_DYNAMIC_QR', ['TH_TRUEMONEY_QR']],
  ['TRUEMONEY_URL', ['TH_TRUEMONEY_URL']],
  ['WECHAT_DYNAMIC_QR', ['TH_WECHAT_QR']],
  ['WECHAT_URL', ['TH_WECHAT_URL']],
  ['WECHAT_JS_URL', ['TH_WECHAT_JS_URL']],
  ['DUITNOW_DYNAMIC_QR', ['MY_DUITNOW_DYNAMIC']],
  ['BNI_VA', ['ID_BNI_VA', 'ID_BNI_STATIC_VA']],
  ['BRI_VA', ['ID_BRI_VA', 'ID_BRI_STATIC_VA']],
  ['BCA_VA', ['ID_BCA_VA', 'ID_BCA_STATIC_VA']],
  ['ALFAMART_VA', ['ID_ALFAMART_VA', 'ID_ALFAMART_STATIC_VA']],
]);

/** `channelType` of v2 (published). */
export type ChannelType =
  | 'QR'
  | 'ONLINE_BANKING'
  | 'EWALLET'
  | 'BANK_TRANSFER'
  | 'CARD'
  | 'DIRECT_DEBIT'
  | 'PAYLATER';

/** Pages of banks; the other pages are those of wallets. */
const ONLINE_BANKING: ReadonlySet<string> = new Set([
  'PH_BPIA_URL',
  'PH_UBPB_URL',
  'PH_RCBC_URL',
  'PH_MBTC_URL',
  'PH_MAYB_URL',
  'MY_FPX_URL',
  'RU_SBP_URL',
]);

/** The type of a payment channel; which channel is of which is our reading. */
export function channelTypeOf({ method, code }: Channel): ChannelType {
  switch (method) {
    case 'qr':
      return 'QR';
    case 'card':
      return 'CARD';
    case 'direct_debit':
      return 'DIRECT_DEBIT';
    case 'va':
    case 'bank_transfer':
      return 'BANK_TRANSFER';
    default:
      return ONLINE_BANKING.has(code) ? 'ONLINE_BANKING' : 'EWALLET';
  }
}

/** Types whose payer comes back from a page (published: they need `redirectUrl`). */
export const PAGE_TYPES: ReadonlySet<string> = new Set([
  'ONLINE_BANKING',
  'EWALLET',
  'CARD',
  'PAYLATER',
]);

/** What is shown to a payer who is led to a page: somewhere must be gone back to. */
export function isPage({ method }: Channel): boolean {
  return method === 'redirect' || method === 'card' || method === 'wallet';
}

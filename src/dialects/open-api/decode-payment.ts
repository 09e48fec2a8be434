/** Payments: one order, one channel, one payer. */
import type { Channel } from '../../domain/channel.ts';
import { type Refused, refuse } from '../../domain/refusal.ts';
import type { CreatePayin } from '../../domain/request.ts';
import type { View } from '../contract.ts';
import {
  type Ask,
  amountIn,
  checkMobile,
  coreFields,
  countryOf,
  type Decoded,
  digestOf,
  echoed,
  expiryMinutesIn,
  missing,
  notifyUrlIn,
  textIn,
  wordsOf,
} from './decode-ask.ts';
import { CHANNEL_ALIASES, type Country, countryOfCode, SCOPES } from './routes.ts';

/** Setting of an app: WeChat appids that the operator has bound for it. */
const WECHAT_SETTING = 'wechatAppids';

/** Seconds that a payment may stay open where its call can say so (Thailand, published). */
const EXPIRE_SECONDS = { min: 30, max: 3_600 } as const;

export function decodePayment(ask: Ask): Decoded<CreatePayin> {
  const country = countryOf(ask);
  if (!country.ok) return country;
  const found = findChannel(ask.view, textIn(ask, 'channelCode'), country.value, 'once');
  if (found === null) return noChannel();
  const { channel } = found;
  const refusal = checkMobile(ask, found.country) ?? checkConditional(ask, channel);
  if (refusal !== null) return refusal;
  const amountMinor = amountIn(ask, 'amount');
  if (!amountMinor.ok) return amountMinor;
  const notifyUrl = notifyUrlIn(ask, 'notifyUrl');
  if (!notifyUrl.ok) return notifyUrl;
  const expiryMinutes = expiryMinutesIn(ask, EXPIRE_SECONDS.min, EXPIRE_SECONDS.max);
  if (!expiryMinutes.ok) return expiryMinutes;
  return {
    ok: true,
    value: {
      do: 'create_payin',
      channel,
      scope: SCOPES.payment,
      merchantRef: textIn(ask, 'mchOrderId'),
      digest: digestOf(ask),
      amountMinor: amountMinor.value,
      echo: echoed(ask, 'channelCode', 'wpAppid', 'payerClientIp'),
      notifyUrl: notifyUrl.value,
      returnUrl: textIn(ask, 'redirectUrl') || null,
      onRepeat: 'refuse',
      // The answer shows what to pay: a number, a link, a QR text.
      wait: 'instructions',
      fields: coreFields(ask),
      expiryMinutes: expiryMinutes.value,
    },
  };
}

export interface FoundChannel {
  readonly channel: Channel;
  readonly country: Country;
}

/**
 * The channel of a code as it is sent: the code itself, an older name of it, or its short form
 * without the country where the country is known. `reuse`: a channel that makes codes for many
 * payments, never taken for one payment, nor the other way round.
 */
export function findChannel(
  view: View,
  code: string,
  country: Country | null,
  use: 'once' | 'reuse',
): FoundChannel | null {
  const alias = CHANNEL_ALIASES.get(code);
  const codes = [code, ...(alias ?? []), ...(country === null ? [] : [`${country}_${code}`])];
  for (const each of codes) {
    const channel = view.channel(each, 'payin');
    const own = channel === null ? null : countryOfCode(channel.country);
    if (channel === null || own === null || (country !== null && own !== country)) continue;
    if (channel.abilities.static === (use === 'reuse')) return { channel, country: own };
  }
  return null;
}

export function noChannel(): Refused {
  return refuse('channel_unavailable', 'channelCode', 'no such channel for this call and country');
}

/** What the payer is shown is a page: somewhere must be gone back to. */
export function isPage({ method }: Channel): boolean {
  return method === 'redirect' || method === 'card' || method === 'wallet';
}

/** What depends on the channel. */
function checkConditional(ask: Ask, channel: Channel): Refused | null {
  if (isPage(channel) && textIn(ask, 'redirectUrl') === '') {
    return missing('redirectUrl', 'the channel leads the payer to a page');
  }
  return checkWechat(ask, channel);
}

const IP = /^(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)$/;

/** WeChat knows its payer by address or openid, and its merchant by an appid that is bound. */
function checkWechat(ask: Ask, { code }: Channel): Refused | null {
  if (code === 'TH_WECHAT_URL') {
    const ip = textIn(ask, 'payerClientIp');
    if (ip === '') return missing('payerClientIp', 'the channel needs the address of the payer');
    if (!IP.test(ip)) return refuse('invalid_field', 'payerClientIp', 'it is no IP address');
  }
  if (code !== 'TH_WECHAT_JS_URL') return null;
  for (const name of ['wpOpenid', 'wpAppid']) {
    if (textIn(ask, name) === '') return missing(name, 'the channel needs it');
  }
  const bound = wordsOf(ask.app.settings[WECHAT_SETTING] ?? '');
  if (bound.includes(textIn(ask, 'wpAppid'))) return null;
  return refuse('channel_unavailable', 'wpAppid', 'this appid is not bound to the app');
}

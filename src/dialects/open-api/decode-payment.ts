/** Payments: one order, one channel, one payer. v2 says more of the channel and may debit. */
import type { Channel } from '../../domain/channel.ts';
import { type Refused, refuse } from '../../domain/refusal.ts';
import type { CreatePayin } from '../../domain/request.ts';
import type { View } from '../contract.ts';
import { parsePayToken, textOf, valueIn } from './codec.ts';
import {
  type Ask,
  amountIn,
  checkMobile,
  coreFields,
  type Decoded,
  digestOf,
  echoed,
  expiryMinutesIn,
  isOpen,
  missing,
  namedCountry,
  notifyUrlIn,
  notOpen,
  ownCountry,
  textIn,
  wordsOf,
} from './decode-ask.ts';
import { type Country, countryOfCode, SCOPES } from './routes.ts';
import { CHANNEL_ALIASES, channelTypeOf, isPage, PAGE_TYPES } from './routes-channels.ts';
import { WECHAT_SETTING } from './settings.ts';

/** Seconds that a payment may stay open where its call can say so (Thailand, published). */
const EXPIRE_SECONDS = { min: 30, max: 3_600 } as const;

export function decodePayment(ask: Ask): Decoded<CreatePayin> {
  const found = channelIn(ask, 'once');
  if (!found.ok) return found;
  const { channel, country } = found.value;
  const refusal =
    checkMobile(ask, country) ??
    (ask.version === 'v2' ? checkTyped(ask, channel) : checkPage(ask, channel)) ??
    checkWechat(ask, channel);
  if (refusal !== null) return refusal;
  const amountMinor = amountIn(ask, 'amount');
  if (!amountMinor.ok) return amountMinor;
  const notifyUrl = notifyUrlIn(ask, 'notifyUrl');
  if (!notifyUrl.ok) return notifyUrl;
  const expiryMinutes = expiryMinutesIn(ask, EXPIRE_SECONDS.min, EXPIRE_SECONDS.max);
  if (!expiryMinutes.ok) return expiryMinutes;
  const mandate = mandateIn(ask, channel);
  if (!mandate.ok) return mandate;
  return {
    ok: true,
    value: {
      do: 'create_payin',
      channel,
      scope: SCOPES.payment,
      merchantRef: textIn(ask, 'mchOrderId'),
      digest: digestOf(ask),
      amountMinor: amountMinor.value,
      metadata: echoed(ask, 'channelCode', 'channelType', 'payToken'),
      notifyUrl: notifyUrl.value,
      returnUrl: textIn(ask, 'redirectUrl') || null,
      onRepeat: 'refuse',
      // The answer shows what to pay: a number, a link, a QR text.
      wait: 'instructions',
      fields: { ...coreFields(ask), ...wechatFields(ask) },
      expiryMinutes: expiryMinutes.value,
      ...mandate.value,
    },
  };
}

/** The channel that a call names, in a country that is open. */
export function channelIn(ask: Ask, use: 'once' | 'reuse'): Decoded<FoundChannel> {
  const country = namedCountry(ask);
  if (!country.ok) return country;
  const code = textIn(ask, 'channelCode');
  const own = country.value ?? ownCountry(ask.app);
  const found =
    findChannel(ask.view, code, country.value, use) ?? findChannel(ask.view, code, own, use);
  if (found !== null) return { ok: true, value: found };
  const closed = country.value !== null && !isOpen(ask, 'payin', country.value);
  return closed ? notOpen('countryCode') : noChannel('channelCode');
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

export function noChannel(field: string): Refused {
  return refuse('channel_unavailable', field, 'no such channel for this call and country');
}

/** v1: a page leads back, so it must be said where to; and payers are not debited. */
function checkPage(ask: Ask, channel: Channel): Refused | null {
  if (channel.method === 'direct_debit') return noChannel('channelCode');
  if (isPage(channel) && textIn(ask, 'redirectUrl') === '') {
    return missing('redirectUrl', 'the channel leads the payer to a page');
  }
  return null;
}

const TERMINALS = ['WEB', 'WAP', 'APP'];

/** v2: `channelType` must be that of the channel, and decides what else is needed. */
function checkTyped(ask: Ask, channel: Channel): Refused | null {
  const type = textIn(ask, 'channelType');
  const due = channelTypeOf(channel);
  if (type !== due) {
    return refuse('invalid_field', 'channelType', `it is ${due} for this channel`);
  }
  if (type === 'DIRECT_DEBIT') return null;
  const needed = [
    ...['customerName', 'email', 'mobile', 'terminalType'],
    ...(PAGE_TYPES.has(type) ? ['redirectUrl'] : []),
  ];
  for (const name of needed) {
    if (textIn(ask, name) === '') return missing(name, `${type} needs it`);
  }
  return checkTerminal(ask);
}

/** Which screen the payer has; the system behind it where the published table asks for it. */
export function checkTerminal(ask: Ask): Refused | null {
  const terminal = textIn(ask, 'terminalType');
  if (TERMINALS.includes(terminal)) return null;
  return refuse('invalid_field', 'terminalType', `one of ${TERMINALS.join(', ')}`);
}

/** A debit names the payer's permission by its token. */
function mandateIn(ask: Ask, { method }: Channel): Decoded<Pick<CreatePayin, 'mandate'>> {
  if (method !== 'direct_debit') return { ok: true, value: {} };
  const token = textIn(ask, 'payToken');
  if (token === '') return missing('payToken', 'DIRECT_DEBIT needs it');
  const id = parsePayToken(token);
  if (id === null) return refuse('not_found', 'payToken', undefined, 'mandate_inactive');
  return { ok: true, value: { mandate: { by: 'id', id } } };
}

/** v1 has the WeChat fields among the others, v2 in an object of their own. */
function wechatText({ body }: Ask, name: string): string {
  const inner = valueIn(body, 'wechatpay');
  return textOf(body, name) || (inner?.kind === 'object' ? textOf(inner, name) : '');
}

const WECHAT_FIELDS = [
  ['wpOpenid', 'payer.userId'],
  ['wpAppid', 'payer.appId'],
  ['payerClientIp', 'payer.clientIp'],
] as const;

function wechatFields(ask: Ask): CreatePayin['fields'] {
  const sent = WECHAT_FIELDS.map(([name, field]) => [field, wechatText(ask, name)] as const);
  return Object.fromEntries(sent.filter(([, text]) => text !== ''));
}

const IP = /^(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)$/;

/** WeChat knows its payer by address or openid, and its merchant by an appid that is bound. */
function checkWechat(ask: Ask, { wechat }: Channel): Refused | null {
  if (wechat === 'h5') {
    const ip = wechatText(ask, 'payerClientIp');
    if (ip === '') return missing('payerClientIp', 'the channel needs the address of the payer');
    if (!IP.test(ip)) return refuse('invalid_field', 'payerClientIp', 'it is no IP address');
  }
  if (wechat !== 'jsapi') return null;
  for (const name of ['wpOpenid', 'wpAppid']) {
    if (wechatText(ask, name) === '') return missing(name, 'the channel needs it');
  }
  const bound = wordsOf(ask.app.settings[WECHAT_SETTING] ?? '');
  if (bound.includes(wechatText(ask, 'wpAppid'))) return null;
  return refuse('channel_unavailable', 'wpAppid', 'this appid is not bound to the app');
}

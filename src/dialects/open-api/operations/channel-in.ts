/** The channel that a call names. */
import type { Channel } from '../../../domain/channel.ts';
import { type Refused, refuse } from '../../../domain/refusal.ts';
import type { View } from '../../contract.ts';
import { ok, type Result } from '../../kit/result.ts';
import { type Country, countryOfCode } from '../codec-places.ts';
import { isOpen, namedCountry, notOpen, type OpenApiAsk, ownCountry } from './ask.ts';
import { CHANNEL_ALIASES } from './channels.ts';

export interface FoundChannel {
  readonly channel: Channel;
  readonly country: Country;
}

/** The channel that a call names, in a country that is open. */
export function channelIn(ask: OpenApiAsk, use: 'once' | 'reuse'): Result<FoundChannel> {
  const country = namedCountry(ask);
  if (!country.ok) return country;
  const code = ask.text('channelCode');
  const own = country.value ?? ownCountry(ask.app);
  const found =
    findChannel(ask.view, code, country.value, use) ?? findChannel(ask.view, code, own, use);
  if (found !== null) return ok(found);
  const closed = country.value !== null && !isOpen(ask, 'payin', country.value);
  return closed ? notOpen('countryCode') : noChannel('channelCode');
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
  return refuse(
    'channel_unavailable',
    field,
    'is unknown, closed, or not available for this operation and country: see the channel list',
  );
}

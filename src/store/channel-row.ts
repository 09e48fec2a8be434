/** A channel as a JSON document: limits as text, for they are money. */
import type { Channel } from '../domain/channel.ts';

type Stored = Omit<Channel, 'limits'> & {
  readonly limits: { minMinor: string; maxMinor: string; dayMinor?: string; openMax?: number };
};

export function channelToJson(channel: Channel): string {
  const { limits, ...rest } = channel;
  const stored: Stored = {
    ...rest,
    limits: {
      minMinor: String(limits.minMinor),
      maxMinor: String(limits.maxMinor),
      ...(limits.dayMinor === undefined ? {} : { dayMinor: String(limits.dayMinor) }),
      ...(limits.openMax === undefined ? {} : { openMax: limits.openMax }),
    },
  };
  return JSON.stringify(stored);
}

/** From the parsed document. */
export function channelFromJson(stored: Stored): Channel {
  const { limits, ...rest } = stored;
  return {
    ...rest,
    limits: {
      minMinor: BigInt(limits.minMinor),
      maxMinor: BigInt(limits.maxMinor),
      ...(limits.dayMinor === undefined ? {} : { dayMinor: BigInt(limits.dayMinor) }),
      ...(limits.openMax === undefined ? {} : { openMax: limits.openMax }),
    },
  };
}

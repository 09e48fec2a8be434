/** A channel as a JSON document: limits as text, for they are money. */
import type { Channel, RefundRules } from '../../domain/channel.ts';
import { NO_REFUNDS, PART_REFUNDS, WHOLE_REFUNDS } from '../../domain/refund.ts';

/** How rows said it before there were rules. */
const REFUND_WORDS = { none: NO_REFUNDS, full: WHOLE_REFUNDS, partial: PART_REFUNDS } as const;

type Abilities = Channel['abilities'];

type Stored = Omit<Channel, 'limits' | 'abilities'> & {
  readonly limits: { minMinor: string; maxMinor: string; dayMinor?: string; openMax?: number };
  readonly abilities: Omit<Abilities, 'refund'> & {
    readonly refund: keyof typeof REFUND_WORDS | RefundRules;
  };
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
  const { limits, abilities, ...rest } = stored;
  const { refund } = abilities;
  return {
    ...rest,
    limits: {
      minMinor: BigInt(limits.minMinor),
      maxMinor: BigInt(limits.maxMinor),
      ...(limits.dayMinor === undefined ? {} : { dayMinor: BigInt(limits.dayMinor) }),
      ...(limits.openMax === undefined ? {} : { openMax: limits.openMax }),
    },
    abilities: {
      ...abilities,
      refund: typeof refund === 'string' ? REFUND_WORDS[refund] : refund,
    },
  };
}

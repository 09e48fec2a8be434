/** How a catalogue file writes its rows: what all channels of a kind share is said here once. */
import type {
  Channel,
  ChannelKind,
  CodeData,
  FieldCheck,
  FieldName,
  FieldRule,
  PayMethod,
  RefundRules,
  Terms,
} from '../domain/channel.ts';
import { FREE } from '../domain/fee.ts';
import { type Asset, scaleOf } from '../domain/money.ts';
import { NO_REFUNDS } from '../domain/refund.ts';

/** A channel and what merchants pay for it unless something else was agreed. */
export interface CatalogueEntry {
  readonly channel: Channel;
  readonly terms: Terms;
  /** The provider that the channel is of; left out: any. */
  readonly connector?: string;
}

interface ChannelRow {
  readonly code: string;
  readonly aliases: Readonly<Record<string, string>>;
  readonly country: string;
  readonly asset: Asset;
  readonly name: string;
  /** Smallest and largest amount, in minor units, both included. */
  readonly minMinor: bigint;
  readonly maxMinor: bigint;
  readonly fields: readonly FieldRule[];
  readonly terms: Terms;
}

export interface PayinRow extends ChannelRow {
  readonly method: Exclude<PayMethod, 'payout' | VerificationRow['method']>;
  readonly expiryMinutes: number;
  /** Left out: money cannot be sent back through this channel. */
  readonly refund?: RefundRules;
  /** A code that many payments can arrive at. */
  readonly static?: boolean;
  /** Left out: a payment once authorised cannot be undone on the same day. */
  readonly void?: boolean;
  /** What its payment codes are made of; left out: the provider chooses. */
  readonly codeData?: CodeData;
  readonly wechat?: Channel['wechat'];
}

export type PayoutRow = ChannelRow;

export interface VerificationRow extends Omit<ChannelRow, 'minMinor' | 'maxMinor' | 'terms'> {
  readonly method: 'id' | 'face' | 'id_face';
  /** How long the payer may take. */
  readonly expiryMinutes: number;
}

/** Fields that the merchant has to send. */
export function need(name: FieldName, check: FieldCheck): FieldRule {
  return { name, required: true, check };
}

/** Fields that are checked when they are sent. */
export function may(name: FieldName, check: FieldCheck): FieldRule {
  return { name, required: false, check };
}

function channelOf(
  row: ChannelRow,
  rest: Pick<Channel, 'method' | 'expiryMinutes' | 'abilities'> & { readonly kind: ChannelKind },
): Channel {
  return {
    code: row.code,
    aliases: row.aliases,
    country: row.country,
    asset: row.asset,
    name: row.name,
    limits: { minMinor: row.minMinor, maxMinor: row.maxMinor },
    fields: row.fields,
    // Seed 002: Indonesia writes whole rupiah; so does every asset without decimals.
    decimalsAllowed: scaleOf(row.asset) !== 0,
    enabled: true,
    ...rest,
  };
}

/** A way to be paid. An unpaid order can always be closed: late money is booked all the same. */
export function payin(row: PayinRow): CatalogueEntry {
  const channel = channelOf(row, {
    kind: 'payin',
    method: row.method,
    expiryMinutes: row.expiryMinutes,
    abilities: {
      refund: row.refund ?? NO_REFUNDS,
      static: row.static ?? false,
      close: true,
      void: row.void ?? false,
    },
  });
  const { codeData, wechat, terms } = row;
  const more = {
    ...(codeData === undefined ? {} : { codeData }),
    ...(wechat === undefined ? {} : { wechat }),
  };
  return { channel: { ...channel, ...more }, terms };
}

/** A way to pay out. It neither expires nor can be voided. */
export function payout(row: PayoutRow): CatalogueEntry {
  const channel = channelOf(row, {
    kind: 'payout',
    method: 'payout',
    expiryMinutes: 0,
    abilities: { refund: NO_REFUNDS, static: false, close: false, void: false },
  });
  return { channel, terms: row.terms };
}

/** A way for a payer to show who they are: no money moves, so it has neither limits nor a fee. */
export function verification({ method, expiryMinutes, ...row }: VerificationRow): CatalogueEntry {
  const terms: Terms = { fee: FREE, settle: 0 };
  const channel = channelOf(
    { ...row, minMinor: 1n, maxMinor: 1n, terms },
    {
      kind: 'verification',
      method,
      expiryMinutes,
      abilities: { refund: NO_REFUNDS, static: false, close: false, void: false },
    },
  );
  return { channel, terms };
}

/**
 * The channels a new installation starts with, their general terms and their routes. The stored
 * rows count from then on: an operator changes those, not this folder.
 */
import type { Channel, Route, TermsRow } from '../domain/channel.ts';
import { COLLECT_BRAZIL } from './collect/brazil.ts';
import { COLLECT_INDIA } from './collect/india.ts';
import { COLLECT_INDONESIA } from './collect/indonesia.ts';
import { COLLECT_MALAYSIA } from './collect/malaysia.ts';
import { COLLECT_NIGERIA } from './collect/nigeria.ts';
import { COLLECT_PHILIPPINES } from './collect/philippines.ts';
import { COLLECT_RUSSIA } from './collect/russia.ts';
import { COLLECT_SANDBOX } from './collect/sandbox.ts';
import { COLLECT_THAILAND } from './collect/thailand.ts';
import type { CatalogueEntry } from './entry.ts';
import { OPEN_API_INDONESIA } from './open-api/indonesia.ts';
import { OPEN_API_MALAYSIA } from './open-api/malaysia.ts';
import { OPEN_API_PHILIPPINES } from './open-api/philippines.ts';
import { OPEN_API_RUSSIA } from './open-api/russia.ts';
import { OPEN_API_THAILAND } from './open-api/thailand.ts';
import { OPEN_API_PH } from './open-api-ph/channels.ts';
import { RECHARGE_AIRWALLEX } from './recharge/airwallex.ts';
import { RECHARGE_PAYERMAX } from './recharge/payermax.ts';

const ENTRIES: readonly CatalogueEntry[] = [
  ...COLLECT_SANDBOX,
  ...COLLECT_BRAZIL,
  ...COLLECT_INDIA,
  ...COLLECT_INDONESIA,
  ...COLLECT_MALAYSIA,
  ...COLLECT_NIGERIA,
  ...COLLECT_PHILIPPINES,
  ...COLLECT_RUSSIA,
  ...COLLECT_THAILAND,
  ...OPEN_API_INDONESIA,
  ...OPEN_API_MALAYSIA,
  ...OPEN_API_PHILIPPINES,
  ...OPEN_API_RUSSIA,
  ...OPEN_API_THAILAND,
  ...OPEN_API_PH,
  ...RECHARGE_AIRWALLEX,
  ...RECHARGE_PAYERMAX,
];

/** Older than any order, so that the general terms cover them all. */
const EFFECTIVE_FROM = new Date('2020-01-01T00:00:00Z');

export const CHANNELS: readonly Channel[] = ENTRIES.map(({ channel }) => channel);

/** One row for each channel, for all merchants. */
export const DEFAULT_TERMS: readonly TermsRow[] = ENTRIES.map(({ channel, terms }) => ({
  ...terms,
  merchantId: null,
  channelCode: channel.code,
  effectiveFrom: EFFECTIVE_FROM,
}));

/**
 * Everything goes to the simulator until an operator names a real provider. Where a channel is of
 * one provider, the route to it is there already, to be opened once its account is; it comes first
 * then, and the simulator behind it.
 */
export const DEFAULT_ROUTES: readonly Route[] = ENTRIES.flatMap(({ channel, connector }) => [
  ...(connector === undefined ? [] : [{ ...routeOf(channel, connector, 1), enabled: false }]),
  routeOf(channel, 'simulator', connector === undefined ? 1 : 2),
]);

function routeOf(channel: Channel, connector: string, priority: number): Route {
  return {
    channelCode: channel.code,
    connector,
    account: 'main',
    priority,
    weight: 1,
    enabled: true,
    merchantIds: null,
    minMinor: null,
    maxMinor: null,
  };
}

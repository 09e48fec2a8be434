/**
 * What an installation lacks of this program's catalogue. Rows that are there are the operator's:
 * nothing of them is changed, but a part that the row is older than is added.
 */
import type { Channel, Route, TermsRow } from '../domain/channel.ts';
import { CHANNELS, DEFAULT_ROUTES, DEFAULT_TERMS } from './catalogue.ts';

/** A channel with what it needs to be open. */
export interface Newcomer {
  readonly channel: Channel;
  readonly terms: readonly TermsRow[];
  readonly routes: readonly Route[];
}

/** Channels of the catalogue that are not among these codes. */
export function newcomers(codes: ReadonlySet<string>): readonly Newcomer[] {
  return CHANNELS.filter(({ code }) => !codes.has(code)).map((channel) => {
    const ofIt = ({ channelCode }: { channelCode: string }) => channelCode === channel.code;
    return { channel, terms: DEFAULT_TERMS.filter(ofIt), routes: DEFAULT_ROUTES.filter(ofIt) };
  });
}

/**
 * The stored channel with the parts that rows of its age had not; null: it lacks none. A part that
 * an operator has emptied is there, and stays empty.
 */
export function completed(stored: Channel): Channel | null {
  const codeData = CHANNELS.find(({ code }) => code === stored.code)?.codeData;
  if (stored.codeData !== undefined || codeData === undefined) return null;
  return { ...stored, codeData };
}

/** A database's catalogue as far as it is there. */
interface Begun {
  readonly channels: ReadonlySet<string>;
  readonly withTerms: ReadonlySet<string>;
  readonly routes: readonly Route[];
}

/**
 * What a new database lacks of the catalogue: all of it. Earlier programs wrote it row by row,
 * channels, then terms, then routes; of a database where that was cut short, what was not reached.
 * Once an operator has changed what is there, it counts as complete.
 */
export function unseeded({ channels, withTerms, routes }: Begun) {
  const isKnown = ({ channelCode }: { channelCode: string }) =>
    channels.size === 0 || channels.has(channelCode);
  const cut = routes.every((route, index) => isSameWay(route, DEFAULT_ROUTES[index]));
  return {
    channels: channels.size === 0 ? CHANNELS : [],
    terms: DEFAULT_TERMS.filter((row) => isKnown(row) && !withTerms.has(row.channelCode)),
    routes: cut ? DEFAULT_ROUTES.slice(routes.length).filter(isKnown) : [],
  };
}

function isSameWay(stored: Route, written: Route | undefined): boolean {
  return (
    stored.channelCode === written?.channelCode &&
    stored.connector === written.connector &&
    stored.account === written.account
  );
}

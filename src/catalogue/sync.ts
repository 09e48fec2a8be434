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

/** How a signature was built, and which mistake explains one that does not hold. */

/** For the console's explainer and `causeway verify`. Secrets are replaced by `***`. */
export interface Explanation {
  /** The exact string that was signed. */
  readonly stringToSign: string;
  readonly given: string;
  readonly matches: boolean;
  /** The string that gives the signature received, where a known mistake explains it. */
  readonly signedInstead: string | null;
  /** Sentences that say what to look at, most likely cause first. */
  readonly hints: readonly string[];
}

/** What gave exactly the signature received; `signed`: the string, where it was another one. */
export interface Cause {
  readonly hint: string;
  readonly signed: string | null;
}

/** A common mistake, and the texts that are signed by whoever makes it. */
export interface Mistake<Sent> {
  readonly hint: string;
  readonly texts: (sent: Sent) => readonly string[];
}

/** The string that was signed instead, if one of the causes knows it. */
export function signedInsteadOf(causes: readonly Cause[]): string | null {
  return causes.find(({ signed }) => signed !== null)?.signed ?? null;
}

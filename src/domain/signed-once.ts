/**
 * A text that was signed serves one operation while its window lasts. Where the published signature
 * covers neither path nor method, the text of a query is also that of a close: the first operation
 * that it serves is remembered.
 */
export interface SignedOnce {
  /** SHA-256 of the text, hexadecimal. */
  readonly digest: string;
  /** What it serves, by the dialect's name of it. */
  readonly operation: string;
  /** It changes nothing: other reads may be served by the same text. */
  readonly isRead: boolean;
  /** From then on its window refuses the text. */
  readonly until: Date;
}

/** Whether a text that has served one operation may serve another one. */
export function mayServe(
  first: Pick<SignedOnce, 'operation' | 'isRead'>,
  next: Pick<SignedOnce, 'operation' | 'isRead'>,
): boolean {
  return first.operation === next.operation || (first.isRead && next.isRead);
}

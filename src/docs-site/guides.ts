/** The guides, in the order in which they are read. */
export const GUIDES = [
  'first-order',
  'signatures',
  'notifications',
  'idempotency',
  'testing',
  'going-live',
  'errors',
  'v1-to-v2',
] as const;
export type Guide = (typeof GUIDES)[number];

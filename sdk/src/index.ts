/** `@causeway/sdk`: the merchant's side of a Causeway platform. */
export type { Answer, ApiOptions } from './api.ts';
export * from './collect.ts';
export {
  type Ask,
  CausewayError,
  NotSent,
  OrderExists,
  OutcomeUnknown,
  Refused,
} from './errors.ts';
export type { Acknowledgement, Checked, HeadersIn } from './notification.ts';
export * from './open-api.ts';
export * from './open-api-ph.ts';
export type { SignedRequest, SignOptions } from './protocol.ts';
export * from './recharge.ts';
export type { Received, Sendable } from './values.ts';

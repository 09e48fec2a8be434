/** The first member of notifications that name what happened. */
import type { MemberInfo } from '../contract.ts';

export const EVENT_NAME: MemberInfo = {
  name: 'eventName',
  type: 'text',
  description: 'what happened',
  optional: false,
};

/** New Dialect as a value. */
import { defineDialect } from '../../../src/dialects/kit/define.ts';
import { errorList } from '../../../src/dialects/kit/errors.ts';
import { ok } from '../../../src/dialects/kit/result.ts';
import { type NewDialectRequest, readRequest } from './codec.ts';
import { ERRORS, failureReply, fieldOfRefusal, successReply } from './errors.ts';
import {
  ATTEMPT_AFTER_MS,
  ATTEMPT_TIMEOUT_MS,
  isAcknowledged,
  signNotification,
} from './notification.ts';
import { type NewDialectAsk, type NewDialectOperation, OPERATIONS } from './operations.ts';
import { KEYS, SETTINGS } from './settings.ts';
import { proven } from './signature.ts';

export const newDialect = defineDialect<NewDialectRequest, NewDialectAsk, NewDialectOperation>({
  name: 'new-dialect',
  title: 'New Dialect',
  operations: OPERATIONS,
  errors: errorList(ERRORS),
  limits: { bodyBytesMax: 64 * 1024 },
  // True if its documents ask merchants to compare amounts: else what is short is held.
  saysToCompare: false,
  attemptAfterMs: ATTEMPT_AFTER_MS,
  attemptTimeoutMs: ATTEMPT_TIMEOUT_MS,
  keys: KEYS,
  settings: SETTINGS,

  read: readRequest,
  authenticate: proven,
  ask: ({ text }, _operation, app, view) => ok({ app, view, text }),
  success: successReply,
  failure: failureReply,
  wireField: fieldOfRefusal,
  notification: signNotification,
  acknowledged: isAcknowledged,
});

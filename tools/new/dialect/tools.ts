/** Signing, checking and explaining by hand. */
import type { DialectTools } from '../../../src/dialects/tools.ts';
import { unwritten } from './unwritten.ts';

export const newDialectTools: DialectTools = {
  dialect: 'new-dialect',
  explain: () => unwritten('tools.ts: explain, which mistake explains a request'),
  sign: () => unwritten('tools.ts: sign, a body signed by hand'),
  explainNotification: () => unwritten('tools.ts: explainNotification, likewise'),
};

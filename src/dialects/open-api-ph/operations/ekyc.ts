/**
 * 11 eKYC: a payer shows who they are on our page. Of the section only the titles are published:
 * fields, words and paths are proposals. Flat, or as `{appId, param, sign}`.
 */
import { refuse } from '../../../domain/refusal.ts';
import type { OrderKey } from '../../../domain/request.ts';
import { createdAs } from '../../kit/answers.ts';
import { checkSystem, checkTerminal, missing } from '../../kit/family/asks.ts';
import { optional, required } from '../../kit/fields.ts';
import { objectOf } from '../../kit/members.ts';
import { ok, type Result } from '../../kit/result.ts';
import { parseEkycId } from '../codec.ts';
import { CREATED_EKYC, EKYC_RESULT } from '../members-ekyc.ts';
import {
  call,
  channelIn,
  digestOf,
  factsOf,
  kept,
  type PhAsk,
  type PhOperation,
  SCOPES,
} from './ask.ts';
import * as field from './fields.ts';

const CALL = { form: 'either', method: 'POST' } as const;

const REQUEST_ID = required('requestId', field.id(1, 32), 'your id of the request, used once');

const ekycInit = call({
  ...CALL,
  name: 'ekyc_init',
  title: 'Ask a payer to show who they are',
  paths: ['/api/v2/ekyc/init'],
  fields: [
    ...[field.TIMESTAMP, REQUEST_ID, field.USER_ID, field.CHANNEL_CODE],
    optional('docType', field.id(1, 64), 'the kind of document; else the payer chooses'),
    ...[field.CUSTOMER_NAME, field.MOBILE, field.EMAIL].map(field.mayBe),
    ...[field.mayBe(field.TERMINAL_TYPE), field.OS_TYPE],
    ...[field.NOTIFY_URL, field.REDIRECT_URL, field.REMARK],
  ],
  renamed: new Map([['document', 'docType']]),
  requests: ['create_verification'],
  request(ask) {
    const code = ask.text('channelCode').replace(/^PH_/, '');
    const channel = channelIn(ask, code, () => true, 'verification');
    if (!channel.ok) return channel;
    const isSaid = ask.text('terminalType') !== '';
    const refusal = isSaid ? (checkTerminal(ask) ?? checkSystem(ask, field.SYSTEMS)) : null;
    if (refusal !== null) return refusal;
    return ok({
      kind: 'create_verification',
      channel: channel.value,
      document: ask.text('docType') || null,
      scope: SCOPES.ekyc,
      merchantRef: ask.text('requestId'),
      digest: digestOf(ask),
      amountMinor: 0n,
      metadata: kept(ask, 'channelCode'),
      notifyUrl: ask.text('notifyUrl'),
      returnUrl: ask.text('redirectUrl'),
      onRepeat: 'refuse',
      wait: 'none',
      fields: factsOf(ask),
    });
  },
  answers: { created: createdAs(CREATED_EKYC) },
});

const ekycQuery = call({
  ...CALL,
  name: 'ekyc_query',
  title: 'Check what became of it',
  paths: ['/api/v2/ekyc/query'],
  fields: [
    optional('ekycId', field.id(1, 32), 'our number of the request'),
    optional('requestId', field.id(1, 32), 'your id of the request; one of the two is needed'),
    field.TIMESTAMP,
  ],
  codes: { not_found: 1025 },
  requests: ['query_verification'],
  request(ask) {
    const key = keyIn(ask);
    return key.ok ? ok({ kind: 'query_verification', key: key.value }) : key;
  },
  answers: {
    verification: {
      type: 'object',
      members: EKYC_RESULT,
      data: (outcome) => objectOf(EKYC_RESULT, outcome),
    },
  },
});

export const EKYC: readonly PhOperation[] = [ekycInit, ekycQuery];

/** Our number where it is given, else the merchant's. */
function keyIn({ text }: PhAsk): Result<OrderKey> {
  const [number, merchantRef] = [text('ekycId'), text('requestId')];
  if (number === '' && merchantRef === '') return missing('requestId');
  if (number === '') return ok({ kind: 'merchantRef', scope: SCOPES.ekyc, merchantRef });
  const id = parseEkycId(number);
  return id === null ? refuse('not_found') : ok({ kind: 'id', id });
}

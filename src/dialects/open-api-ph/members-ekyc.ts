/** Answers and notifications about verifications. All of it is a proposal: section 11. */
import type { Order } from '../../domain/order.ts';
import type { VerificationReading } from '../../domain/verification.ts';
import { maskedNumber } from '../../domain/verification.ts';
import { JSON_NULL, type JsonValue, jsonNumber, jsonString } from '../../wire/json-value.ts';
import { timeText } from '../kit/family/times.ts';
import { type Member, maybe, member, type OrderAnswer, text, textOrNull } from '../kit/members.ts';
import { ofOrder } from '../kit/order-members.ts';
import { ekycIdOf } from './codec.ts';
import { CHANNEL_CODE, CREATE_TIME, type Members, timeOrNull } from './members.ts';
import { page } from './members-payment.ts';
import { ekycFailedOf, ekycStatusOf } from './status-ekyc.ts';

const REQUEST_ID = ofOrder('requestId', 'your id of the request', ({ merchantRef }) => merchantRef);
const EKYC_ID = ofOrder('ekycId', 'our number of it', ekycIdOf);
const USER_ID = ofOrder('userId', 'your id of the payer', ({ fields }) => fields['payer.userId']);
const NAMES: Members = [REQUEST_ID, EKYC_ID, USER_ID, CHANNEL_CODE];
const STATUS = ofOrder('status', 'INIT, PROCESSING, PASSED, REJECTED or EXPIRED', ekycStatusOf);

export const CREATED_EKYC: Members = [
  ...[REQUEST_ID, USER_ID, CHANNEL_CODE, EKYC_ID],
  page('ekycUrl', 'the page where the payer takes the pictures'),
  STATUS,
  timeOrNull('expiresTime', 'until when they can be sent in', ({ expiresAt }) => expiresAt),
];

interface Result {
  readonly order: Order;
  readonly reading: VerificationReading | null;
}

type Read = (reading: VerificationReading) => string | null;

/** What was read from the pictures; null before the decision, and once it is erased. */
function read(name: string, description: string, of: Read): Member<Result> {
  return textOrNull(name, description, ({ reading }) => (reading === null ? null : of(reading)));
}

function valueOrNull(
  name: string,
  type: 'number' | 'boolean',
  description: string,
  of: (reading: VerificationReading) => JsonValue | null,
): Member<Result> {
  return member(name, type, description, ({ reading }) =>
    reading === null ? JSON_NULL : (of(reading) ?? JSON_NULL),
  );
}

const asResult = (members: Members): readonly Member<Result>[] =>
  members.map((each) => ({ ...each, value: ({ order }) => each.value({ order, payUrl: '' }) }));

export const EKYC_RESULT: readonly Member<Result>[] = [
  ...asResult([...NAMES, STATUS]),
  textOrNull('docType', 'the kind of document', ({ order }) => order.verification?.document),
  read('docNumber', 'its number, the middle hidden', ({ documentNumber }) =>
    documentNumber === null ? null : maskedNumber(documentNumber),
  ),
  read('fullName', 'as the document has it', ({ fullName }) => fullName),
  read('birthDate', 'as 1990-01-31', ({ birthDate }) => birthDate),
  read('gender', 'as the document has it', ({ gender }) => gender),
  read('address', 'as the document has it', ({ address }) => address),
  read('docExpiryDate', 'the last day of the document', ({ documentExpiry }) => documentExpiry),
  valueOrNull('faceScore', 'number', 'how alike the faces are, 0 to 100', ({ faceScore }) =>
    faceScore === null ? null : jsonNumber(String(faceScore)),
  ),
  valueOrNull('livenessPassed', 'boolean', 'whether somebody was there', ({ isLive }) =>
    isLive === null ? null : { kind: 'boolean', value: isLive },
  ),
  textOrNull('failedCode', 'why not', ({ order }) => {
    const why = ekycFailedOf(order);
    return why === null ? null : String(-why.code);
  }),
  textOrNull('failedMessage', 'the same in words', ({ order }) => ekycFailedOf(order)?.message),
  ...asResult([
    CREATE_TIME,
    timeOrNull('returnTime', 'when it was decided', ({ finalAt }) => finalAt),
  ]),
];

/** What is reported of one that has ended: nothing of the payer's papers. */
export const EKYC_EVENT: readonly Member<OrderAnswer & { readonly at: Date }>[] = [
  ...[...NAMES, STATUS, CREATE_TIME],
  text('returnTime', 'when it was decided', ({ order, at }) => timeText(order.finalAt ?? at)),
  maybe(
    member('failedCode', 'number', 'why not', ({ order }) => {
      const why = ekycFailedOf(order);
      return why === null ? null : jsonNumber(String(why.code));
    }),
  ),
  maybe(
    member('failedMessage', 'text', 'the same in words', ({ order }) => {
      const why = ekycFailedOf(order);
      return why === null ? null : jsonString(why.message);
    }),
  ),
];

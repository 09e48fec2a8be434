/** Answers about codes that belong together: bills payments and transfer accounts. */
import type { Order } from '../../domain/order.ts';
import type { CodeItem } from '../../domain/request.ts';
import { type JsonValue, jsonNumber, jsonString } from '../../wire/json-value.ts';
import { listIn, type Member, maybe, member, type OrderAnswer, text } from '../kit/members.ts';
import { ofOrder } from '../kit/order-members.ts';
import type { PhError } from './errors-texts.ts';
import { CHANNEL_CODE, channelCodeOf, MCH_ORDER_ID, type Members, numberOf } from './members.ts';
import { codeStatusOf } from './status.ts';

export const REFERENCE_NUMBER = ofOrder('referenceNumber', 'what the payer types in', numberOf);

function payeeOf({ instructions }: Order): string | null {
  if (instructions?.kind === 'bill') return instructions.biller;
  return instructions !== null && 'name' in instructions ? instructions.name : null;
}

const GUIDE_URL = text(
  'guideUrl',
  'a page that leads the payer',
  ({ payUrl }: OrderAnswer) => payUrl,
);
const BILLER = ofOrder('biller', 'the company that the payer is shown', payeeOf);

export const BILL: Members = [MCH_ORDER_ID, CHANNEL_CODE, GUIDE_URL, REFERENCE_NUMBER, BILLER];

export const ENDED_BILL: Members = [
  ...[MCH_ORDER_ID, CHANNEL_CODE, REFERENCE_NUMBER, BILLER],
  ofOrder('status', 'ACTIVE or INACTIVE', codeStatusOf),
];

export const TRANSFER_ACCOUNT: Members = [
  ...[MCH_ORDER_ID, CHANNEL_CODE, GUIDE_URL],
  ofOrder('receivingBank', 'the bank of the account', ({ instructions }) =>
    instructions?.kind === 'bank_transfer' ? instructions.bank : null,
  ),
  ofOrder('accountName', 'whose it is', payeeOf),
  ofOrder('accountNumber', 'its number', numberOf),
];

/** A group as it is answered. */
export interface GroupAnswer {
  readonly items: readonly CodeItem[];
  readonly pageUrl: string | null;
  /** A refusal of one code in the words of the call. */
  readonly errorOf: (item: CodeItem) => PhError | null;
}

export const SHORT_LINK: Member<GroupAnswer> = text(
  'shortLink',
  'a page with all of them, from which the payer picks',
  ({ pageUrl }) => pageUrl,
);

/** The merchant's id of the group. */
export const GROUP_ID: Member<GroupAnswer> = text(
  'mchOrderId',
  'your id of the order',
  ({ items }) =>
    items.flatMap(({ outcome }) => (outcome.ok ? [outcome.order] : []))[0]?.merchantRef,
);

interface Answered {
  readonly item: CodeItem;
  readonly error: PhError | null;
}

/** One of a list: the code, or of its channel why there is none (our addition). */
function itemOf(members: Members): readonly Member<Answered>[] {
  return [
    ...members.map((each): Member<Answered> => {
      const otherwise = each === CHANNEL_CODE ? channelOf : () => null;
      const value = ({ item }: Answered) =>
        item.outcome.ok ? each.value(item.outcome) : otherwise(item);
      return { ...each, optional: true, value };
    }),
    maybe(
      member<Answered>('failedCode', 'number', 'why there is none', ({ error }) =>
        error === null ? null : jsonNumber(String(error.code)),
      ),
    ),
    maybe(text<Answered>('failedMessage', 'the same in words', ({ error }) => error?.message)),
  ];
}

function channelOf({ channel }: CodeItem): JsonValue | null {
  const code = channelCodeOf({ metadata: {}, choices: null, channel });
  return code === null ? null : jsonString(code);
}

/** A list of codes under the name that a call has for it. */
export function codesIn(name: string, members: Members): Member<GroupAnswer> {
  const items = ({ items: all, errorOf }: GroupAnswer) =>
    all.map((item) => ({ item, error: errorOf(item) }));
  return listIn(name, 'the codes', itemOf(members), items);
}

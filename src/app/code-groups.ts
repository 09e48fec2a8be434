/**
 * Codes that belong together: made, added to, looked at, ended and paid as a group. A merchant's
 * rows lie on one shard and the commands of a request are handed to its lane at once, so a group is
 * one transaction; each code is answered for itself all the same.
 */
import type { Id } from '../domain/id.ts';
import { isFinal, type Order } from '../domain/order.ts';
import { codeScope } from '../domain/payment-code.ts';
import { type Refused, refuse } from '../domain/refusal.ts';
import type {
  CloseCodes,
  CodeGroup,
  CodeItem,
  CreateCodes,
  ExtendCodes,
  GroupCode,
  ListCodePayments,
  Outcome,
  QueryCodes,
} from '../domain/request.ts';
import { type CodeTerms, changedTerms, termsInForce } from '../domain/terms-change.ts';
import { type CallingApp, callerOf } from './caller.ts';
import { changeTerms } from './change-terms.ts';
import { closeFound } from './close-order.ts';
import { createCode } from './create-code.ts';
import type { Caller, Deps } from './deps.ts';
import { findCodes, reachableApps } from './find-order.ts';
import { firstPage, ROWS_MAX } from './list.ts';

/** Codes of one request: each is a call upstream that the merchant waits for. */
export const GROUP_CODES_MAX = 50;

/** Makes the codes of a group. What is refused of one code leaves the others as they are. */
export async function createCodes(
  deps: Deps,
  caller: Caller,
  { group, items, refused = [] }: CreateCodes,
): Promise<Outcome> {
  const who = callerOf(deps, caller);
  if (!who.ok) return who;
  const counted = countProblem([...items, ...refused]);
  if (counted !== null) return counted;
  return codes(deps, [...(await made(deps, caller, group, items)), ...refused]);
}

/**
 * Adds channels to a group. The new codes are like its first one in facts, limits and end, unless
 * the request has terms; the ones that are there are given these, or answered as they stand.
 */
export async function extendCodes(
  deps: Deps,
  caller: Caller,
  { group, channels, refused = [], wait, terms }: ExtendCodes,
): Promise<Outcome> {
  const who = callerOf(deps, caller);
  if (!who.ok) return who;
  const counted = countProblem([...channels, ...refused]);
  if (counted !== null) return counted;
  const found = await groupOf(deps, who, group, null);
  if (!found.ok) return found;
  const [first] = found.orders as [Order, ...Order[]];
  const missing = [...new Set(channels)].filter(
    ({ code }) => !found.orders.some(({ channel }) => channel === code),
  );
  const likeness = likenessOf(first, terms ?? {});
  const kept = found.orders.filter(({ channel }) => channels.some(({ code }) => code === channel));
  const items = (
    await Promise.all([
      made(
        deps,
        caller,
        group,
        missing.map((channel) => ({ ...likeness, channel, wait })),
      ),
      Promise.all(kept.map((order) => keptBy(deps, order, terms))),
    ])
  ).flat();
  const asked = channels.map(({ code }) => items.find(({ channel }) => channel === code));
  return codes(deps, [...(asked as readonly CodeItem[]), ...refused]);
}

/** A code of a group as it stands, or with the terms that are asked for. */
async function keptBy(deps: Deps, order: Order, terms: CodeTerms | null): Promise<CodeItem> {
  if (terms === null) return fine(deps, order);
  return { channel: order.channel, outcome: await changeTerms(deps, order, terms) };
}

export async function queryCodes(
  deps: Deps,
  caller: Caller,
  { group, channels }: QueryCodes,
): Promise<Outcome> {
  const who = callerOf(deps, caller);
  if (!who.ok) return who;
  const found = await groupOf(deps, who, group, channels);
  if (!found.ok) return found;
  return codes(
    deps,
    found.orders.map((order) => fine(deps, order)),
  );
}

export async function closeCodes(
  deps: Deps,
  caller: Caller,
  { group, channels }: CloseCodes,
): Promise<Outcome> {
  const who = callerOf(deps, caller);
  if (!who.ok) return who;
  const found = await groupOf(deps, who, group, channels);
  if (!found.ok) return found;
  const items = found.orders.map(async (order): Promise<CodeItem> => {
    const closed = await closeFound(deps, order);
    if (closed.ok) return fine(deps, closed.order);
    const now = await deps.reader.orderById(order.id);
    if (now !== null && isFinal(now.state)) return fine(deps, now);
    return { channel: order.channel, outcome: closed };
  });
  return codes(deps, await Promise.all(items));
}

export async function listCodePayments(
  deps: Deps,
  caller: Caller,
  { group, channels, within }: ListCodePayments,
): Promise<Outcome> {
  const who = callerOf(deps, caller);
  if (!who.ok) return who;
  const found = await groupOf(deps, who, group, channels);
  if (!found.ok) return found;
  const apps = reachableApps(deps.snapshot.current(), who);
  const lists = found.orders.map(({ id }) =>
    deps.reader.childrenOf(id, 'payin', apps, within, ROWS_MAX + 1),
  );
  const all = (await Promise.all(lists)).flat();
  return firstPage(all.toSorted((a, b) => (a.id < b.id ? 1 : -1)));
}

/**
 * The codes of the group that a code belongs to, oldest first, for whoever has its link: all that
 * its app reaches.
 */
export async function codesBeside(
  deps: Pick<Deps, 'reader' | 'snapshot'>,
  codeId: Id,
): Promise<readonly Order[]> {
  const code = await deps.reader.orderById(codeId);
  if (code?.kind !== 'code') return [];
  const end = codeScope({ scope: '' }, code.channel);
  if (!code.scope.endsWith(end)) return [code];
  const snapshot = deps.snapshot.current();
  const [app, merchant] = [snapshot.app(code.appId), snapshot.merchant(code.merchantId)];
  if (app === null || merchant === null) return [code];
  const group = { scope: code.scope.slice(0, -end.length), merchantRef: code.merchantRef };
  return await findCodes(deps, { app, merchant }, group);
}

/** Handed to the lane in one turn: nothing is waited for between the first and the last. */
async function made(
  deps: Deps,
  caller: Caller,
  group: CodeGroup,
  items: readonly GroupCode[],
): Promise<readonly CodeItem[]> {
  const { merchantRef } = group;
  const answers = items.map(async (item): Promise<CodeItem> => {
    const { code } = item.channel;
    const scope = codeScope(group, code);
    const request = { ...item, kind: 'create_code', scope, merchantRef } as const;
    return { channel: code, outcome: await createCode(deps, caller, request) };
  });
  return await Promise.all(answers);
}

/** What a code of a group passes on to one that is added to it. */
function likenessOf(first: Order, terms: CodeTerms): Omit<GroupCode, 'channel' | 'wait'> {
  const { digest, amountMinor, fields, metadata, notifyUrl, code } = first;
  return {
    ...{ digest, amountMinor, fields, metadata, notifyUrl, onRepeat: 'return_first' },
    ...changedTerms(termsInForce(first), terms),
    single: code?.single ?? false,
  };
}

async function groupOf(
  deps: Deps,
  who: CallingApp,
  group: CodeGroup,
  channels: readonly string[] | null,
): Promise<{ readonly ok: true; readonly orders: readonly Order[] } | Refused> {
  const all = await findCodes(deps, who, group);
  const orders = all.filter(({ channel }) => channels === null || channels.includes(channel));
  return orders.length === 0 ? refuse('not_found') : { ok: true, orders };
}

function countProblem(of: readonly unknown[]): Refused | null {
  if (of.length === 0) return refuse('missing_field', 'channel');
  if (of.length <= GROUP_CODES_MAX) return null;
  return refuse('invalid_field', 'channel', `at most ${GROUP_CODES_MAX} codes in one request`);
}

function fine(deps: Pick<Deps, 'payLinks'>, order: Order): CodeItem {
  const payUrl = deps.payLinks.urlOf(order.id);
  return { channel: order.channel, outcome: { ok: true, kind: 'created', order, payUrl } };
}

function codes(deps: Pick<Deps, 'groupLinks'>, items: readonly CodeItem[]): Outcome {
  const standing = items.flatMap(({ outcome }) => (outcome.ok ? [outcome.order.id] : []));
  const [id] = standing;
  const pageUrl = id === undefined ? null : deps.groupLinks.urlOf(id);
  return { ok: true, kind: 'codes', items, pageUrl };
}

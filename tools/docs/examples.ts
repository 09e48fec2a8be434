/**
 * The examples of the documentation, made by running the dialects: the client builds and signs a
 * request, the request is checked and decoded, the core's answer becomes a reply, and an event a
 * notification. Keys are the pair that seed 000 prints, the clock is the harness's.
 */
import type { Dialect, RawRequest, SignedNotification } from '../../src/dialects/contract.ts';
import type { DialectHarness } from '../../src/dialects/harness.ts';
import type { NotificationInfo } from '../../src/dialects/reference.ts';
import { type DialectTools, rawRequest } from '../../src/dialects/tools.ts';
import type { Example, NotificationExample } from '../../src/docs-site/examples.ts';
import type { AppKey } from '../../src/domain/merchant.ts';
import type { Order } from '../../src/domain/order.ts';
import type { OrderEvent, OrderEventType } from '../../src/domain/order-event.ts';
import type { MerchantRequest, Outcome } from '../../src/domain/request.ts';
import { SAMPLE_PRIVATE_KEY } from '../../src/wire/fixtures/public-sample-key.ts';

/** What the examples of a dialect are made with. */
export interface Maker {
  readonly dialect: Dialect;
  readonly tools: DialectTools;
  readonly harness: DialectHarness;
  /** Orders that examples have made, by the operation that made them. */
  readonly made: Map<string, Order>;
}

/** The platform signs with the printed pair too: whoever reads an example can check it. */
export function exampleKeys(keys: readonly AppKey[]): readonly AppKey[] {
  return keys.map((key) =>
    key.purpose !== 'request' && key.material.startsWith('MII')
      ? { ...key, material: SAMPLE_PRIVATE_KEY }
      : key,
  );
}

/** One request and its answer. Throws where the dialect would refuse the request. */
export function exampleOf(maker: Maker, operation: string): Example {
  const { dialect, tools, harness } = maker;
  const sample = harness.requests.find((each) => each.operation === operation);
  if (sample === undefined) throw new Error(`no sample of ${dialect.name} ${operation}`);
  const { raw } = sample;
  const keys = exampleKeys(harness.keys);
  const explained = tools.explain(raw, operation, keys);
  const signs = dialect.operations.find(({ name }) => name === operation)?.signs;
  if (signs === 'fields' && (!('matches' in explained) || !explained.matches)) {
    throw new Error(`the sample of ${operation} does not hold`);
  }
  const asked = askedBy(maker, raw, operation);
  const reply = dialect.reply(
    outcomeOf(maker, operation, asked, textsOf(raw)),
    operation,
    harness.app,
    harness.nowMs,
  );
  return {
    method: raw.method,
    path: raw.path,
    query: raw.query,
    headers: raw.headers,
    body: Buffer.from(raw.body).toString('utf8'),
    signed: signs === 'fields' && 'matches' in explained ? explained.stringToSign : null,
    answer: reply.body,
  };
}

/** What the request asks of the core: it is verified and decoded as one from outside. */
export function askedBy(
  { dialect, harness }: Maker,
  raw: RawRequest,
  operation: string,
): MerchantRequest {
  const identified = dialect.identify(raw, operation);
  if (!identified.ok) throw new Error(`${operation}: ${JSON.stringify(identified.refusal)}`);
  const { app, keys, nowMs, view } = harness;
  const verified = dialect.verify(identified.value, operation, app, keys, nowMs);
  if (!verified.ok) throw new Error(`${operation}: ${JSON.stringify(verified.refusal)}`);
  const decoded = dialect.decode(verified.value, operation, view);
  if (!decoded.ok) throw new Error(`${operation}: ${JSON.stringify(decoded.refusal)}`);
  return decoded.value;
}

/** The core's answer, about the order that the request speaks of. */
function outcomeOf(
  { dialect, harness, made }: Maker,
  operation: string,
  asked: MerchantRequest,
  texts: ReadonlyMap<string, string>,
): Outcome {
  const outcome = harness.outcomes.find((each) => each.operation === operation)?.outcome;
  if (outcome === undefined) throw new Error(`no answer of ${dialect.name} ${operation}`);
  if (!outcome.ok) throw new Error(`a refusal as the answer of ${operation}`);
  const ref = REFERENCES.map((name) => texts.get(name)).find((each) => each) ?? '';
  const known = [...made.values()].find(({ merchantRef }) => merchantRef === ref);
  if (outcome.kind === 'orders') {
    const paid = outcome.orders.map((order) =>
      asked.kind === 'list_children' && known !== undefined ? paidAt(order, known) : order,
    );
    return { ...outcome, orders: paid };
  }
  if (outcome.kind === 'created') {
    const order = { ...outcome.order, ...changesOf(asked) };
    made.set(operation, order);
    return { ...outcome, order };
  }
  if (outcome.kind !== 'order') return outcome;
  const order = known?.kind === outcome.order.kind ? known : outcome.order;
  return { ...outcome, order: laterOf(order, asked) };
}

const REFERENCES = ['mchOrderId', 'orderId', 'mchRefundOrderId'] as const;

/** A payment that arrived at a code. */
function paidAt(order: Order, code: Order): Order {
  const { channel, asset, merchantRef } = code;
  const parent = { kind: 'code', ref: merchantRef, amountMinor: code.amountMinor } as const;
  return ended({ ...order, channel, asset, parent, metadata: code.metadata }, 'paid');
}

/** The order when it is asked about, a little later: paid, or closed by this very call. */
function laterOf(order: Order, asked: MerchantRequest): Order {
  if (asked.kind === 'close_order') return ended(order, 'closed');
  const lasts = order.kind === 'code' || order.kind === 'mandate';
  return lasts ? { ...order, state: 'active' } : ended(order, 'paid');
}

/** Examples end so long after they begin. */
const ENDS_AFTER_MS = 107_000;

function ended(order: Order, state: Order['state']): Order {
  const paidMinor = state === 'paid' ? order.amountMinor : 0n;
  const finalAt = new Date(order.createdAt.getTime() + ENDS_AFTER_MS);
  return { ...order, state, paidMinor, finalAt };
}

/** What an order has of the request that made it. */
function changesOf(asked: MerchantRequest): Partial<Order> {
  if (!('merchantRef' in asked)) return {};
  const channel = 'channel' in asked ? asked.channel : null;
  const { merchantRef, metadata, amountMinor } = asked;
  const payin = 'payin' in asked && asked.payin.kind === 'id' ? { parentId: asked.payin.id } : {};
  return {
    ...{ merchantRef, metadata, ...payin },
    ...('operation' in asked && asked.operation === 'void' ? {} : { amountMinor }),
    ...('fields' in asked ? { fields: asked.fields as Order['fields'] } : {}),
    ...(channel === null ? {} : { channel: channel.code, asset: channel.asset }),
  };
}

/** The texts of a request by their names, wherever they stand. */
function textsOf({ body, query, pathParams }: RawRequest): ReadonlyMap<string, string> {
  const text = Buffer.from(body).toString('utf8');
  const json = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
  const inner =
    typeof json.param === 'string' ? (JSON.parse(json.param) as Record<string, unknown>) : {};
  const all = { ...Object.fromEntries(new URLSearchParams(query)), ...json, ...inner };
  return new Map(
    Object.entries({ ...all, ...pathParams }).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as const] : [],
    ),
  );
}

/** How the order of a notification's example came to its end. */
export interface Story {
  readonly type: OrderEventType;
  changes(order: Order): Partial<Order>;
}

/** A notification about the order that a sample request made. */
export async function notificationOf(
  maker: Maker,
  of: string,
  { events }: NotificationInfo,
  story: Story,
): Promise<NotificationExample> {
  const { dialect, harness } = maker;
  if (!events.includes(story.type)) throw new Error(`${story.type} is not sent here`);
  const base = ended(baseOf(maker, of), 'paid');
  const event: OrderEvent = {
    type: story.type,
    order: { ...base, ...story.changes(base) },
    n: 1,
    url: 'https://shop.example/notify',
    at: new Date(base.createdAt.getTime() + ENDS_AFTER_MS),
  };
  const sent = await dialect.notification(event, harness.app, exampleKeys(harness.keys));
  if (sent === null) throw new Error(`${of}: ${story.type} is not sent`);
  return exampleOfSent(maker, sent);
}

/** The order that an example of the operation made, else one of its answers or of the harness. */
function baseOf({ harness, made }: Maker, operation: string): Order {
  const answered = harness.outcomes.flatMap(({ outcome, operation: each }) =>
    each === operation && outcome.ok && outcome.kind === 'order' ? [outcome.order] : [],
  );
  const order = made.get(operation) ?? answered[0] ?? harness.events[0]?.event.order;
  if (order === undefined) throw new Error(`no order of ${operation}`);
  return order;
}

function exampleOfSent({ tools, harness }: Maker, sent: SignedNotification): NotificationExample {
  const explained = tools.explainNotification(
    { headers: sent.headers, body: Buffer.from(sent.body) },
    exampleKeys(harness.keys),
  );
  if (!('explanation' in explained) || !explained.explanation.matches) {
    throw new Error(`the notification does not hold: ${sent.body}`);
  }
  return {
    headers: sent.headers,
    body: sent.body,
    signed: explained.explanation.stringToSign,
  };
}

/** A request as the page shows it, read back as the socket would have given it. */
export function readBack({ dialect }: Maker, operation: string, example: Example): RawRequest {
  const info = dialect.operations.find(({ name }) => name === operation);
  if (info === undefined) throw new Error(`no operation ${operation}`);
  const { path, query, headers, body } = example;
  return rawRequest(info, { path, query, headers, body: Buffer.from(body) });
}

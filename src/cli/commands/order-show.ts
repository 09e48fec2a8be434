/** `causeway order show`: all that is known of one order. */

import type { Id } from '../../domain/id.ts';
import { ACCOUNTS } from '../../domain/ledger.ts';
import type { Asset } from '../../domain/money.ts';
import type { CodeRule, Failure, Instructions, Order, TermsChange } from '../../domain/order.ts';
import type { Platform } from '../../platform.ts';
import type { CaseView } from '../../ports/core.ts';
import type {
  AttemptView,
  DispatchView,
  EntryView,
  NotificationView,
  OrderDetails,
  ProviderEventView,
} from '../../ports/operator.ts';
import type { PaymentCheckView } from '../../ports/payment-check.ts';
import { createOperatorQueries } from '../../store/read/operator-queries.ts';
import { command, done, refused } from '../command.ts';
import { withPlatform } from '../database.ts';
import { type Found, findMerchant } from '../find.ts';
import { figureText, moneyText } from '../money-text.ts';
import { asId, flag, good, optional, quoted, required } from '../option.ts';
import { facts, momentText, type Style, sections, table } from '../style.ts';

export const orderShow = command({
  name: 'order show',
  summary: 'show an order with its dispatches, entries, notifications and cases',
  notes: ['Facts about payer and beneficiary are masked unless --reveal asks for them.'],
  positionals: { order: required('ORDER', 'platform id, or with --merchant its own reference') },
  options: {
    merchant: optional('ID|NAME', 'whose reference ORDER is'),
    reveal: flag('show facts about payer and beneficiary in full'),
  },
  examples: [
    ['order show 236130395249311744', 'by platform id'],
    ['order show ORD202400001 --merchant "Corner Shop"', 'by the reference of the merchant'],
  ],
  async run({ order: named, merchant, reveal }, context) {
    return await withPlatform(context, async (platform) => {
      const id = await findOrder(platform, named, merchant);
      if (!id.ok) return id.report;
      const details = await createOperatorQueries(platform.pool, platform.shardCount).orderDetails(
        id.value,
      );
      if (details === null) return refused(`there is no order ${named}`);
      const about = aboutOf(details, reveal);
      const name = platform.snapshot.current().merchant(about.order.merchantId)?.name ?? '';
      return done(about, (style) => text(style, about, name));
    });
  },
});

async function findOrder(
  { snapshot, pool, shardCount }: Platform,
  named: string,
  merchant: string | null,
): Promise<Found<Id>> {
  if (merchant === null) {
    const id = asId(named);
    if (id.ok) return id;
    const hint = 'Is it the reference of a merchant? Then say whose: --merchant ID|NAME';
    return { ok: false, report: refused(`${quoted(named)} is no platform id`, hint) };
  }
  const owner = findMerchant(snapshot.current(), merchant);
  if (!owner.ok) return owner;
  const found = await createOperatorQueries(pool, shardCount).ordersByRef([owner.value.id], named);
  const [first, second] = found;
  if (first === undefined) {
    const message = `${owner.value.name} has no order ${quoted(named)}`;
    return { ok: false, report: refused(message) };
  }
  if (second === undefined) return good(first.id);
  const each = found.map(({ id, kind, scope }) => `${id} (${kind}, ${scope})`).join(', ');
  return { ok: false, report: refused(`several orders have this reference: ${each}`) };
}

/** The order's file, with the attempts beside their notifications. */
interface About extends Omit<OrderDetails, 'notifications' | 'attempts'> {
  readonly notifications: readonly (NotificationView & {
    readonly attempts: readonly AttemptView[];
  })[];
}

function aboutOf(
  { attempts, notifications, order, ...file }: OrderDetails,
  reveal: boolean,
): About {
  return {
    ...file,
    order: masked(order, reveal),
    notifications: notifications.map((one) => ({
      ...one,
      attempts: attempts.filter(({ n }) => n === one.n),
    })),
  };
}

/** Of which no amount is ordered. */
const MOVES_NOTHING: ReadonlySet<Order['kind']> = new Set(['mandate', 'verification']);

const KEPT_CHARS = 4;

/** Names, accounts, telephone numbers: the end is enough to recognise them by. */
function masked(order: Order, reveal: boolean): Order {
  if (reveal) return order;
  const hide = (value: string) =>
    value.length <= KEPT_CHARS ? '****' : `****${value.slice(-KEPT_CHARS)}`;
  const fields = Object.entries(order.fields).map(([name, value]) => [name, hide(value)]);
  return { ...order, fields: Object.fromEntries(fields) };
}

function text(style: Style, about: About, merchantName: string): string {
  const { order, dispatches, providerEvents: events, cases } = about;
  const title = (name: string, body: string) => `${style.head(name)}\n${body}`;
  return sections(
    orderText(style, order, about.children, merchantName),
    title('Dispatches', dispatches.length === 0 ? 'none' : dispatchesText(style, dispatches)),
    about.paymentChecks.length === 0
      ? ''
      : title('Payment checks', checksText(style, about.paymentChecks)),
    events.length === 0 ? '' : title('Reports', providerEventText(style, events)),
    title('Entries', about.entries.length === 0 ? 'none' : entriesText(style, about.entries)),
    title('Notifications', notificationsText(style, about.notifications)),
    cases.length === 0 ? '' : title('Cases', casesText(style, cases)),
  );
}

function orderText(
  style: Style,
  order: Order,
  children: readonly Order[],
  merchantName: string,
): string {
  const money = (minor: bigint) => moneyText({ asset: order.asset, minor });
  const moment = (at: Date | null) => (at === null ? null : momentText(at));
  return facts(style, [
    [order.kind, `${order.id}`],
    ['merchant', `${merchantName} (${order.merchantId})`],
    ['reference', `${order.merchantRef} (${order.scope})`],
    [
      'state',
      `${order.state}${order.corrected ? ', corrected after the merchant was notified' : ''}`,
    ],
    ['failure', order.failure === null ? null : failureText(order.failure)],
    ['channel', order.channel],
    ['ordered', MOVES_NOTHING.has(order.kind) ? null : orderedText(order)],
    ['stage', order.verification?.stage ?? null],
    ['allowed', order.code === null ? null : ruleText(order.code, order.asset)],
    ['change', order.termsChange === undefined ? null : changeText(order.termsChange, order)],
    ['shown', order.instructions === null ? null : shownText(order.instructions)],
    ['paid', money(order.paidMinor)],
    ['fee', money(order.feeMinor)],
    ['refunded', order.refundedMinor === 0n ? null : money(order.refundedMinor)],
    ['fee refunded', order.refundedFeeMinor === 0n ? null : money(order.refundedFeeMinor)],
    ['pending', order.pendingMinor === 0n ? null : money(order.pendingMinor)],
    ['disputed', order.disputedMinor === 0n ? null : money(order.disputedMinor)],
    ['taken back', order.lostMinor === 0n ? null : money(order.lostMinor)],
    ['voided', order.voided ? 'yes' : null],
    ['provider', order.connector === null ? null : `${order.connector}/${order.account}`],
    ['provider id', order.upstreamId],
    ['payment', order.paymentRef],
    ['bank reference', order.bankRef],
    [
      order.kind === 'payin' ? 'refunds' : 'payments',
      children.length === 0 ? null : children.map(({ id }) => `${id}`).join(', '),
    ],
    [
      order.parent === null || order.kind === 'refund' ? 'refund of' : `by ${order.parent.kind}`,
      order.parentId === null ? null : `${order.parentId}`,
    ],
    ['notify url', order.notifyUrl],
    ['created', moment(order.createdAt)],
    ['expires', moment(order.expiresAt)],
    ['final', moment(order.finalAt)],
    ['settles', moment(order.settleAt)],
    ...Object.entries(order.fields).map(([name, value]) => [name, value] as const),
  ]);
}

function failureText({ code, text, by }: Failure): string {
  return `${code}: ${text}${by === undefined ? '' : `, by the ${by}`}`;
}

/** A code may leave the amount to the payer. */
function orderedText({ kind, asset, amountMinor: minor }: Order): string {
  return kind === 'code' && minor === 0n ? 'any amount' : moneyText({ asset, minor });
}

/** What may be paid into a code. */
function ruleText({ minMinor, maxMinor, single }: CodeRule, asset: Asset): string {
  const limit = (minor: bigint | null) => (minor === null ? '…' : moneyText({ asset, minor }));
  return `${limit(minMinor)} – ${limit(maxMinor)}${single ? ', once' : ''}`;
}

/** Other terms that were asked for, and what their provider said. */
function changeText(change: TermsChange, { asset, code }: Order): string {
  const { refused, minMinor, maxMinor, expiresAt } = change;
  const rule = ruleText({ minMinor, maxMinor, single: code?.single ?? false }, asset);
  const end = expiresAt === null ? '' : `, until ${momentText(expiresAt)}`;
  const answer = refused === null ? 'not answered yet' : `refused, ${failureText(refused)}`;
  return `${rule}${end}: ${answer}`;
}

/** The number, account, QR text or page, as the provider reported it. */
function shownText(instructions: Instructions): string {
  switch (instructions.kind) {
    case 'redirect':
      return instructions.url;
    case 'qr':
      return instructions.payload;
    case 'va':
      return `${instructions.bank} ${instructions.number} ${instructions.name}`;
    case 'bank_transfer':
      return `${instructions.bank} ${instructions.account} ${instructions.name}`;
    case 'bill':
      return `${instructions.biller} ${instructions.number}`;
  }
}

function dispatchesText(style: Style, dispatches: readonly DispatchView[]): string {
  return table(
    style,
    ['n', 'provider', 'state', 'sent', 'asked', 'next', 'note'],
    dispatches.map((d) => [
      `${d.n}`,
      `${d.connector}/${d.account}`,
      d.state,
      momentText(d.sentAt),
      `${d.queryCount}`,
      d.state === 'done' ? '-' : momentText(d.nextAt),
      d.note ?? '',
    ]),
    { right: [0, 4] },
  );
}

function checksText(style: Style, checks: readonly PaymentCheckView[]): string {
  return table(
    style,
    ['at', 'amount', 'answer', 'why', 'ms'],
    checks.map((check) => [
      momentText(check.askedAt),
      moneyText(check.amount),
      check.collect === null ? 'none' : check.collect ? 'collect' : 'refuse',
      [check.reason, check.detail].filter((part) => part !== null && part !== '').join(': '),
      `${check.tookMs ?? '-'}`,
    ]),
    { right: [1, 4] },
  );
}

function providerEventText(style: Style, events: readonly ProviderEventView[]): string {
  return table(
    style,
    ['at', 'from', 'note'],
    events.map(({ at, source, note }) => [momentText(at), source, note ?? '']),
  );
}

function entriesText(style: Style, entries: readonly EntryView[]): string {
  const rows = entries.map(({ name, asset, legs, at }) => [
    momentText(at),
    name,
    asset,
    ...ACCOUNTS.map((account) =>
      legs[account] === 0n ? '' : figureText({ asset, minor: legs[account] }),
    ),
  ]);
  return table(style, ['at', 'entry', 'asset', ...ACCOUNTS], rows, {
    right: ACCOUNTS.map((_, i) => i + 3),
  });
}

function notificationsText(style: Style, list: About['notifications']): string {
  if (list.length === 0) return 'none';
  return list
    .map(({ orderId, n, event, url, state, attempts, nextAt, note }) => {
      const when = state === 'due' ? `, next ${momentText(nextAt)}` : '';
      const head = `${orderId}_${n}  ${event}  ${state}${when}  ${url}`;
      const tries = attempts.map(
        (one) =>
          `  ${momentText(one.at)}  ${one.status ?? one.error ?? '-'}  ${one.tookMs} ms  ` +
          style.dim(one.reply ?? ''),
      );
      return [head, ...(note === null ? [] : [`  ${note}`]), ...tries].join('\n');
    })
    .join('\n');
}

function casesText(style: Style, cases: readonly CaseView[]): string {
  return table(
    style,
    ['kind', 'state', 'opened', 'detail', 'resolution'],
    cases.map((one) => [
      one.kind,
      one.state,
      momentText(one.openedAt),
      one.detail,
      one.resolution === null ? '' : `${one.closedBy}: ${one.resolution}`,
    ]),
  );
}

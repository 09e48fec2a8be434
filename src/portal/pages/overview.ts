/** The first page: what needs the merchant, what it has, and the last day. */
import { madeAtMs } from '../../domain/id.ts';
import type { App, Mode } from '../../domain/merchant.ts';
import { currencyOf } from '../../domain/money.ts';
import { type MemberAbility, memberMayDo } from '../../operator/member-roles.ts';
import type { AssetBalance, StateCount } from '../../ports/operator.ts';
import * as parts from '../../screens/parts.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import type { Screen } from '../screen.ts';
import { moneyTable } from './balances.ts';

const DAY_MS = 86_400_000;
/** A key that ends within this time is said so. */
const ENDS_SOON_MS = 14 * DAY_MS;
/** A key that was added within this time is said so. */
const ADDED_MS = 7 * DAY_MS;
/** An app is given its first keys when it is made. */
const FIRST_KEYS_MS = 3_600_000;
/** So many are counted; more are "50+". */
const COUNTED_MAX = 50;

/** A key by the app that it is of, and a day: `2026-11-30`. */
interface KeyDay {
  readonly publicId: string;
  readonly day: string;
}

interface Overview {
  readonly mode: Mode;
  readonly deadLettered: number;
  readonly waiting: number;
  /** Of apps, for who may see them. */
  readonly endingKeys: readonly KeyDay[];
  /** Keys of the last week that their app did not begin with: whoever did not add one ends it. */
  readonly newKeys: readonly KeyDay[];
  /** Apps without a notify address of their own; likewise. */
  readonly silentApps: readonly string[];
  readonly lacksFactor: boolean;
  /** Null: the role sees no money. */
  readonly balances: readonly AssetBalance[] | null;
  readonly day: readonly StateCount[];
}

export const overviewScreen: Screen<Overview> = {
  path: '',
  ability: 'look',
  async load(own, { member }) {
    const now = own.nowMs();
    const may = (ability: MemberAbility) => memberMayDo(member.role, ability);
    const [deadLettered, waiting, balances, day] = await Promise.all([
      own.queries.notifications('parked', null, COUNTED_MAX + 1),
      own.queries.notifications('due', null, COUNTED_MAX + 1),
      may('see_money') ? own.queries.balances() : null,
      own.queries.countsSince(new Date(now - DAY_MS)),
    ]);
    const apps = may('develop') ? own.apps() : [];
    return {
      mode: own.mode,
      deadLettered: deadLettered.rows.length,
      waiting: waiting.rows.length,
      endingKeys: endingKeys(apps, now),
      newKeys: newKeys(apps, now),
      silentApps: apps.flatMap((app) => (app.notifyUrl === null ? [app.publicId] : [])),
      lacksFactor: member.secondFactorAt === null,
      balances,
      day,
    };
  },
  page: (model, context) => ({
    title: context.t.nav.overview,
    body: html`${parts.pageHead(context.t.nav.overview, context.t.overviewPage.lead)}
${parts.section(context.t.overviewPage.needs, needs(model, context))}
${model.balances === null ? null : parts.section(context.t.nav.balances, moneyTable(model.balances, context))}
${parts.section(context.t.overviewPage.today, day(model, context))}`,
  }),
};

function endingKeys(apps: readonly App[], nowMs: number): readonly KeyDay[] {
  return apps.flatMap(({ publicId, keys }) =>
    keys.flatMap(({ notAfter }) => {
      const leftMs = notAfter === null ? Infinity : notAfter.getTime() - nowMs;
      return leftMs > 0 && leftMs < ENDS_SOON_MS ? [{ publicId, day: dayOf(notAfter) }] : [];
    }),
  );
}

function newKeys(apps: readonly App[], nowMs: number): readonly KeyDay[] {
  return apps.flatMap(({ id, publicId, keys }) =>
    keys
      .filter(({ notBefore, notAfter }) => {
        const addedMs = notBefore.getTime();
        const isOver = notAfter !== null && notAfter.getTime() <= nowMs;
        return !isOver && addedMs > nowMs - ADDED_MS && addedMs > madeAtMs(id) + FIRST_KEYS_MS;
      })
      .map(({ notBefore }) => ({ publicId, day: dayOf(notBefore) })),
  );
}

function dayOf(date: Date | null): string {
  return date?.toISOString().slice(0, 10) ?? '';
}

function needs(model: Overview, context: PageContext): SafeHtml {
  const { t, at } = context;
  const words = t.overviewPage;
  const many = (count: number) => (count > COUNTED_MAX ? `${COUNTED_MAX}+` : `${count}`);
  const line = (text: string, url: ReturnType<typeof at>) =>
    html`<li><a href="${url}">${text}</a></li>`;
  const list = [
    ...(model.deadLettered === 0
      ? []
      : [line(words.failing(many(model.deadLettered)), at(['notifications']))]),
    ...(model.waiting === 0
      ? []
      : [line(words.waiting(many(model.waiting)), at(['notifications'], { state: 'due' }))]),
    ...model.newKeys.map(({ publicId, day }) => line(words.keyAdded(publicId, day), at(['apps']))),
    ...model.endingKeys.map(({ publicId, day }) =>
      line(words.keyEnds(publicId, day), at(['apps'])),
    ),
    ...model.silentApps.map((publicId) => line(words.noNotify(publicId), at(['apps']))),
    ...(model.lacksFactor ? [line(words.noFactor, at(['account', 'second-factor']))] : []),
  ];
  return list.length === 0
    ? html`<p class="nothing">${words.nothingNeeded}</p>`
    : html`<ul class="hints">${list}</ul>`;
}

function day({ day: rows }: Overview, context: PageContext): SafeHtml {
  const { t } = context;
  if (rows.length === 0) return html`<p class="nothing">${t.overviewPage.noOrders}</p>`;
  const columns: readonly parts.Column<StateCount>[] = [
    {
      head: t.orders.kind,
      cell: ({ kind, asset }) =>
        parts.hasAmount(kind) ? `${t.kind[kind]} · ${currencyOf(asset)}` : t.kind[kind],
    },
    { head: t.orders.state, cell: ({ state }) => parts.stateBadge(state, context) },
    {
      head: t.overviewPage.count,
      cell: ({ count }) => parts.count(count, context),
      look: 'number',
    },
    {
      head: t.overviewPage.received,
      cell: ({ kind, asset, paidMinor: minor }) =>
        parts.hasAmount(kind) ? parts.amount({ asset, minor }, context) : parts.text(null),
      look: 'number',
    },
  ];
  const sorted = [...rows].sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
  return parts.table(columns, sorted, context);
}

function keyOf({ kind, asset, state }: StateCount): string {
  return `${kind} ${asset} ${state}`;
}

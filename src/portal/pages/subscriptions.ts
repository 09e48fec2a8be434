/** The further addresses of an app's events. A new key is shown once, as after a rotation. */
import {
  type MadeSubscription,
  subscriptionCreate,
  subscriptionSet,
} from '../../operator/commands/subscriptions.ts';
import type { AppModel } from '../../screens/app-model.ts';
import * as parts from '../../screens/parts.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import { type Answer, actionOf } from '../screen.ts';

type Line = AppModel['subscriptions'][number];

export function subscriptionPart(app: AppModel, context: PageContext): SafeHtml {
  const { subscriptions: words, merchants } = context.t;
  const columns: readonly parts.Column<Line>[] = [
    { head: words.number, cell: ({ slot }) => String(slot), look: 'number' },
    { head: words.address, cell: ({ url }) => parts.code(url), look: 'wide' },
    {
      head: words.events,
      cell: ({ events }) => (events.length === 0 ? words.all : events.join(', ')),
    },
    { head: merchants.status, cell: ({ enabled }) => words.switches[enabled ? 'on' : 'off'] },
  ];
  const { subscriptions: lines } = app;
  return parts.section(
    words.title,
    html`${lines.length === 0 ? null : parts.table(columns, lines, context)}
${form(app, null, context)}${lines.map((line) => form(app, line, context))}`,
  );
}

/** `line`: the one that is changed; null: a new one. */
function form(app: AppModel, line: Line | null, context: PageContext): SafeHtml {
  const { t, at, typed } = context;
  const words = t.subscriptions;
  const mine = typed.url !== undefined && (typed.slot ?? '') === `${line?.slot ?? ''}`;
  const given = (name: string, stored: string) => (mine ? (typed[name] ?? stored) : stored);
  const { on, off } = words.switches;
  const status = [
    ['on', on],
    ['off', off],
  ] as const;
  const more =
    line === null
      ? html`<p>${words.lead}</p>`
      : html`${parts.hidden('slot', String(line.slot))}
${parts.select('enabled', t.merchants.status, status, given('enabled', line.enabled ? 'on' : 'off'))}
${parts.tick('new_key', words.newKey, false)}`;
  const name = line === null ? ['subscriptions'] : ['subscriptions', 'set'];
  const body = parts.postForm(
    context,
    at(['apps', String(app.id), ...name]),
    html`${more}
${parts.field({ name: 'url', label: words.address, value: given('url', line?.url ?? ''), required: true })}
${parts.field({ name: 'events', label: words.events, hint: words.eventsHint, value: given('events', line?.events.join(', ') ?? '') })}
${parts.passwordField(context)}${parts.button(line === null ? words.create : words.change)}`,
  );
  const title = line === null ? words.create : `${words.change} ${line.slot}`;
  return parts.fold(title, body, mine && context.problem !== null);
}

export const createSubscriptionAction = actionOf(subscriptionCreate, {
  path: '/apps/:id/subscriptions',
  screen: '/apps/:id',
  input: ({ params }, { url = '', events = '' }) => ({ app: params.id ?? '', url, events }),
  answer: answerOf,
});

export const setSubscriptionAction = actionOf(subscriptionSet, {
  path: '/apps/:id/subscriptions/set',
  screen: '/apps/:id',
  input: ({ params }, { new_key: rekey, ...form }) => ({
    ...form,
    app: params.id ?? '',
    ...(rekey ? { key: 'new' } : {}),
  }),
  answer: answerOf,
});

function answerOf({ slot, key }: MadeSubscription): Answer {
  if (key === null) return { done: 'subscription_set' };
  return { shown: { keyId: `${slot}`, disclosed: key.disclosed } };
}

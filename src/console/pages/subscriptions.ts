/** The further addresses of an app's events. A new key is shown once, as after a rotation. */
import type { Subscription } from '../../domain/merchant.ts';
import {
  type MadeSubscription,
  subscriptionCreate,
  subscriptionSet,
} from '../../operator/commands/subscriptions.ts';
import type { AppModel } from '../../screens/app-model.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import { type Answer, actionOf } from '../screen.ts';

/** One of them as it is shown: never with its key. */
export type SubscriptionLine = Omit<Subscription, 'key'>;

/** The list and, for who may, the forms. */
export function subscriptionPart(app: AppModel, context: PageContext): SafeHtml | null {
  const { t } = context;
  const mayChange = context.may('manage_merchants');
  if (app.subscriptions.length === 0 && !mayChange) return null;
  const columns: readonly parts.Column<SubscriptionLine>[] = [
    { head: t.subscriptions.number, cell: ({ slot }) => String(slot), look: 'number' },
    { head: t.subscriptions.address, cell: ({ url }) => parts.code(url), look: 'wide' },
    {
      head: t.subscriptions.events,
      cell: ({ events }) => (events.length === 0 ? t.subscriptions.all : events.join(', ')),
    },
    { head: t.merchants.status, cell: ({ enabled }) => switchBadge(enabled, context) },
  ];
  const list =
    app.subscriptions.length === 0 ? null : parts.table(columns, app.subscriptions, context);
  return html`<h3>${t.subscriptions.title}</h3>
${list}
${mayChange ? forms(app, context) : null}`;
}

function switchBadge(enabled: boolean, { t }: PageContext): SafeHtml {
  const { on, off } = t.subscriptions.switches;
  return parts.badge(enabled ? on : off, enabled ? 'good' : 'plain');
}

function forms(app: AppModel, context: PageContext): SafeHtml {
  return html`${createForm(app, context)}
${app.subscriptions.map((one) => changeForm(app, one, context))}`;
}

function createForm(app: AppModel, context: PageContext): SafeHtml {
  const { t } = context;
  const typed = typedFor(app, '', context);
  const form = parts.postForm(
    context,
    parts.at(['merchants', String(app.merchantId), 'subscriptions']),
    html`<p>${t.subscriptions.lead}</p>${parts.hidden('app', String(app.id))}
${fields(typed?.url ?? '', typed?.events ?? '', context)}
${parts.passwordField(context)}
${parts.button(t.subscriptions.create)}`,
  );
  return parts.fold(t.subscriptions.create, form, typed !== null && context.problem !== null);
}

function changeForm(app: AppModel, line: SubscriptionLine, context: PageContext): SafeHtml {
  const { t } = context;
  const typed = typedFor(app, String(line.slot), context);
  const enabled = typed?.enabled ?? (line.enabled ? 'on' : 'off');
  const { on, off } = t.subscriptions.switches;
  const form = parts.postForm(
    context,
    parts.at(['merchants', String(app.merchantId), 'subscriptions', 'set']),
    html`${parts.hidden('app', String(app.id))}${parts.hidden('slot', String(line.slot))}
${fields(typed?.url ?? line.url, typed?.events ?? line.events.join(', '), context)}
${parts.select(
  'enabled',
  t.merchants.status,
  [
    ['on', on],
    ['off', off],
  ],
  enabled,
)}
${parts.tick('new_key', t.subscriptions.newKey, typed?.new_key === 'yes')}
${parts.passwordField(context)}
${parts.button(t.subscriptions.change)}`,
  );
  const title = `${t.subscriptions.change} ${line.slot}`;
  return parts.fold(title, form, typed !== null && context.problem !== null);
}

function fields(url: string, events: string, { t }: PageContext): SafeHtml {
  const { address, events: label, eventsHint: hint } = t.subscriptions;
  return html`${parts.field({ name: 'url', label: address, value: url, required: true })}
${parts.field({ name: 'events', label, hint, value: events })}`;
}

/** What was typed into this very form; null: into another, or nothing. */
function typedFor(app: AppModel, slot: string, { typed }: PageContext) {
  return typed.app === String(app.id) && (typed.slot ?? '') === slot && typed.purpose === undefined
    ? typed
    : null;
}

export const createSubscriptionAction = actionOf(subscriptionCreate, {
  path: '/merchants/:id/subscriptions',
  screen: '/merchants/:id',
  answer: answerOf,
});

export const setSubscriptionAction = actionOf(subscriptionSet, {
  path: '/merchants/:id/subscriptions/set',
  screen: '/merchants/:id',
  input: (_ask, { new_key: rekey, ...form }) => ({ ...form, ...(rekey ? { key: 'new' } : {}) }),
  answer: answerOf,
});

function answerOf({ slot, key }: MadeSubscription): Answer {
  if (key === null) return { done: 'subscription_set' };
  return { shown: { keyId: slot === null ? null : `${slot}`, disclosed: key.disclosed } };
}

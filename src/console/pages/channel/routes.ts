/** Which provider's accounts carry the channel, in which order, and for what. */
import { CONNECTORS } from '../../../connectors/registry.ts';
import type { Channel, Route } from '../../../domain/channel.ts';
import { carries, channelRoute, routeRemove } from '../../../operator/commands/channel-routes.ts';
import type { ChannelDetails } from '../../../ports/operator.ts';
import { html, type SafeHtml } from '../../../web/safe-html.ts';
import type { PageContext } from '../../page-context.ts';
import * as parts from '../../parts.ts';
import { editActionOf, editForm, fieldsOf } from './form.ts';
import type { ChannelModel } from './model.ts';

type Row = ChannelDetails['routes'][number];

export function routesCard(model: ChannelModel, context: PageContext): SafeHtml {
  const { t } = context;
  const list = model.routes.map((route) => routeItem(route, model, context));
  const none = html`<p class="nothing">${t.nothing}</p>`;
  return parts.section(
    t.catalogue.routes,
    html`<p class="hint">${t.catalogue.routesLead}</p>
${list.length === 0 ? none : html`<ul class="routes">${list}</ul>`}
<div class="further">${routeForm(null, model, context)}</div>`,
  );
}

function routeItem(route: Row, model: ChannelModel, context: PageContext): SafeHtml {
  const { t } = context;
  const { labels } = t.catalogue;
  const name = `${route.connector}/${route.account}`;
  const state = route.enabled
    ? parts.badge(t.channels.open, 'good')
    : parts.badge(t.channels.shut, 'plain');
  const unrelated = model.accounts.includes(name)
    ? null
    : parts.badge(t.catalogue.noAccount, 'warn');
  return html`<li class="route"><header><code>${name}</code> ${state} ${unrelated}</header>
${parts.facts([
  [labels.priority ?? '', html`${route.priority}`],
  [labels.weight ?? '', html`${route.weight}`],
  [labels.condition ?? '', html`${amountsOf(route, model.channel, context)}`],
  [labels.merchants ?? '', html`${merchantsOf(route, model, context)}`],
])}
${routeForm(route, model, context)}${removeForm(route, model, context)}</li>`;
}

function amountsOf(
  { minMinor, maxMinor }: Route,
  { asset }: Channel,
  context: PageContext,
): string {
  const money = (minor: bigint | null) =>
    minor === null ? '…' : parts.amountText({ asset, minor }, context);
  if (minMinor === null && maxMinor === null) return context.t.all;
  return `${money(minMinor)} – ${money(maxMinor)}`;
}

function merchantsOf({ merchantIds }: Route, { names }: ChannelModel, { t }: PageContext): string {
  if (merchantIds === null) return t.catalogue.everybody;
  return merchantIds.map((id) => names[String(id)] || String(id)).join(', ');
}

/** `route`: null for a new one. */
function routeForm(route: Row | null, model: ChannelModel, context: PageContext): SafeHtml | null {
  const { catalogue } = context.t;
  const { channel } = model;
  const { asset } = channel;
  const id = route === null ? '' : String(route.id);
  const part = `route ${id}`;
  const fields = fieldsOf(context, part);
  const { optional: hint, merchants } = catalogue.hints;
  const required = true;
  const ids = (route?.merchantIds ?? []).join(', ');
  return editForm(context, model, {
    part,
    to: ['routes'],
    title: route === null ? catalogue.addRoute : catalogue.change,
    body: html`${parts.hidden('route', id)}<div class="columns">
${fields.choice('connector', connectorOptions(channel, route), route?.connector ?? '')}
${fields.text('account', route?.account ?? 'main', { required })}
${fields.whole('priority', route?.priority ?? 1, { required })}
${fields.whole('weight', route?.weight ?? 1, { required })}
${fields.money('min', route?.minMinor ?? null, asset, { hint })}
${fields.money('max', route?.maxMinor ?? null, asset, { hint })}</div>
${fields.text('merchants', ids, { hint: merchants })}
${fields.tick('enabled', route?.enabled ?? true)}`,
  });
}

/** Those that can carry the method, and the route's own. */
function connectorOptions(channel: Channel, route: Row | null): readonly parts.Option[] {
  const able = CONNECTORS.filter((one) => carries(one, channel)).map(({ name }) => name);
  const own = route === null || able.includes(route.connector) ? [] : [route.connector];
  return [...able, ...own].map((name) => [name, name]);
}

function removeForm({ id }: Row, model: ChannelModel, context: PageContext): SafeHtml | null {
  const words = context.t.catalogue;
  return editForm(context, model, {
    part: `remove ${id}`,
    to: ['routes', 'remove'],
    title: words.remove,
    body: parts.hidden('route', String(id)),
    button: parts.button(words.remove, 'danger'),
  });
}

export const saveRouteAction = editActionOf(channelRoute, 'routes');
export const removeRouteAction = editActionOf(routeRemove, 'routes/remove');

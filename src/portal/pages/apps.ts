/** The merchant's apps: keys, addresses, subscriptions. */

import { ADDRESS_SCOPE } from '../../domain/app-setting.ts';
import { parseId } from '../../domain/id.ts';
import { ADDRESS_SCOPES, appAccess, appEndKey } from '../../operator/commands/app-access.ts';
import { appRotateKey } from '../../operator/commands/app-rotate-key.ts';
import { type AppModel, appModel, keyTable } from '../../screens/app-model.ts';
import { type Rotated, rotatedNote } from '../../screens/made-key.ts';
import * as parts from '../../screens/parts.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import { actionOf, type Screen } from '../screen.ts';
import { subscriptionPart } from './subscriptions.ts';

export const appsScreen: Screen<readonly AppModel[]> = {
  path: '/apps',
  ability: 'develop',
  load: async ({ apps, dialects }) => apps().map((app) => appModel(dialects, app)),
  page: (apps, context) => ({
    title: context.t.nav.apps,
    body: html`${parts.pageHead(context.t.nav.apps, context.t.appsPage.lead)}
<div class="card">${appTable(apps, context)}</div>`,
  }),
};

function appTable(apps: readonly AppModel[], context: PageContext): SafeHtml {
  const { t, at } = context;
  if (apps.length === 0) return html`<p class="nothing">${t.appsPage.none}</p>`;
  const columns: readonly parts.Column<AppModel>[] = [
    {
      head: t.merchants.publicId,
      cell: ({ id, publicId }) =>
        html`<a class="id" href="${at(['apps', String(id)])}">${publicId}</a>`,
    },
    { head: t.merchants.dialect, cell: ({ dialect }) => parts.code(dialect) },
    { head: t.merchants.status, cell: ({ status }) => t.active[status] },
    { head: t.merchants.keys, cell: ({ keys }) => String(keys.length), look: 'number' },
    { head: t.order.notifyUrl, cell: ({ notifyUrl }) => parts.code(notifyUrl), look: 'wide' },
  ];
  return parts.table(columns, apps, context);
}

export const appScreen: Screen<AppModel> = {
  path: '/apps/:id',
  ability: 'develop',
  async load({ app, dialects }, { params }) {
    const found = app(parseId(params.id ?? ''));
    return found === null ? null : appModel(dialects, found);
  },
  page: (app, context) => ({
    title: app.publicId,
    body: html`<header class="page-head"><div>
<p class="over">${context.t.merchants.app} · ${app.dialect}</p><h1><code>${app.publicId}</code></h1></div></header>
${rotatedNote(context)}
${context.waits ? html`<p class="hint">${context.t.appsPage.waits}</p>` : null}
${parts.section(context.t.order.facts, factsOf(app, context))}
${parts.section(
  context.t.merchants.keys,
  html`${keyTable(app.keys, context)}
${rotateForm(app, context)}${endForm(app, context)}`,
)}
<section class="card">${parts.fold(context.t.fences.title, accessForm(app, context))}</section>
${subscriptionPart(app, context)}`,
  }),
};

function factsOf(app: AppModel, { t }: PageContext): SafeHtml {
  const ips = app.ipAllow.length === 0 ? t.merchants.anywhere : app.ipAllow.join(', ');
  return parts.facts([
    [t.merchants.dialect, parts.code(app.dialect)],
    [t.merchants.publicId, parts.code(app.publicId)],
    [t.merchants.status, html`${t.active[app.status]}`],
    [t.order.notifyUrl, app.notifyUrl === null ? null : parts.code(app.notifyUrl)],
    [t.merchants.ipAllow, html`${ips}`],
  ]);
}

const OVERLAPS_S = ['604800', '86400', '3600', '0'] as const;

function rotateForm(app: AppModel, context: PageContext): SafeHtml {
  const { t, typed, at } = context;
  const purposes = app.keySpecs.map(
    ({ purpose }) => [purpose, t.merchants.purposes[purpose]] as const,
  );
  const overlaps = OVERLAPS_S.map((seconds) => [seconds, t.merchants.overlaps[seconds]] as const);
  const given = (name: string) => typed[name] ?? '';
  const rsa = app.keySpecs.find(({ form }) => form.kind === 'rsa_public')?.form;
  const label = t.merchants.newPublicKey;
  const hint = t.merchants.newPublicKeyHint;
  const words = t.appsPage;
  // Works with script only, and says so by not being there without it.
  const make =
    rsa?.kind !== 'rsa_public'
      ? null
      : html`<div hidden data-make-pair data-bits="${String(Math.max(2048, rsa.minBits))}" data-name="${app.publicId}" data-made="${words.made}" data-cannot="${words.cannot}">
<h3>${words.make}</h3><p class="hint">${words.makeLead}</p><button type="button" class="button">${words.makeButton}</button><p class="hint" role="status"></p></div>`;
  const publicKey =
    rsa === undefined
      ? null
      : html`${make}${parts.area({ name: 'public_key', label, hint, value: given('public_key'), rows: 4 })}`;
  const form = parts.postForm(
    context,
    at(['apps', String(app.id), 'rotate-key']),
    html`<p>${t.merchants.rotateLead}</p>
${parts.select('purpose', t.merchants.purpose, purposes, given('purpose'))}
${parts.select('overlap', t.merchants.overlap, overlaps, given('overlap'))}
${publicKey}
${parts.passwordField(context)}
${parts.button(t.merchants.rotate, 'danger')}`,
  );
  return parts.fold(t.merchants.rotate, form, typed.overlap !== undefined);
}

function endForm({ id, keys }: AppModel, context: PageContext): SafeHtml | null {
  if (keys.length === 0) return null;
  const { t, at } = context;
  const form = parts.postForm(
    context,
    at(['apps', String(id), 'end-key']),
    html`<p>${t.fences.endKeyLead}</p>
${parts.select(
  'key',
  t.merchants.keyId,
  keys.map(({ id: key }) => [key, key] as const),
  '',
)}
${parts.passwordField(context)}${parts.button(t.fences.endKey, 'danger')}`,
  );
  return parts.fold(t.fences.endKey, form);
}

function accessForm(app: AppModel, context: PageContext): SafeHtml {
  const { t, typed, at } = context;
  const given = (name: string, stored: string) => typed[name] ?? stored;
  const scopes = ADDRESS_SCOPES.map((word) => [word, t.fences.scopes[word]] as const);
  const scope = app.settings[ADDRESS_SCOPE] ?? 'payouts';
  return parts.postForm(
    context,
    at(['apps', String(app.id), 'access']),
    html`${parts.area({ name: 'ip_allow', label: t.merchants.ipAllow, hint: t.fences.listHint, value: given('ip_allow', app.ipAllow.join('\n')), rows: 3 })}
${parts.select('ip_scope', t.fences.scope, scopes, given('ip_scope', scope))}
${parts.field({ name: 'notify_url', label: t.order.notifyUrl, value: given('notify_url', app.notifyUrl ?? '') })}
${parts.field({ name: 'payout_notify_url', label: t.fences.payoutNotifyUrl, value: given('payout_notify_url', app.payoutNotifyUrl ?? '') })}
${parts.passwordField(context)}
${parts.button(t.merchants.change, 'primary')}`,
  );
}

const HERE = { screen: '/apps/:id' } as const;

export const rotateKeyAction = actionOf(appRotateKey, {
  ...HERE,
  path: '/apps/:id/rotate-key',
  input: ({ params }, { overlap = '', purpose = '', public_key: publicKey = '' }) => ({
    ...{ app: params.id ?? '', overlap_s: overlap, purpose, public_key: publicKey },
  }),
  answer: ({ keyId, key: { disclosed } }) => ({ shown: { keyId, disclosed } satisfies Rotated }),
});

export const endKeyAction = actionOf(appEndKey, {
  ...HERE,
  path: '/apps/:id/end-key',
  input: ({ params }, { key = '' }) => ({ app: params.id ?? '', key }),
  answer: () => ({ done: 'app_changed' }),
});

/** Whether the app may call at all is the operator's to say. */
export const accessAction = actionOf(appAccess, {
  ...HERE,
  path: '/apps/:id/access',
  input: ({ params }, { status: _, merchant: __, ...form }) => ({ ...form, app: params.id ?? '' }),
  answer: () => ({ done: 'app_changed' }),
});

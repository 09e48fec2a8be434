/** Fences around a merchant and its apps: whether they may call, from where, until when. */
import { ADDRESS_SCOPE } from '../../domain/app-setting.ts';
import type { Merchant } from '../../domain/merchant.ts';
import { ADDRESS_SCOPES, appAccess, appEndKey } from '../../operator/commands/app-access.ts';
import { merchantSet } from '../../operator/commands/merchant-set.ts';
import type { AppModel } from '../../screens/app-model.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import { actionOf } from '../screen.ts';

/** Disables or enables; the same for a merchant and for an app. */
function statusForm(
  status: 'active' | 'disabled',
  segments: readonly string[],
  more: SafeHtml | null,
  context: PageContext,
): SafeHtml {
  const { t } = context;
  const isActive = status === 'active';
  const word = isActive ? t.fences.disable : t.fences.enable;
  const form = parts.postForm(
    context,
    parts.at(segments),
    html`<p>${isActive ? t.fences.disableLead : t.fences.enableLead}</p>${more}
${parts.hidden('status', isActive ? 'disabled' : 'active')}
${parts.passwordField(context)}${parts.button(word, 'danger')}`,
  );
  return parts.fold(word, form);
}

export function merchantStatusForm(
  { id, status }: Pick<Merchant, 'id' | 'status'>,
  context: PageContext,
): SafeHtml | null {
  if (!context.may('manage_merchants')) return null;
  return statusForm(status, ['merchants', String(id), 'status'], null, context);
}

export function accessForms(app: AppModel, context: PageContext): SafeHtml | null {
  if (!context.may('manage_merchants')) return null;
  const { t, typed } = context;
  const mine = typed.app === String(app.id);
  const given = (name: string, stored: string) => (mine ? (typed[name] ?? stored) : stored);
  const to = (name: string) => ['merchants', String(app.merchantId), name];
  const which = parts.hidden('app', String(app.id));
  const scopes = ADDRESS_SCOPES.map((word) => [word, t.fences.scopes[word]] as const);
  const scope = app.settings[ADDRESS_SCOPE] ?? 'payouts';
  const access = parts.postForm(
    context,
    parts.at(to('access')),
    html`${which}
${parts.area({ name: 'ip_allow', label: t.merchants.ipAllow, hint: t.fences.listHint, value: given('ip_allow', app.ipAllow.join('\n')), rows: 3 })}
${parts.select('ip_scope', t.fences.scope, scopes, given('ip_scope', scope))}
${parts.field({ name: 'notify_url', label: t.order.notifyUrl, value: given('notify_url', app.notifyUrl ?? '') })}
${parts.field({ name: 'payout_notify_url', label: t.fences.payoutNotifyUrl, value: given('payout_notify_url', app.payoutNotifyUrl ?? '') })}
${parts.passwordField(context)}
${parts.button(t.merchants.change, 'primary')}`,
  );
  const keys = app.keys.map(({ id }) => [id, id] as const);
  const end = parts.postForm(
    context,
    parts.at(to('end-key')),
    html`<p>${t.fences.endKeyLead}</p>${which}${parts.select('key', t.merchants.keyId, keys, '')}
${parts.passwordField(context)}${parts.button(t.fences.endKey, 'danger')}`,
  );
  return html`${parts.fold(t.fences.title, access, mine && context.problem !== null)}
${keys.length === 0 ? null : parts.fold(t.fences.endKey, end)}
${statusForm(app.status, to('app-status'), which, context)}`;
}

const FENCE = {
  screen: '/merchants/:id',
  answer: () => ({ done: 'merchant_changed' as const }),
};

export const merchantStatusAction = actionOf(merchantSet, {
  ...FENCE,
  path: '/merchants/:id/status',
  input: ({ params }, { status = '' }) => ({ status, merchant: params.id ?? '' }),
});

export const appAccessAction = actionOf(appAccess, {
  ...FENCE,
  path: '/merchants/:id/access',
  input: ({ params }, { status: _, ...form }) => ({ ...form, merchant: params.id ?? '' }),
});

export const appStatusAction = actionOf(appAccess, {
  ...FENCE,
  path: '/merchants/:id/app-status',
  input: ({ params }, { app = '', status = '' }) => ({ app, status, merchant: params.id ?? '' }),
});

export const endKeyAction = actionOf(appEndKey, {
  ...FENCE,
  path: '/merchants/:id/end-key',
  input: ({ params }, { app = '', key = '' }) => ({ app, key, merchant: params.id ?? '' }),
});

/** What stands around every page of the portal: its menu, and which money it is about. */

import { MODES } from '../domain/merchant.ts';
import type { MemberAbility } from '../operator/member-roles.ts';
import { ICONS } from '../screens/icons.ts';
import { appPage } from '../screens/layout.ts';
import * as parts from '../screens/parts.ts';
import type { Document } from '../screens/screen.ts';
import { withdrawalLabels } from '../screens/withdrawals.ts';
import { html } from '../web/safe-html.ts';
import { ownPath } from '../web/safe-url.ts';
import type { Messages, NavKey } from './i18n/messages.ts';
import { LOCALES } from './locale.ts';
import type { PageContext } from './page-context.ts';

const NAV: readonly (readonly [NavKey, keyof typeof ICONS, readonly string[], MemberAbility])[] = [
  ['overview', 'overview', [], 'look'],
  ['orders', 'orders', ['orders'], 'look'],
  ['notifications', 'notifications', ['notifications'], 'look'],
  ['balances', 'balances', ['balances'], 'see_money'],
  ['batches', 'batches', ['batches'], 'see_money'],
  ['statement', 'mainBook', ['statement'], 'see_money'],
  ['withdrawals', 'withdrawals', ['withdrawals'], 'withdraw'],
  ['apps', 'channels', ['apps'], 'develop'],
  ['explain', 'explain', ['explain'], 'develop'],
  ['team', 'operators', ['team'], 'manage_team'],
];

/** What a person calls the fields of the forms, which problems name. */
function labelsOf({ merchants, order, fences, subscriptions, withdrawals }: Messages): Labels {
  return {
    ...withdrawalLabels(withdrawals),
    ...{ purpose: merchants.purpose, key: merchants.keyId, overlap_s: merchants.overlap },
    ...{ public_key: merchants.newPublicKey, ip_allow: merchants.ipAllow },
    ...{ ip_scope: fences.scope, notify_url: order.notifyUrl },
    ...{ payout_notify_url: fences.payoutNotifyUrl, app: merchants.app },
    ...{ url: subscriptions.address, events: subscriptions.events },
    ...{ slot: subscriptions.number, enabled: merchants.status },
  };
}

type Labels = Readonly<Partial<Record<string, string>>>;

/** A whole page for a member who is signed in. */
export function portalPage(document: Document, context: PageContext): string {
  const { t, member, merchant, mode, assets, at } = context;
  const site = { name: 'portal', assets, locales: LOCALES };
  const menu = NAV.filter(([, , , ability]) => context.may(ability)).map(
    ([key, icon, segments]) => ({
      label: t.nav[key],
      url: at(segments),
      icon: ICONS[icon],
      isHome: segments.length === 0,
    }),
  );
  const modes = MODES.map((one) => ({
    label: t.mode[one],
    url: ownPath(['portal', one]),
    current: one === mode,
  }));
  return appPage(document, site, context, {
    menu,
    menuMark: null,
    aboveMenu: html`<p class="merchant-name"><bdi>${merchant.name}</bdi></p>${parts.tabs(t.modes.label, modes)}`,
    who: { name: member.name, below: t.memberRole[member.role], url: at(['account']) },
    notes: mode === 'test' ? html`<p class="flash flash-warn">${t.modes.test}</p>` : null,
    fieldLabel: (field) => labelsOf(t)[field] ?? field,
    whyText: (why) => why,
  });
}

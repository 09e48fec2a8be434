/** What stands around every page of the console: its menu, and notes for who reads it. */

import type { Ability } from '../operator/roles.ts';
import { ICONS } from '../screens/icons.ts';
import { appPage, type MenuItem } from '../screens/layout.ts';
import type { Document } from '../screens/screen.ts';
import { html, type SafeHtml } from '../web/safe-html.ts';
import { fieldLabel } from './i18n/field-label.ts';
import type { NavKey } from './i18n/messages.ts';
import { LOCALES } from './locale.ts';
import type { PageContext } from './page-context.ts';
import { at, count } from './parts.ts';

const NAV: readonly (readonly [NavKey, segments: readonly string[], Ability])[] = [
  ['overview', [], 'look'],
  ['orders', ['orders'], 'look'],
  ['notifications', ['notifications'], 'look'],
  ['cases', ['cases'], 'look'],
  ['disputes', ['disputes'], 'look'],
  ['verifications', ['verifications'], 'look'],
  ['merchants', ['merchants'], 'look'],
  ['balances', ['balances'], 'look'],
  ['batches', ['batches'], 'look'],
  ['withdrawals', ['withdrawals'], 'look'],
  ['invoices', ['invoices'], 'look'],
  ['mainBook', ['main-book'], 'look'],
  ['coverage', ['coverage'], 'look'],
  ['recon', ['reconciliation'], 'look'],
  ['calendars', ['calendars'], 'look'],
  ['channels', ['channels'], 'look'],
  ['providers', ['providers'], 'look'],
  ['explain', ['explain'], 'explain'],
  ['approvals', ['approvals'], 'approve'],
  ['audit', ['audit'], 'read_audit'],
  ['operators', ['operators'], 'manage_operators'],
];

/** A whole page for an operator who is signed in. */
export function consolePage(document: Document, context: PageContext): string {
  const { t, operator, assets } = context;
  const site = { name: 'console', assets, locales: LOCALES };
  return appPage(document, site, context, {
    menu: menuOf(context),
    menuMark: queue(context),
    aboveMenu: null,
    who: { name: operator.name, below: t.role[operator.role], url: at(['account']) },
    notes: context.alone ? html`<p class="flash flash-warn">${t.approvals.alone}</p>` : null,
    fieldLabel: (field) => fieldLabel(field, t),
    whyText: (why) => whyText(why, t),
  });
}

function menuOf(context: PageContext): readonly MenuItem[] {
  const open = NAV.filter(
    ([key, , ability]) => context.may(ability) && (key !== 'approvals' || context.fourEyes),
  );
  return open.map(([key, segments]) => ({
    label: context.t.nav[key],
    url: at(segments),
    icon: ICONS[key],
    isHome: segments.length === 0,
    mark: key === 'approvals' ? queue(context) : null,
  }));
}

/** How many wait for whoever reads this. */
function queue(context: PageContext): SafeHtml | null {
  return context.waiting === 0
    ? null
    : html`<span class="queue">${count(context.waiting, context)}</span>`;
}

/** What a command says beside a problem: a code of its own in words, else as it is. */
function whyText(why: string, { moneyWhy }: PageContext['t']): string {
  const words = new Map<string, string>(Object.entries(moneyWhy));
  return words.get(why) ?? why;
}

/** Merchants, their apps and keys (ids and fingerprints only), and their balances. */

import { parseId } from '../../domain/id.ts';
import type { Merchant } from '../../domain/merchant.ts';
import type { Member } from '../../ports/member.ts';
import type { AssetBalance } from '../../ports/operator.ts';
import type { StatementFile } from '../../ports/statement-file.ts';
import { type AppModel, appModel, keyTable } from '../../screens/app-model.ts';
import { rotatedNote } from '../../screens/made-key.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import type { Screen } from '../screen.ts';
import { type AmountRulesModel, amountRulesOf, amountRulesPart } from './amount-rules.ts';
import { accessForms, merchantStatusForm } from './app-access.ts';
import { type SettingsModel, settingsOf, settingsPart } from './app-settings.ts';
import { balancePostForm } from './balance-post.ts';
import { balanceTable } from './balances.ts';
import { linkNote, memberPart } from './members.ts';
import { shareOrdersForm } from './merchant-set.ts';
import { type ReserveModel, reserveModelOf, reservePart } from './reserve.ts';
import { rotateForm } from './rotate-key.ts';
import { builtFiles, statementForm } from './statement.ts';
import { subscriptionPart } from './subscriptions.ts';

interface MerchantLine extends Pick<Merchant, 'id' | 'name' | 'status'> {
  readonly appCount: number;
}

export const merchantsScreen: Screen<readonly MerchantLine[]> = {
  path: '/merchants',
  ability: 'look',
  async load(deps) {
    const snapshot = deps.snapshot.current();
    const apps = Map.groupBy(snapshot.apps(), ({ merchantId }) => merchantId);
    return [...snapshot.merchants()]
      .sort((a, b) => a.name.localeCompare(b.name))
      .map(({ id, name, status }) => ({ id, name, status, appCount: apps.get(id)?.length ?? 0 }));
  },
  page: (lines, context) => ({
    title: context.t.nav.merchants,
    body: html`<header class="page-head"><div><h1>${context.t.nav.merchants}</h1></div></header>
<div class="card">${merchantTable(lines, context)}</div>`,
  }),
};

function merchantTable(lines: readonly MerchantLine[], context: PageContext): SafeHtml {
  const { t } = context;
  const columns: readonly parts.Column<MerchantLine>[] = [
    {
      head: t.merchants.name,
      cell: ({ id, name }) =>
        html`<a class="id" href="${parts.at(['merchants', String(id)])}"><bdi>${name}</bdi></a>`,
    },
    { head: t.orders.id, cell: ({ id }) => parts.code(String(id)) },
    { head: t.merchants.status, cell: ({ status }) => activeBadge(status, context) },
    { head: t.merchants.apps, cell: ({ appCount }) => String(appCount), look: 'number' },
  ];
  return parts.table(columns, lines, context);
}

function activeBadge(status: Merchant['status'], { t }: PageContext): SafeHtml {
  return parts.badge(t.active[status], status === 'active' ? 'good' : 'plain');
}

// ---------------------------------------------------------------------------------------------

interface MerchantModel {
  readonly merchant: Omit<Merchant, 'bucket'>;
  readonly apps: readonly (AppModel & SettingsModel)[];
  readonly balances: readonly AssetBalance[];
  /** The last closed day. */
  readonly closedUntil: string | null;
  readonly statementFiles: readonly StatementFile[];
  readonly amountRules: AmountRulesModel;
  readonly reserve: ReserveModel;
  readonly members: readonly Member[];
}

export const merchantScreen: Screen<MerchantModel> = {
  path: '/merchants/:id',
  ability: 'look',
  async load(deps, { params }) {
    const id = parseId(params.id ?? '');
    const snapshot = deps.snapshot.current();
    const found = id === null ? null : snapshot.merchant(id);
    if (found === null) return null;
    const { bucket: _, ...merchant } = found;
    const apps = snapshot.apps().filter(({ merchantId }) => merchantId === merchant.id);
    return {
      merchant,
      apps: apps.map((app) => ({
        ...appModel(deps.dialects, app),
        ...settingsOf(deps.dialects, app),
      })),
      balances: await deps.reader.balances(merchant.id),
      closedUntil: await deps.accountStatements.closedUntil(merchant.id),
      statementFiles: await deps.statementFiles.of(merchant.id, null),
      amountRules: amountRulesOf(deps, merchant.id),
      reserve: reserveModelOf(deps, merchant.id),
      members: await deps.members.of(merchant.id),
    };
  },
  page: (model, context) => ({
    title: model.merchant.name,
    body: html`<header class="page-head"><div>
<h1><bdi>${model.merchant.name}</bdi> ${activeBadge(model.merchant.status, context)}</h1>
<p><code>${String(model.merchant.id)}</code></p></div></header>
${linkNote(context) ?? rotatedNote(context)}
${parts.section(context.t.order.facts, merchantFacts(model.merchant, context))}
${shareOrdersForm(model.merchant, context)}
${merchantStatusForm(model.merchant, context)}
${parts.section(context.t.nav.balances, balanceTable(model.balances, context))}
${statementForm(model.merchant.id, model.balances, model.closedUntil, context)}
${builtFiles(model.merchant.id, model.statementFiles, context)}
${amountRulesPart(model.amountRules, context)}
${reservePart(model.reserve, context)}
${postForm(model, context)}
${memberPart(model.merchant.id, model.members, context)}
${model.apps.map((app) => appCard(app, context))}`,
  }),
};

function postForm({ merchant, balances }: MerchantModel, context: PageContext) {
  const assets = balances.map(({ asset }) => asset);
  return balancePostForm(merchant.id, assets, context);
}

function merchantFacts(merchant: MerchantModel['merchant'], { t }: PageContext): SafeHtml {
  const amounts = { accept: t.merchants.accept, excess_to_suspense: t.merchants.excess } as const;
  const late = { accept: t.merchants.accept, suspense: t.merchants.suspense } as const;
  return parts.facts([
    [t.merchants.amountPolicy, html`${amounts[merchant.amountPolicy]}`],
    [t.merchants.latePolicy, html`${late[merchant.latePolicy]}`],
    [t.merchants.shareOrders, html`${t.merchants.shares[merchant.shareOrders ? 'yes' : 'no']}`],
  ]);
}

function appCard(app: AppModel & SettingsModel, context: PageContext): SafeHtml {
  const { t } = context;
  const mode = parts.modeBadge(app.mode, context);
  const ips = app.ipAllow.length === 0 ? t.merchants.anywhere : app.ipAllow.join(', ');
  const list = parts.facts([
    [t.merchants.dialect, parts.code(app.dialect)],
    [t.merchants.publicId, parts.code(app.publicId)],
    [t.merchants.status, activeBadge(app.status, context)],
    [t.order.notifyUrl, app.notifyUrl === null ? null : parts.code(app.notifyUrl)],
    [t.merchants.ipAllow, html`${ips}`],
  ]);
  return html`<section class="card"><header><h2>${t.merchants.app} <code>${app.publicId}</code> ${mode}</h2></header>
${list}
<h3>${t.merchants.keys}</h3>
${keyTable(app.keys, context)}
${rotateForm(app, context)}
${subscriptionPart(app, context)}
${settingsPart(app, context)}
${accessForms(app, context)}</section>`;
}

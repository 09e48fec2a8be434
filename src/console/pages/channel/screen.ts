/** One channel: what it is, and the forms that change it. */
import { html, type SafeHtml } from '../../../web/safe-html.ts';
import type { PageContext } from '../../page-context.ts';
import * as parts from '../../parts.ts';
import type { Screen } from '../../screen.ts';
import { codesCard } from './codes.ts';
import { factsCard } from './facts.ts';
import { type ChannelModel, loadChannel } from './model.ts';
import { requiredFieldsCard } from './required-fields.ts';
import { routesCard } from './routes.ts';
import { termsCard } from './terms.ts';

export const channelScreen: Screen<ChannelModel> = {
  path: '/channels/:code',
  ability: 'look',
  load: (deps, { params }) => loadChannel(deps, params.code ?? ''),
  page: (model, context) => ({
    title: model.channel.name,
    body: html`${head(model, context)}
${factsCard(model, context)}
${requiredFieldsCard(model, context)}
${codesCard(model, context)}
${termsCard(model, context)}
${routesCard(model, context)}`,
  }),
};

function head({ channel, revision }: ChannelModel, { t }: PageContext): SafeHtml {
  const { code, name, kind, method, country, asset, enabled } = channel;
  const state = parts.badge(
    enabled ? t.channels.open : t.channels.shut,
    enabled ? 'good' : 'plain',
  );
  return html`<header class="page-head order-head"><div>
<p class="over">${t.kind[kind]} · ${t.method[method]} · ${country} · ${asset}</p>
<h1><bdi>${name}</bdi> ${state}</h1>
<p><code>${code}</code> · ${t.catalogue.revision} ${String(revision)}</p>
</div></header>`;
}

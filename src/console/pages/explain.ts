/** The signature check for the apps of all merchants: see `src/screens/explain.ts`. */
import {
  type ExplainModel,
  explain,
  explainForm,
  explainResult,
  operationsOf,
} from '../../screens/explain.ts';
import { html } from '../../web/safe-html.ts';
import * as parts from '../parts.ts';
import { actionOf, type Screen } from '../screen.ts';

export const explainScreen: Screen<ExplainModel> = {
  path: '/explain',
  ability: 'explain',
  async load(deps) {
    const snapshot = deps.snapshot.current();
    const apps = snapshot.apps().map(({ id, publicId, dialect, merchantId }) => {
      const merchant = snapshot.merchant(merchantId)?.name ?? String(merchantId);
      return { id, name: `${merchant} · ${publicId} · ${dialect}` };
    });
    const byName = apps.sort((a, b) => a.name.localeCompare(b.name));
    return { apps: byName, operations: operationsOf(deps.dialects) };
  },
  page: (model, context) => ({
    title: context.t.nav.explain,
    body: html`${parts.pageHead(context.t.nav.explain, context.t.explain.lead)}
${explainResult(context)}
<section class="card">${explainForm(model, context, parts.at(['explain']))}</section>`,
  }),
};

export const explainAction = actionOf(explain, {
  path: '/explain',
  screen: '/explain',
  answer: (shown) => ({ shown }),
});

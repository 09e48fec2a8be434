/** The signature check for the merchant's own apps: see `src/screens/explain.ts`. */
import {
  type ExplainModel,
  explain,
  explainForm,
  explainResult,
  operationsOf,
} from '../../screens/explain.ts';
import * as parts from '../../screens/parts.ts';
import { html } from '../../web/safe-html.ts';
import { actionOf, type Screen } from '../screen.ts';

export const explainScreen: Screen<ExplainModel> = {
  path: '/explain',
  ability: 'develop',
  async load({ apps, dialects }) {
    const own = apps();
    const spoken = dialects.filter(({ name }) => own.some(({ dialect }) => dialect === name));
    return {
      apps: own.map(({ id, publicId, dialect }) => ({ id, name: `${publicId} · ${dialect}` })),
      operations: operationsOf(spoken),
    };
  },
  page: (model, context) => ({
    title: context.t.nav.explain,
    body: html`${parts.pageHead(context.t.nav.explain, context.t.explain.lead)}
${explainResult(context)}
<section class="card">${explainForm(model, context, context.at(['explain']))}</section>`,
  }),
};

export const explainAction = actionOf(explain, {
  path: '/explain',
  screen: '/explain',
  answer: (shown) => ({ shown }),
});

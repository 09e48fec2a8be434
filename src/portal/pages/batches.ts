/** What became available to the merchant, and on which day. */
import { type Id, parseId } from '../../domain/id.ts';
import type { BatchLine, BatchView } from '../../ports/settlement.ts';
import { type BatchPage, batchBody, batchPage, batchTable } from '../../screens/batches.ts';
import * as parts from '../../screens/parts.ts';
import { html } from '../../web/safe-html.ts';
import { orderLink } from '../order-link.ts';
import type { Screen } from '../screen.ts';

const SHOWN_MAX = 200;

export const batchesScreen: Screen<readonly BatchView[]> = {
  path: '/batches',
  ability: 'see_money',
  load: ({ queries }) => queries.batches(SHOWN_MAX),
  page(rows, context) {
    const words = context.t.settlement.batches;
    return {
      title: words.title,
      body: html`${parts.pageHead(words.title, words.lead)}
<div class="card">${batchTable(rows, context, ({ id }) => context.at(['batches', `${id}`]))}</div>`,
    };
  },
};

export const batchScreen: Screen<BatchPage> = {
  path: '/batches/:id',
  ability: 'see_money',
  async load({ queries }, { params, query }) {
    const id = parseId(params.id ?? '');
    const batch = id === null ? null : await queries.batch(id);
    if (batch === null) return null;
    return await batchPage(batch, query.after, (after, limit) =>
      queries.batchLines(batch.id, after, limit),
    );
  },
  page(model, context) {
    const { batch } = model;
    const { title, date } = context.t.settlement.batches;
    const link = ({ orderId, merchantRef }: BatchLine) =>
      parts.stack(orderLink(orderId, context), parts.code(merchantRef));
    const pageAfter = (after: Id | null) =>
      context.at(['batches', `${batch.id}`], after === null ? {} : { after: `${after}` });
    return {
      title: `${title} ${batch.date}`,
      body: html`${parts.pageHead(`${title} ${batch.date}`, `${date}: ${batch.date}`)}
${batchBody(model, context, link, pageAfter)}`,
    };
  },
};

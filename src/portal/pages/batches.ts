/** What became available to the merchant, and on which day. */
import { parseId } from '../../domain/id.ts';
import type { BatchLine, BatchView } from '../../ports/settlement.ts';
import { BATCH_LINES_SHOWN, batchBody, batchTable } from '../../screens/batches.ts';
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

interface BatchModel {
  readonly batch: BatchView;
  readonly lines: readonly BatchLine[];
}

export const batchScreen: Screen<BatchModel> = {
  path: '/batches/:id',
  ability: 'see_money',
  async load({ queries }, { params }) {
    const id = parseId(params.id ?? '');
    const batch = id === null ? null : await queries.batch(id);
    if (batch === null) return null;
    return { batch, lines: await queries.batchLines(batch.id, null, BATCH_LINES_SHOWN) };
  },
  page({ batch, lines }, context) {
    const { title, date } = context.t.settlement.batches;
    const link = ({ orderId, merchantRef }: BatchLine) =>
      parts.stack(orderLink(orderId, context), parts.code(merchantRef));
    return {
      title: `${title} ${batch.date}`,
      body: html`${parts.pageHead(`${title} ${batch.date}`, `${date}: ${batch.date}`)}
${batchBody(batch, lines, context, link)}`,
    };
  },
};

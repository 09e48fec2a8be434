/** Settlement batches: what became available to whom, and on which day. */
import { type Id, parseId } from '../../domain/id.ts';
import type { BatchLine, BatchView } from '../../ports/settlement.ts';
import { type BatchPage, batchBody, batchPage, batchTable } from '../../screens/batches.ts';
import { html } from '../../web/safe-html.ts';
import * as parts from '../parts.ts';
import type { Screen } from '../screen.ts';

const SHOWN_MAX = 200;

interface BatchesModel {
  readonly rows: readonly BatchView[];
  readonly names: Readonly<Record<string, string>>;
}

export const batchesScreen: Screen<BatchesModel> = {
  path: '/batches',
  ability: 'look',
  async load({ settlements, snapshot }, { query }) {
    const merchantId = parseId(query.merchant ?? '');
    const filter = { merchantId, mode: null, from: null, to: null };
    const rows = await settlements.batches(filter, SHOWN_MAX);
    const current = snapshot.current();
    const names = rows.map(({ merchantId: id }) => [
      `${id}`,
      current.merchant(id)?.name ?? `${id}`,
    ]);
    return { rows, names: Object.fromEntries(names) };
  },
  page({ rows, names }, context) {
    const { t } = context;
    const words = t.settlement.batches;
    const merchant: parts.Column<BatchView> = {
      head: t.withdrawals.merchant,
      cell: ({ merchantId: id, mode }) =>
        parts.stack(
          html`<a href="${parts.at(['merchants', `${id}`])}"><bdi>${names[`${id}`] ?? `${id}`}</bdi></a>`,
          parts.modeBadge(mode, context),
        ),
      look: 'wide',
    };
    return {
      title: words.title,
      body: html`${parts.pageHead(words.title, words.lead)}
<div class="card">${batchTable(rows, context, ({ id }) => parts.at(['batches', `${id}`]), [merchant])}</div>`,
    };
  },
};

export const batchScreen: Screen<BatchPage> = {
  path: '/batches/:id',
  ability: 'look',
  async load({ settlements }, { params, query }) {
    const id = parseId(params.id ?? '');
    const batch = id === null ? null : await settlements.batch(id);
    if (batch === null) return null;
    return await batchPage(batch, query.after, (after, limit) =>
      settlements.lines(batch.id, after, limit),
    );
  },
  page(model, context) {
    const { batch } = model;
    const { title, date } = context.t.settlement.batches;
    const link = ({ orderId, merchantRef }: BatchLine) =>
      parts.stack(
        html`<a class="id" href="${parts.at(['orders', `${orderId}`])}">${`${orderId}`}</a>`,
        parts.code(merchantRef),
      );
    const pageAfter = (after: Id | null) =>
      parts.at(['batches', `${batch.id}`], after === null ? {} : { after: `${after}` });
    return {
      title: `${title} ${batch.date}`,
      body: html`${parts.pageHead(`${title} ${batch.date}`, `${date}: ${batch.date}`)}
${batchBody(model, context, link, pageAfter)}`,
    };
  },
};

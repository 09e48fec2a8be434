/** The form for a merchant's statement of closed days. */
import { currencyOf } from '../../domain/money.ts';
import { STATEMENT_FORMATS, statementFileName } from '../../files/statement-file.ts';
import type { AssetBalance } from '../../ports/operator.ts';
import type { StatementFile } from '../../ports/statement-file.ts';
import { statementFilesPart } from '../../screens/statement-files.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';

/** `until`: the last closed day; null: none is. Nothing for a merchant without a balance. */
export function statementForm(
  merchantId: bigint,
  balances: readonly AssetBalance[],
  until: string | null,
  context: PageContext,
): SafeHtml | null {
  const words = context.t.settlement.statement;
  if (balances.length === 0) return null;
  if (until === null) return parts.fold(words.title, html`<p>${words.notClosed}</p>`);
  const action = parts.at(['merchants', String(merchantId), 'statement']);
  const forms = balances.map(
    ({ mode, asset }) => html`<form method="get" action="${action}" class="card filter">
<p>${words.balance}: ${currencyOf(asset)} ${parts.modeBadge(mode, context)}</p>
${parts.hidden('mode', mode)}${parts.hidden('asset', asset)}
${parts.field({ name: 'from', label: words.from, value: until, type: 'date', required: true })}
${parts.field({ name: 'to', label: words.to, value: until, type: 'date', required: true })}
${parts.select(
  'format',
  words.format,
  STATEMENT_FORMATS.map((format) => [format, format.toUpperCase()] as const),
  'csv',
)}
<div class="filter-buttons">${parts.button(words.download, 'primary')}</div></form>`,
  );
  return parts.fold(
    words.title,
    html`<p>${words.lead}</p><p class="hint">${words.until(until)}</p>${forms}`,
  );
}

/** Those that were too long to be sent at once. */
export function builtFiles(
  merchantId: bigint,
  files: readonly StatementFile[],
  context: PageContext,
): SafeHtml | null {
  return statementFilesPart(files, context, {
    name: (file) => statementFileName(file, file.format),
    link: ({ mode, asset, format, from, to }) =>
      parts.at(['merchants', `${merchantId}`, 'statement'], { mode, asset, format, from, to }),
  });
}

/** Statements that workers build into files, as console and portal show them. */
import type { StatementFile } from '../ports/statement-file.ts';
import { html, type SafeHtml } from '../web/safe-html.ts';
import type { SafeUrl } from '../web/safe-url.ts';
import type { PageContext } from './page-context.ts';
import * as parts from './parts.ts';

const LOOKS = { due: 'calm', building: 'calm', ready: 'good', failed: 'bad' } as const;

/** Null where there is none. */
export function statementFilesPart(
  files: readonly StatementFile[],
  context: PageContext,
  of: { name(file: StatementFile): string; link(file: StatementFile): SafeUrl },
): SafeHtml | null {
  if (files.length === 0) return null;
  const words = context.t.settlement.statement;
  const columns: readonly parts.Column<StatementFile>[] = [
    {
      head: words.file,
      cell: (file) =>
        file.state === 'ready'
          ? html`<a href="${of.link(file)}">${of.name(file)}</a>`
          : html`${of.name(file)}`,
      look: 'wide',
    },
    {
      head: context.t.settlement.batches.state,
      cell: ({ state, ...file }) =>
        parts.stack(
          parts.badge(words.fileStates[state], LOOKS[state]),
          state === 'building' ? html`${percent(file)} %` : html``,
        ),
    },
    { head: words.lines, cell: (file) => parts.count(file.lineCount, context), look: 'number' },
    { head: words.keptUntil, cell: ({ keepUntil }) => parts.time(keepUntil) },
  ];
  return parts.section(
    words.files,
    html`<p>${words.filesLead}</p>${parts.table(columns, files, context)}`,
  );
}

function percent({ doneCount, lineCount }: Pick<StatementFile, 'doneCount' | 'lineCount'>): string {
  return `${lineCount === 0 ? 0 : Math.floor((doneCount / lineCount) * 100)}`;
}

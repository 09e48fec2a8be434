/** Blocks as HTML. Everything goes through the product's own template, which escapes it. */
import { html, type SafeHtml } from '../web/safe-html.ts';
import { anchor, ownAddress, type SafeUrl } from '../web/safe-url.ts';
import type { Block, FieldRow } from './block.ts';
import { type Inline, parseInline } from './inline.ts';
import type { Messages } from './words/messages.ts';

type SamplesBlock = Extract<Block, { kind: 'samples' }>;

export function renderBlocks(blocks: readonly Block[], t: Messages): SafeHtml {
  return html`${blocks.map((block, at) => renderBlock(block, t, at))}`;
}

function renderBlock(block: Block, t: Messages, at: number): SafeHtml {
  switch (block.kind) {
    case 'heading':
      return html`<h2 id="${block.id}"><a href="${anchor(block.id)}">${block.text}</a></h2>`;
    case 'text':
      return html`<p>${renderInline(block.text)}</p>`;
    case 'note':
      return html`<p class="note">${renderInline(block.text)}</p>`;
    case 'list': {
      const items = block.items.map((item) => html`<li>${renderInline(item)}</li>`);
      return block.ordered ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`;
    }
    case 'code':
      return renderCode(block.text, t);
    case 'table':
      return renderTable(block.head, block.rows);
    case 'fields':
      return renderFields(block.rows, t);
    case 'endpoint':
      return html`<p class="endpoint"><span class="method">${block.method}</span> <code>${block.path}</code></p>`;
    case 'samples':
      return renderSamples(block, t, at);
  }
}

export function renderInline(text: string): SafeHtml {
  return html`${parseInline(text).map(renderPart)}`;
}

function renderPart(part: Inline): SafeHtml {
  switch (part.kind) {
    case 'text':
      return html`${part.text}`;
    case 'code':
      return html`<code>${part.text}</code>`;
    case 'bold':
      return html`<strong>${renderInline(part.text)}</strong>`;
    case 'link':
      return html`<a href="${linkOf(part.to)}">${part.text}</a>`;
  }
}

/** Our texts link to our own pages, and nowhere else. */
function linkOf(to: string): SafeUrl {
  const address = ownAddress(to);
  if (address === null) throw new TypeError(`no address of ours: ${to}`);
  return address;
}

function renderCode(text: string, t: Messages): SafeHtml {
  return html`<div class="code"><button type="button" class="copy" hidden>${t.copy}</button><pre tabindex="0"><code>${text}</code></pre></div>`;
}

function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): SafeHtml {
  const cells = (row: readonly string[]) => row.map((cell) => html`<td>${renderInline(cell)}</td>`);
  return html`<div class="scroll" tabindex="0"><table><thead><tr>${head.map((each) => html`<th scope="col">${each}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${cells(row)}</tr>`)}</tbody></table></div>`;
}

function renderFields(rows: readonly FieldRow[], t: Messages): SafeHtml {
  const items = rows.map(({ name, depth, type, marks, meaning, example }) => {
    const words = marks.map((mark) =>
      mark === t.required ? html` <b>${mark}</b>` : html` <i>${mark}</i>`,
    );
    const shown =
      example === null ? null : html`<span class="eg">${t.example}: <code>${example}</code></span>`;
    return html`<dt class="d${Math.min(depth, 3)}"><code>${name}</code> <span>${type}</span>${words}</dt><dd class="d${Math.min(depth, 3)}">${renderInline(meaning)}${shown}</dd>
`;
  });
  return html`<dl class="fields">${items}</dl>`;
}

/** Tabs without a script: one radio button for each, and the style shows what is chosen. */
function renderSamples(
  { label, samples, remark }: SamplesBlock,
  t: Messages,
  at: number,
): SafeHtml {
  const tabs = samples.map(({ title, id, isProved }, index) => {
    const [name, key] = [`s${at}`, `s${at}-${id}`];
    const said = html`<label for="${key}">${title}${isProved ? ' ✓' : ''}</label>`;
    return index === 0
      ? html`<input type="radio" name="${name}" id="${key}" class="t${index}" checked>${said}`
      : html`<input type="radio" name="${name}" id="${key}" class="t${index}">${said}`;
  });
  const panels = samples.map(
    ({ text }, index) => html`<div class="panel p${index}">${renderCode(text, t)}</div>
`,
  );
  return html`<section class="samples" aria-label="${label}"><div class="tabs" role="group" aria-label="${label}">${tabs}</div>${panels}<p class="remark">${remark}</p></section>`;
}

/** Our articles, from Markdown to blocks; and any page, from blocks to Markdown. */
import { type Block, type Content, type FieldRow, heading } from './block.ts';

/**
 * Reads an article: `## headings`, paragraphs, lists, tables, fenced code, `> notes`. A line
 * `{{name}}` is handed to `insert`, which puts made blocks there.
 */
export function readMarkdown(
  text: string,
  insert: (name: string) => readonly Block[],
): readonly Block[] {
  const blocks: Block[] = [];
  const lines = text.split('\n');
  let at = 0;
  /** The lines from here on that fit, taken off. */
  const taken = (fits: (line: string) => boolean): string[] => {
    const from = at;
    while (at < lines.length && fits(lines[at] ?? '')) at += 1;
    return lines.slice(from, at);
  };
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const fence = /^```(\w*)$/.exec(line);
    const inserted = /^\{\{([\w-]+)\}\}$/.exec(line);
    if (line.trim() === '') at += 1;
    else if (fence !== null) {
      at += 1;
      const code = taken((each) => each !== '```').join('\n');
      at += 1;
      blocks.push({ kind: 'code', language: fence[1] ?? '', text: code });
    } else if (inserted !== null) {
      at += 1;
      blocks.push(...insert(inserted[1] ?? ''));
    } else if (line.startsWith('## ')) {
      at += 1;
      blocks.push(heading(line.slice(3)));
    } else if (line.startsWith('|')) blocks.push(tableOf(taken((each) => each.startsWith('|'))));
    else if (line.startsWith('> ')) {
      const text = taken((each) => each.startsWith('> ')).map((each) => each.slice(2));
      blocks.push({ kind: 'note', text: text.join(' ') });
    } else if (ITEM.test(line)) blocks.push(listOf(taken((each) => /^(?:[-\d]|\s+\S)/.test(each))));
    else {
      const text = taken((each) => each.trim() !== '' && !/^(?:```|#|\||>|\{\{)/.test(each));
      blocks.push({ kind: 'text', text: joined(text) });
    }
  }
  return blocks;
}

const ITEM = /^(?:-|\d+\.) /;

/** Lines of one paragraph; between Chinese characters a line's end is no blank. */
function joined(lines: readonly string[]): string {
  return lines
    .join(' ')
    .replace(/([\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])/g, '$1');
}

function listOf(lines: readonly string[]): Block {
  const items: string[][] = [];
  for (const line of lines) {
    if (ITEM.test(line)) items.push([line.replace(ITEM, '')]);
    else items.at(-1)?.push(line.trim());
  }
  return { kind: 'list', ordered: /^\d/.test(lines[0] ?? ''), items: items.map(joined) };
}

function tableOf(lines: readonly string[]): Block {
  const [head = [], , ...rows] = lines.map((line) =>
    line
      .replace(/^\||\|\s*$/g, '')
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll('\\|', '|')),
  );
  return { kind: 'table', head, rows };
}

/** A page as Markdown, its title first. */
export function writeMarkdown(title: string, { lead, main, side }: Content): string {
  const parts = [`# ${title}`, lead, ...[...main, ...side].map(writeBlock)];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function writeBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `## ${block.text}`;
    case 'text':
      return block.text;
    case 'note':
      return `> ${block.text}`;
    case 'list':
      return block.items
        .map((item, at) => `${block.ordered ? `${at + 1}.` : '-'} ${item}`)
        .join('\n');
    case 'code':
      return fenced(block.language, block.text);
    case 'table':
      return writeTable(block.head, block.rows);
    case 'fields':
      return writeTable(
        ['name', 'type', '', 'meaning'],
        block.rows.map((row) => [nameOf(row), row.type, row.marks.join(', '), meaningOf(row)]),
      );
    case 'endpoint':
      return `\`${block.method} ${block.path}\``;
    case 'samples':
      return block.samples
        .map(({ title, id, text }) => `### ${title}\n\n${fenced(id, text)}`)
        .join('\n\n');
  }
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

function nameOf({ name, depth }: FieldRow): string {
  return `${'· '.repeat(depth)}\`${name}\``;
}

function meaningOf({ meaning, example }: FieldRow): string {
  return example === null ? meaning : `${meaning} (\`${example}\`)`;
}

function writeTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

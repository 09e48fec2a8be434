import { MODULES, type Module } from './modules.ts';

const BEGIN = '<!-- modules: made by tools/structure-docs.ts from tests/structure/modules.ts -->';
const END = '<!-- end of modules -->';

/** The page with its table of modules made anew from the rule that is tested. */
export function withImportTable(page: string): string {
  const [before, rest] = cut(page, BEGIN);
  const [, after] = cut(rest, END);
  return `${before}${BEGIN}\n${moduleTable()}\n${END}${after}`;
}

function cut(text: string, mark: string): [before: string, after: string] {
  const at = text.indexOf(mark);
  if (at < 0) throw new Error(`the page has no ${mark}`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}

function moduleTable(): string {
  const rows = Object.entries(MODULES).map(
    ([name, module]) => `| \`${name}\` | ${module.holds} | ${importsInWords(module)} |`,
  );
  return ['| module | holds | imports, beside itself |', '|---|---|---|', ...rows].join('\n');
}

function importsInWords({ paths, packages = [], nodeInWords }: Module): string {
  if (paths.includes('')) return 'everything';
  const words = [
    ...paths.map((path) => `\`${path.replace(/\/$/, '')}\``),
    ...packages.map((name) => `\`${name}\``),
    ...(nodeInWords === undefined ? [] : [nodeInWords]),
  ];
  return words.length === 0 ? 'nothing' : words.join(', ');
}

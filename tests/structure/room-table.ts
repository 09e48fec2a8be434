import { ROOMS, type Room } from './rooms.ts';

const BEGIN = '<!-- rooms: made by tools/structure-docs.ts from tests/structure/rooms.ts -->';
const END = '<!-- end of rooms -->';

/** The page with its table of rooms made anew from the rule that is tested. */
export function withImportTable(page: string): string {
  const [before, rest] = cut(page, BEGIN);
  const [, after] = cut(rest, END);
  return `${before}${BEGIN}\n${roomTable()}\n${END}${after}`;
}

function cut(text: string, mark: string): [before: string, after: string] {
  const at = text.indexOf(mark);
  if (at < 0) throw new Error(`the page has no ${mark}`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}

function roomTable(): string {
  const rows = Object.entries(ROOMS).map(
    ([name, room]) => `| \`${name}\` | ${room.holds} | ${importsInWords(room)} |`,
  );
  return ['| room | holds | imports, beside itself |', '|---|---|---|', ...rows].join('\n');
}

function importsInWords({ paths, packages = [], nodeInWords }: Room): string {
  if (paths.includes('')) return 'everything';
  const words = [
    ...paths.map((path) => `\`${path.replace(/\/$/, '')}\``),
    ...packages.map((name) => `\`${name}\``),
    ...(nodeInWords === undefined ? [] : [nodeInWords]),
  ];
  return words.length === 0 ? 'nothing' : words.join(', ');
}

import ts from 'typescript';
import { type Breach, isForTests, lineOf, parse, type Source, walk } from './source.ts';

const CLOCK = ['Date.now', 'performance', 'setTimeout', 'setInterval', 'setImmediate', 'process'];
const CHANCE = ['Math.random', 'crypto'];
const ASYNC = ['Promise', 'async', 'await', 'queueMicrotask'];

// Folder, and what its code must not use. Time and chance come in as arguments.
const FORBIDDEN: readonly { folder: string; words: readonly string[] }[] = [
  { folder: 'src/domain/', words: [...CLOCK, ...CHANCE, ...ASYNC, 'new Date()', 'fetch'] },
  { folder: 'src/dialects/', words: [...CLOCK, 'Math.random', 'new Date()', 'fetch'] },
  { folder: 'src/connectors/', words: [...CLOCK, 'Math.random', 'new Date()', 'fetch'] },
  { folder: 'src/', words: ['fetch'] },
];

// Begins as a statement that changes rows, or as a query that names where its rows come from.
const SQL =
  /^\s*(insert into \S|delete from \S|update \w+ set\s|(with .*)?select\s.*\sfrom \w+(\s+(where|order by|limit)\s|\s*$))/is;

/** Finds clocks, chance, waiting and SQL text in modules that must be without. */
export function checkPurity(sources: readonly Source[]): Breach[] {
  return sources
    .filter(({ path }) => path.startsWith('src/') && !isForTests(path))
    .flatMap((source) => [...impureUses(source), ...sqlText(source)]);
}

function impureUses(source: Source): Breach[] {
  const module = FORBIDDEN.find(({ folder }) => source.path.startsWith(folder));
  const breaches: Breach[] = [];
  walk(parse(source), (node) => {
    const word = wordOf(node);
    if (word === undefined || !module?.words.includes(word)) return;
    breaches.push({
      path: source.path,
      line: lineOf(node),
      rule: `${module.folder} is without ${word}`,
    });
  });
  return breaches;
}

/** The word by which the lists above name this piece of syntax. */
function wordOf(node: ts.Node): string | undefined {
  if (node.kind === ts.SyntaxKind.AsyncKeyword) return 'async';
  if (ts.isAwaitExpression(node)) return 'await';
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date') {
    return node.arguments?.length ? undefined : 'new Date()';
  }
  // Without `new`, Date answers the time of day whatever it is given.
  if (ts.isCallExpression(node) && node.expression.getText() === 'Date') return 'new Date()';
  if (ts.isPropertyAccessExpression(node)) return node.getText();
  if (ts.isIdentifier(node) && isFree(node)) return node.text;
  return undefined;
}

/** A name that stands for itself, not a property's or a parameter's name. */
function isFree(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name !== node;
  const named = parent as ts.Node & { name?: ts.Node };
  return named.name !== node;
}

// Store, and what puts the modules together: the command line, the demonstration, files beside
// modules.
const MAY_HOLD_SQL = /^src\/(store\/|postgres\/|cli\/|demo\/|[^/]+$)/;

function sqlText(source: Source): Breach[] {
  if (MAY_HOLD_SQL.test(source.path)) return [];
  const breaches: Breach[] = [];
  walk(parse(source), (node) => {
    if (!ts.isStringLiteral(node) && !ts.isTemplateLiteral(node)) return;
    if (!SQL.test(node.getText().slice(1, -1))) return;
    breaches.push({ path: source.path, line: lineOf(node), rule: 'SQL text is in store only' });
  });
  return breaches;
}

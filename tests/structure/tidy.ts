import { basename } from 'node:path';
import ts from 'typescript';
import {
  type Breach,
  isForTests,
  isText,
  lineAt,
  lineOf,
  parse,
  type Source,
  walk,
} from './source.ts';

const COLUMNS = 100;
const FILE_LINES = 400;
const FUNCTION_LINES = 70;

/**
 * Finds what is too long, unfinished, imprecise with money, open to injection, or thrown where it
 * should be said.
 */
export function checkTidiness(sources: readonly Source[]): Breach[] {
  return sources.flatMap((source) => {
    const tree = parse(source);
    return [
      ...longLines(source, tree),
      ...longFile(source),
      ...unfinished(source),
      ...inTree(source, tree, tooLongFunction),
      ...inTree(source, tree, impreciseNumber),
      ...inTree(source, tree, pastedQuery),
      ...inTree(source, tree, thrown),
      ...inTree(source, tree, otherWordForTest),
      ...inTree(source, tree, slept),
    ];
  });
}

type Rule = (node: ts.Node, path: string) => string | undefined;

function inTree(source: Source, tree: ts.SourceFile, rule: Rule): Breach[] {
  const breaches: Breach[] = [];
  walk(tree, (node) => {
    const broken = rule(node, source.path);
    if (broken !== undefined)
      breaches.push({ path: source.path, line: lineOf(node), rule: broken });
  });
  return breaches;
}

/**
 * A text that cannot be broken without being cut in two (a message, a published example) may stick
 * out.
 */
function longLines(source: Source, tree: ts.SourceFile): Breach[] {
  const excused = new Set<number>();
  walk(tree, (node) => {
    if (!isText(node)) return;
    for (let line = lineOf(node); line <= lineAt(tree, node.getEnd()); line += 1) excused.add(line);
  });
  return source.text.split('\n').flatMap((text, index) => {
    const line = index + 1;
    if ([...text].length <= COLUMNS || excused.has(line)) return [];
    return [{ path: source.path, line, rule: `a line has at most ${COLUMNS} columns` }];
  });
}

function longFile({ path, text }: Source): Breach[] {
  const lines = text.trimEnd().split('\n').length;
  if (lines <= FILE_LINES || isMade(path)) return [];
  return [{ path, line: lines, rule: `a file has at most ${FILE_LINES} lines` }];
}

/** What a program writes from values is as long as those are, and read a piece at a time. */
function isMade(path: string): boolean {
  return path.startsWith('sdk/src/made/');
}

function unfinished({ path, text }: Source): Breach[] {
  // Put together here, so that this file is not its own finding.
  const marks = new RegExp(`\\b(${['TO', 'FIX'].join('DO|')}ME)\\b`);
  return text.split('\n').flatMap((line, index) => {
    return marks.test(line) ? [{ path, line: index + 1, rule: 'what is merged is finished' }] : [];
  });
}

/** The callback of `describe` is a list of tests, not a function that anybody has to follow. */
function tooLongFunction(node: ts.Node): string | undefined {
  if (!ts.isFunctionLike(node) || isCallbackOf(node, 'describe')) return undefined;
  const tree = node.getSourceFile();
  const lines = lineAt(tree, node.getEnd()) - lineOf(node) + 1;
  return lines > FUNCTION_LINES ? `a function has at most ${FUNCTION_LINES} lines` : undefined;
}

function isCallbackOf(node: ts.Node, name: string): boolean {
  return ts.isCallExpression(node.parent) && node.parent.expression.getText() === name;
}

const EXACT = ['src/domain/', 'src/store/', 'src/wire/amount.ts'];
// The parts of an id have at most 42 bits: they fit a number, and they are no money.
const NO_MONEY = ['src/domain/id.ts'];

function impreciseNumber(node: ts.Node, path: string): string | undefined {
  if (!EXACT.some((prefix) => path.startsWith(prefix))) return undefined;
  if (NO_MONEY.includes(path) || isForTests(path)) return undefined;
  const banned =
    (ts.isCallExpression(node) && node.expression.getText() === 'Number' && 'Number(') ||
    (ts.isIdentifier(node) && ['parseFloat', 'toFixed'].includes(node.text) && node.text);
  return banned ? `money is never a floating point number: ${banned}` : undefined;
}

/**
 * Outside store a query is a plain string; in tests and measurements it may run over lines, but
 * nothing is pasted into it.
 */
function pastedQuery(node: ts.Node, path: string): string | undefined {
  if (/^src\/(store|postgres)\//.test(path) || !ts.isCallExpression(node)) return undefined;
  const { expression } = node;
  if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== 'query')
    return undefined;
  const [first] = node.arguments;
  if (first === undefined || !ts.isTemplateLiteral(first)) return undefined;
  const plain = ts.isNoSubstitutionTemplateLiteral(first);
  if (plain && (/^(tests|bench)\//.test(path) || isForTests(path))) return undefined;
  return 'a query has parameters, nothing is pasted into it';
}

/** In domain, app and operator a failure is a value; only an `assert…` function may throw. */
function thrown(node: ts.Node, path: string): string | undefined {
  if (!ts.isThrowStatement(node) || isForTests(path)) return undefined;
  if (!/^src\/(domain|app|operator)\//.test(path)) return undefined;
  if (basename(path) === 'assert.ts') return undefined;
  const owner = ts.findAncestor(node, ts.isFunctionLike);
  return owner?.name?.getText().startsWith('assert')
    ? undefined
    : 'a failure is a value here: throw only in an assert function';
}

/** A test is `test`, imported by name: with two words for one thing a reader looks for a reason. */
function otherWordForTest(node: ts.Node): string | undefined {
  if (!ts.isImportDeclaration(node)) return undefined;
  if (node.moduleSpecifier.getText() !== "'node:test'") return undefined;
  const bindings = node.importClause?.namedBindings;
  const elements = bindings && ts.isNamedImports(bindings) ? bindings.elements : [];
  const names = elements.map(({ propertyName, name }) => (propertyName ?? name).getText());
  const named =
    node.importClause?.name === undefined && !(bindings && ts.isNamespaceImport(bindings));
  if (named && !names.includes('it') && !names.includes('suite')) return undefined;
  return "write `import { describe, test } from 'node:test'`: a test is `test`, nothing else";
}

// A run of faults goes by the clock: it has no end to wait for.
const BY_THE_CLOCK = ['tests/faults/', 'tests/support/until.ts'];

/** A test that sleeps is slow on every machine, and wrong on a slower one. */
function slept(node: ts.Node, path: string): string | undefined {
  if (!(path.startsWith('tests/') || isForTests(path))) return undefined;
  if (BY_THE_CLOCK.some((prefix) => path.startsWith(prefix))) return undefined;
  const sleeps = ts.isImportDeclaration(node)
    ? node.moduleSpecifier.getText() === "'node:timers/promises'"
    : ts.isCallExpression(node) &&
      /^(setTimeout|.*\.waitForTimeout)$/.test(node.expression.getText());
  return sleeps
    ? 'a test does not sleep: wait for an event, or use tests/support/until.ts'
    : undefined;
}

import ts from 'typescript';
import { type Breach, lineOf, parse, type Source, walk } from './source.ts';

/** Words that names no longer use, and the field's word for what they meant. */
const RETIRED: ReadonlyMap<string, string> = new Map([
  ['news', 'provider event'],
  ['told', 'recorded, reported, notified or disclosed'],
  ['untold', 'deferred'],
  ['tell', 'report, notify or disclose'],
  ['tells', 'reports, notifies or discloses'],
  ['notice', 'event or notification'],
  ['notices', 'events or notifications'],
  ['pushed', 'attempted'],
  ['pushes', 'attempts'],
  ['park', 'dead-letter'],
  ['parked', 'dead-lettered'],
  ['desk', 'queries'],
  ['door', 'endpoint, authentication or entry point'],
  ['entered', 'authenticated'],
  ['frame', 'context'],
  ['house', 'services, or architecture'],
  ['carry', 'execute'],
  ['heard', 'outcome'],
  ['room', 'capacity'],
  ['rooms', 'capacities'],
  ['slots', 'semaphore'],
  ['give back', 'release, refund or reverse'],
  ['given back', 'released, refunded or reversed'],
  ['fee back', 'refunded fee'],
  ['take back', 'reverse or revoke'],
  ['taken back', 'reversed or revoked'],
  ['collector', 'batcher'],
  ['echo', 'metadata'],
  ['check use', 'check quota'],
  ['propose', 'draft'],
  ['proposed', 'draft'],
  ['usual', 'default'],
  ['usually', 'default'],
  ['misused', 'usage error'],
  ['twin', 'emulator'],
  ['twins', 'emulators'],
  ['stranger', 'unrelated'],
  ['strangers', 'unrelated'],
]);

/** Members that are named as rows in databases are: renaming one takes a migration. */
const STORED: ReadonlySet<string> = new Set([
  'notice',
  'parked',
  'echo',
  'feeBackMinor',
  'feeBackOnFull',
  'feeBackOnPartial',
  'noticeCount',
]);

/** Retired in the titles of tests as well: the others are plain English in a sentence. */
const RETIRED_IN_TITLES = ['told', 'untold', 'tell', 'tells', 'news', 'notice', 'parked', 'twin'];

/**
 * Finds names that use a retired word, in the product and in tests, and titles of tests that do.
 * Columns (`snake_case`) are not ours, and the rules of structure speak of the words themselves.
 */
export function checkWords(sources: readonly Source[]): Breach[] {
  return sources.filter(({ path }) => !path.startsWith('tests/structure/')).flatMap(inFile);
}

function inFile(source: Source): Breach[] {
  const breaches: Breach[] = [];
  walk(parse(source), (node) => {
    const name = declaredName(node);
    const text = name ?? titleOf(node);
    const word = name === undefined ? retiredInTitle(text) : retiredIn(name);
    if (word === undefined) return;
    const rule = `${text}: instead of "${word}" the field says ${RETIRED.get(word)}`;
    breaches.push({ path: source.path, line: lineOf(node), rule });
  });
  return breaches;
}

/** What `test`, `describe` or a subtest (`t.test`) is called. */
function titleOf(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const called = ts.isPropertyAccessExpression(node.expression)
    ? node.expression.name
    : node.expression;
  const [title] = node.arguments;
  const isTest = ts.isIdentifier(called) && /^(test|describe)$/.test(called.text);
  return isTest ? title?.getText() : undefined;
}

function retiredInTitle(title = ''): string | undefined {
  const words = title.toLowerCase().split(/[^a-z]+/);
  return RETIRED_IN_TITLES.find((word) => words.includes(word));
}

/** The name that a declaration gives to something; a stored member has the database's. */
function declaredName(node: ts.Node): string | undefined {
  const name = (node as ts.Node & { readonly name?: ts.Node }).name;
  if (name === undefined || ts.isPropertyAccessExpression(node)) return undefined;
  if (!ts.isIdentifier(name) && !ts.isPrivateIdentifier(name)) return undefined;
  const isMember =
    ts.isPropertySignature(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isShorthandPropertyAssignment(node) ||
    ts.isBindingElement(node);
  return isMember && STORED.has(name.text) ? undefined : name.text;
}

function retiredIn(name: string): string | undefined {
  if (/[a-z]_/.test(name)) return undefined;
  const words = ` ${name
    .replaceAll('_', ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()} `;
  return [...RETIRED.keys()].find((word) => words.includes(` ${word} `));
}

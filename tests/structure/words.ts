import { basename } from 'node:path';
import ts from 'typescript';
import { type Breach, commentsIn, lineAt, lineOf, parse, type Source, walk } from './source.ts';

/** Words that names no longer use, and the field's word for what they meant. */
const RETIRED: Retired = new Map([
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

type Retired = ReadonlyMap<string, string>;

const PUSH = ['push', 'attempt'] as const;

/** Retired in sentences as well; the others are plain English there. */
const IN_TEXTS: Retired = new Map([
  PUSH,
  ...retired('told', 'untold', 'news', 'notice', 'notices'),
  ...retired('pushed', 'pushes', 'parked', 'misused', 'twin', 'twins', 'stranger', 'strangers'),
]);

/** A title says what is promised, so it has to say by which of the ways. */
const IN_TITLES: Retired = new Map([...IN_TEXTS, ...retired('tell', 'tells')]);

function retired(...words: readonly string[]): (readonly [string, string])[] {
  return words.map((word) => [word, RETIRED.get(word) ?? '']);
}

/**
 * Finds names that use a retired word, in the product and in tests, and comments and titles of
 * tests that do. Columns (`snake_case`) are not ours, and the rules of structure speak of the words
 * themselves.
 */
export function checkWords(sources: readonly Source[]): Breach[] {
  return sources.filter(({ path }) => !path.startsWith('tests/structure/')).flatMap(inFile);
}

function inFile(source: Source): Breach[] {
  const tree = parse(source);
  const [named = ''] = basename(source.path).split('.');
  const breaches = breachOf(source.path, 1, named, retiredIn(named.replaceAll('-', ' ')));
  walk(tree, (node) => {
    const name = declaredName(node) ?? '';
    const found = retiredIn(name);
    if (found !== undefined) breaches.push(...breachOf(source.path, lineOf(node), name, found));
    const title = titleOf(node);
    if (title !== '') breaches.push(...inText(source.path, title, lineOf(node), IN_TITLES));
  });
  for (const { text, at } of commentsIn(tree)) {
    breaches.push(...inText(source.path, text, lineAt(tree, at)));
  }
  return breaches;
}

/** The same in documents. */
export function checkDocuments(documents: readonly Source[]): Breach[] {
  return documents.flatMap(({ path, text }) => inText(path, text, 1));
}

function inText(path: string, text: string, from: number, words = IN_TEXTS): Breach[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      breachOf(path, from + index, line.trim(), retiredInText(line, words)),
    );
}

type Found = readonly [word: string, instead: string] | undefined;

function breachOf(path: string, line: number, text: string, found: Found): Breach[] {
  if (found === undefined) return [];
  const [word, instead] = found;
  return [{ path, line, rule: `${text}: instead of "${word}" the field says ${instead}` }];
}

/** What `test`, `describe` or a subtest (`t.test`) is called. */
function titleOf(node: ts.Node): string {
  if (!ts.isCallExpression(node)) return '';
  const called = ts.isPropertyAccessExpression(node.expression)
    ? node.expression.name
    : node.expression;
  const [title] = node.arguments;
  const isTest = ts.isIdentifier(called) && /^(test|describe)$/.test(called.text);
  return (isTest && title?.getText().slice(1, -1)) || '';
}

/** What stands as code in a sentence is somebody else's word, or a stored one. */
function retiredInText(text: string, retired: Retired): Found {
  const words = text.replace(/`[^`]*`/g, '').matchAll(/[a-z]+/gi);
  for (const [written] of words) {
    const word = written.toLowerCase();
    const instead = retired.get(word);
    if (instead !== undefined) return [word, instead];
  }
  return undefined;
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

const known = new Map<string, Found>();

/** The same name is declared in hundreds of places: each is looked at once. */
function retiredIn(name: string): Found {
  const found = known.get(name);
  if (found !== undefined || known.has(name)) return found;
  const looked = retiredInName(name);
  known.set(name, looked);
  return looked;
}

function retiredInName(name: string): Found {
  if (/^[a-z].*_/.test(name)) return undefined;
  const words = ` ${name
    .replaceAll(/[_#]/g, ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()} `;
  return [...RETIRED].find(([word]) => words.includes(` ${word} `));
}

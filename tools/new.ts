// Begins a connector or a dialect: `npm run new -- connector acme-pay`. What it makes compiles; its
// tests fail where something is to be written, and say what.

import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

interface Kind {
  readonly parent: string;
  readonly tests: string;
  /** Where it is listed: the file in the parent, its list there, and what the folder gives. */
  readonly lists: readonly Listed[];
}

interface Listed {
  readonly file: string;
  readonly list: string;
  /** The module of the folder, and what its export is called behind the folder's own name. */
  readonly from: string;
  readonly ending: string;
}

const KINDS: Readonly<Record<string, Kind>> = {
  connector: {
    parent: 'src/connectors',
    tests: 'tests/wire/connectors.test.ts',
    lists: [{ file: 'registry.ts', list: 'CONNECTORS', from: 'connector.ts', ending: '' }],
  },
  dialect: {
    parent: 'src/dialects',
    tests: 'tests/wire/dialects.test.ts',
    lists: [
      { file: 'registry.ts', list: 'DIALECTS', from: 'dialect.ts', ending: '' },
      { file: 'tools-registry.ts', list: 'DIALECT_TOOLS', from: 'tools.ts', ending: 'Tools' },
      {
        file: 'reference-registry.ts',
        list: 'REFERENCES',
        from: 'reference/reference.ts',
        ending: 'Reference',
      },
    ],
  },
};

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

try {
  begin(process.argv.slice(2));
} catch (error) {
  console.error(`npm run new: ${(error as Error).message}`);
  process.exitCode = 1;
}

function begin([kind = '', name = '', ...rest]: readonly string[]): void {
  const known = KINDS[kind];
  if (known === undefined || rest.length > 0) {
    throw new Error(`say ${Object.keys(KINDS).join(' or ')} and a name: -- connector acme-pay`);
  }
  if (!NAME.test(name)) throw new Error(`not a name in lower case with hyphens: ${name}`);
  const { parent, tests, lists } = known;
  const folder = `${parent}/${name}`;
  if (existsSync(join(ROOT, folder))) throw new Error(`${folder} exists`);

  const template = `tools/new/${kind}`;
  for (const path of globSync('**/*.ts', { cwd: join(ROOT, template) })) {
    const text = readFileSync(join(ROOT, template, path), 'utf8');
    const to = `${folder}/${path}`;
    mkdirSync(dirname(join(ROOT, to)), { recursive: true });
    writeFileSync(join(ROOT, to), renamed(moved(text, template, path, to), kind, name));
  }
  for (const listed of lists) register(parent, listed, name);
  const listings = lists.map(({ file }) => `${parent}/${file}`);
  const tidy = ['check', '--write', folder, ...listings];
  execFileSync(join(ROOT, 'node_modules/.bin/biome'), tidy, { cwd: ROOT, stdio: 'pipe' });
  const run = `npm test -- ${tests} ${folder} --test-name-pattern=${name}`;
  console.log(`${folder} is begun, and has its line in ${listings.join(', ')}.`);
  console.log(`What is to be written, its tests say: ${run}`);
}

/** Imports from outside the template, as they are seen from where the file comes to lie. */
function moved(text: string, template: string, path: string, to: string): string {
  const from = posix.dirname(`${template}/${path}`);
  return text.replace(/(from |import\()'(\.[^']*)'/g, (whole, word: string, specifier: string) => {
    const target = posix.join(from, specifier);
    if (target.startsWith(`${template}/`)) return whole;
    const seen = posix.relative(posix.dirname(to), target);
    return `${word}'${seen.startsWith('.') ? seen : `./${seen}`}'`;
  });
}

/** The template's own name, `new-connector`, in each of its forms becomes the name given. */
function renamed(text: string, kind: string, name: string): string {
  const [before, after] = [formsOf(`new-${kind}`), formsOf(name)];
  return before.reduce((so, form, index) => so.replaceAll(form, after[index] ?? ''), text);
}

/** `acme-pay`, `acmePay`, `Acme Pay` and `AcmePay`. */
function formsOf(name: string): readonly string[] {
  const capital = (word: string) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
  const [first = '', ...others] = name.split('-');
  return [
    name,
    [first, ...others.map(capital)].join(''),
    [first, ...others].map(capital).join(' '),
    [first, ...others].map(capital).join(''),
  ];
}

function register(parent: string, { file, list, from, ending }: Listed, name: string): void {
  const path = `${parent}/${file}`;
  const text = readFileSync(join(ROOT, path), 'utf8');
  const value = `${formsOf(name)[1]}${ending}`;
  const LIST = new RegExp(`(const ${list}\\b[^=]*= \\[)([^\\]]*)\\]`);
  if (!LIST.test(text)) throw new Error(`${path} has no list ${list}`);
  const listed = text.replace(LIST, (_all, head: string, items: string) => {
    return `${head}${items.trimEnd().replace(/,$/, '')}, ${value}]`;
  });
  const importLine = `import { ${value} } from './${name}/${from}';`;
  const lines = listed.split('\n');
  const later = lines.findIndex((line) => (/ from '(.*)';$/.exec(line)?.[1] ?? '') > `./${name}/`);
  const after = lines.findLastIndex((line) => line.startsWith('import ')) + 1;
  lines.splice(later < 0 ? after : later, 0, importLine);
  writeFileSync(join(ROOT, path), lines.join('\n'));
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type Command, command } from './command.ts';
import { asPair, flag, list, oneOf, optional, required, withDefault } from './option.ts';
import { type Parsed, parseCommandLine } from './parse.ts';

const run = async () => null;
const COMMANDS: readonly Command[] = [
  command({ name: 'start', summary: 'run', examples: [], run }),
  command({
    name: 'shop create',
    summary: 'add a shop',
    positionals: { owner: optional('OWNER', 'who') },
    options: {
      name: required('NAME', 'its name'),
      'public-id': optional('ID', 'what it is called'),
      mode: withDefault('MODE', 'test or live', 'test', oneOf(['test', 'live'])),
      setting: list('K=V', 'a switch', asPair),
      quiet: flag('say nothing'),
    },
    examples: [],
    run,
  }),
  command({ name: 'shop list', summary: 'all shops', examples: [], run }),
];

function parse(...argv: string[]): Parsed {
  return parseCommandLine(argv, COMMANDS);
}

function valuesOf(...argv: string[]): Readonly<Record<string, unknown>> {
  const parsed = parse(...argv);
  assert.equal(parsed.kind, 'run', JSON.stringify(parsed));
  return parsed.kind === 'run' ? parsed.values : {};
}

function messageOf(...argv: string[]): string {
  const parsed = parse(...argv);
  assert.equal(parsed.kind, 'invalid', JSON.stringify(argv));
  return parsed.kind === 'invalid' ? parsed.message : '';
}

describe('a command line', () => {
  test('gives every option its value, its default, or null', () => {
    const given = ['--name', 'A', '--setting', 'a=1', '--setting=b=x=y', '--quiet', 'me'];
    assert.deepEqual(valuesOf('shop', 'create', ...given), {
      name: 'A',
      'public-id': null,
      mode: 'test',
      setting: [
        ['a', '1'],
        ['b', 'x=y'],
      ],
      quiet: true,
      owner: 'me',
      json: false,
      verbose: false,
      help: false,
    });
  });

  test('takes a value that begins with a dash only when it is written with =', () => {
    assert.equal(valuesOf('shop', 'create', '--name=--x').name, '--x');
    assert.match(messageOf('shop', 'create', '--name', '--quiet'), /--name=--quiet/);
    assert.equal(valuesOf('shop', 'create', '--name', '-').name, '-');
  });

  test('takes what follows -- as it is', () => {
    assert.equal(valuesOf('shop', 'create', '--name', 'A', '--', '--me').owner, '--me');
  });

  test('carries --json and --verbose', () => {
    const parsed = parse('start', '--json', '-v');
    assert.deepEqual(parsed.kind === 'run' && parsed.globals, { json: true, verbose: true });
  });
});

const WRONG: readonly (readonly [argv: string, message: RegExp])[] = [
  ['shop create --nmae A', /unknown option --nmae; did you mean --name\?/],
  ['shop create --name A --publicid 1', /unknown option --publicid; did you mean --public-id\?/],
  ['shop create --name A --xyzzy', /unknown option --xyzzy$/],
  ['shop create --name A -x', /unknown option -x/],
  ['shop create --name', /--name needs a value: --name NAME/],
  ['shop create', /--name is needed/],
  ['shop create --name A --name B', /--name is given 2 times/],
  ['shop create --name A --quiet=yes', /--quiet takes no value/],
  ['shop create --name A --mode live! ', /--mode must be test or live, not "live!"/],
  ['shop create --name A --setting a', /--setting must be written name=value, not "a"/],
  ['shop create --name A me you', /"you" is one argument too many/],
  ['shop list all', /"all" is one argument too many/],
  ['shop', /shop what\? create, list/],
  ['shop creat --name A', /no command "shop creat"; did you mean shop create\?/],
  ['shpo list', /no command "shpo"; did you mean shop list\?/],
  ['strat', /no command "strat"; did you mean start\?/],
  ['frobnicate', /no command "frobnicate"$/],
  ['--json shop list', /the command comes first/],
  ['help nothing', /no command "nothing"/],
];

describe('a wrong command line is refused with what is wrong with it', () => {
  for (const [line, message] of WRONG) {
    test(line, () => assert.match(messageOf(...line.trim().split(' ')), message));
  }

  test('and where to read on', () => {
    const topics = ['shop create --x', 'shop x', 'x'].map((line) => {
      const parsed = parse(...line.split(' '));
      return parsed.kind === 'invalid' ? parsed.topic : null;
    });
    assert.deepEqual(topics, ['shop create', 'shop', '']);
  });

  test('and as JSON when it asks for JSON', () => {
    const parsed = parse('shop', 'create', '--x', '--json');
    assert.equal(parsed.kind === 'invalid' && parsed.globals.json, true);
  });
});

const HELP: readonly (readonly [line: string, topic: string])[] = [
  ['', ''],
  ['--help', ''],
  ['-h', ''],
  ['help', ''],
  ['help shop', 'shop'],
  ['help shop create', 'shop create'],
  ['shop --help', 'shop'],
  ['shop create --help', 'shop create'],
  ['shop create --nonsense -h', 'shop create'],
];

describe('help is shown', () => {
  for (const [line, topic] of HELP) {
    test(`for "${line}"`, () => {
      const parsed = parse(...line.split(' ').filter((word) => word !== ''));
      assert.deepEqual(parsed, { kind: 'help', topic });
    });
  }
});

test('any words at all are answered, never thrown at', () => {
  const words = ['shop', 'create', 'list', '--name', '--setting', '--json', '--', '-', '-h', '='];
  const word = fc.oneof(fc.constantFrom(...words), fc.string());
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), (argv) => {
      const { kind } = parseCommandLine(argv, COMMANDS);
      assert.ok(['run', 'help', 'version', 'invalid'].includes(kind));
    }),
  );
});

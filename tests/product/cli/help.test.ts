import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { COMMANDS } from '../../../src/cli/commands.ts';
import { docsText } from '../../../src/cli/docs.ts';
import { helpText } from '../../../src/cli/help.ts';
import { parseCommandLine } from '../../../src/cli/parse.ts';
import { PLAIN } from '../../../src/cli/style.ts';
import { causeway, causewayProcess } from './run.ts';

/** Words of an example, as a shell splits them. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, inQuotes, bare]) => inQuotes ?? bare ?? '');
}

describe('the table of commands', () => {
  test('is what docs/cli.md says (node bin/run.mjs tools/cli-docs.ts writes it)', async () => {
    const written = await readFile(new URL('../../../docs/cli.md', import.meta.url), 'utf8');
    assert.equal(written, docsText(COMMANDS));
  });

  test('has every command that the platform promises', () => {
    const promised = [
      'start',
      'migrate',
      'merchant create',
      'merchant list',
      'app create',
      'app rotate-key',
      'keys generate',
      'sign',
      'verify',
      'notification list',
      'notification resend',
      'case list',
      'ledger verify',
    ];
    const names = COMMANDS.map(({ name }) => name);
    assert.deepEqual(
      promised.filter((name) => !names.includes(name)),
      [],
    );
    assert.equal(new Set(names).size, names.length);
  });

  for (const { name, examples, options, positionals } of COMMANDS) {
    test(`${name}: its help names everything that it takes, and its examples can be run`, () => {
      const help = helpText(name, COMMANDS, PLAIN);
      for (const option of Object.keys(options)) assert.match(help, new RegExp(`--${option}\\b`));
      for (const { placeholder } of Object.values(positionals)) {
        assert.ok(help.includes(placeholder ?? ''));
      }
      assert.ok(examples.length > 0);
      for (const [line] of examples) {
        const parsed = parseCommandLine(wordsOf(line), COMMANDS);
        assert.equal(parsed.kind, 'run', line);
      }
      for (const line of help.split('\n')) assert.ok(line.length <= 100, line);
    });
  }
});

describe('help and usage of the program', () => {
  test('help goes to standard output and is no failure', async (t) => {
    const { run } = await causewayProcess(t);
    const [all, one, version] = await Promise.all([
      run(['--help']),
      run(['app', 'create', '--help']),
      run(['--version']),
    ]);
    assert.deepEqual([all.code, one.code, version.code], [0, 0, 0]);
    assert.match(all.out, /Commands\n {2}start /);
    assert.match(one.out, /^app create: /);
    assert.match(version.out, /^\d+\.\d+\.\d+\n$/);
    assert.equal(all.out.includes('\u001b'), false, 'coloured, and not on a terminal');
  });

  test('wrong usage is exit code 2, a sentence with what was probably meant, no output', async (t) => {
    const { run, json } = await causeway(t);
    const wrong = await run(['merchant', 'create', '--nmae', 'x']);
    assert.deepEqual([wrong.code, wrong.out], [2, '']);
    assert.equal(
      wrong.err,
      'causeway: unknown option --nmae; did you mean --name?\nSee: causeway merchant create --help\n',
    );
    const { code, data } = await json(['merchant', 'create', '--nmae', 'x']);
    assert.equal(code, 2);
    assert.match(data.error.message, /did you mean --name/);
  });

  test('a wrong setting is exit code 2 and named', async (t) => {
    const { run } = await causeway(t, null, { PORT: 'eighty' });
    const { code, err } = await run(['merchant', 'list']);
    assert.equal(code, 2);
    assert.match(err, /PORT must be a port number: eighty/);
  });

  test('a database that cannot be reached is exit code 3 and one sentence', async (t) => {
    // Port 1 of loopback: nothing listens there.
    const url = 'postgres://causeway:secret@127.0.0.1:1/causeway';
    const { run, json } = await causeway(t, null, { DATABASE_URL: url });
    for (const command of [
      ['merchant', 'list'],
      ['migrate', '--status'],
      ['ledger', 'verify'],
    ]) {
      const { code, out, err } = await run(command);
      assert.deepEqual([code, out], [3, ''], command.join(' '));
      assert.match(err, /^causeway: no database: DATABASE_URL cannot be reached: .*ECONNREFUSED/);
      assert.doesNotMatch(err, /secret|\bat \S+ \(|node:/);
    }
    const { code, data } = await json(['merchant', 'list']);
    assert.equal(code, 3);
    assert.match(data.error.message, /no database/);
  });

  test('standard input, files, output and exit codes are those of the process', async (t) => {
    const { run } = await causewayProcess(t, null, { PORT: '8099' });
    const query = ['--dialect', 'collect', '--operation', 'order_query', '--key', 'k'.repeat(32)];
    const signed = await run(['sign', ...query, '--body', '-'], '{"merchant":"M1","orderId":"A1"}');
    assert.equal(signed.code, 0);
    assert.match(signed.out, /merchant=M1&orderId=A1/);
    assert.match(signed.out, /127\.0\.0\.1:8099/);
    const unread = await run(['verify', ...query, '--body', 'no-such-file.json']);
    assert.deepEqual([unread.code, unread.out], [2, '']);
    assert.match(unread.err, /cannot read no-such-file\.json: ENOENT/);
  });
});

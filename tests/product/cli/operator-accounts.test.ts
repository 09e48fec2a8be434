/** `causeway operator`: the first account of an installation, and help for a lost phone. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openBooks } from './books.ts';

const PASSWORD = 'correct horse battery';
const CREATE = ['operator', 'create', '--role', 'owner', '--password-file', '-', '--login'];

describe('causeway operator', () => {
  test('create makes an account with the password of its input, which is shown nowhere', async (t) => {
    const { program, world } = await openBooks(t);
    const made = await program.run([...CREATE, 'Ann'], `${PASSWORD}\n`);
    assert.equal(made.code, 0, made.err);
    assert.match(made.out, /ann/);
    assert.ok(!`${made.out}${made.err}`.includes(PASSWORD));
    const { data } = await program.json(['operator', 'list']);
    assert.deepEqual(
      data.operators.map(({ login, role }: Record<string, string>) => [login, role]),
      [['ann', 'owner']],
    );
    assert.equal((await program.run([...CREATE, 'ann'], PASSWORD)).code, 1);
    assert.equal((await program.run([...CREATE, 'bob'], 'short')).code, 1);
    const rows = await world.query<{ action: string; phase: string }>(
      'select action, phase from audit_log order by seq',
    );
    assert.deepEqual(
      rows.map(({ action, phase }) => `${action} ${phase}`),
      ['operator.create asked', 'operator.create done'].concat(
        ...[1, 2].map(() => ['operator.create asked', 'operator.create refused']),
      ),
    );
  });

  test('set-password ends the sessions, and reset-second-factor takes it away', async (t) => {
    const { program, world } = await openBooks(t);
    await program.run([...CREATE, 'ann'], PASSWORD);
    const reset = ['operator', 'reset-second-factor', 'ann'];
    const none = await program.run(reset);
    assert.equal(none.code, 1);
    assert.match(none.err, /has no second factor/);
    await world.query('update operator set second_factor_at = now()');
    await world.query(
      `insert into session (token_hash, operator_id, created_at, last_seen_at, ip)
       select '\\x00', id, now(), now(), 'x' from operator`,
    );
    assert.equal((await program.run(reset)).code, 0);
    const open = await world.query<{ left: bigint }>('select count(*) as left from session');
    assert.equal(open[0]?.left, 0n);
    const change = ['operator', 'set-password', 'ann', '--password-file', '-'];
    assert.equal((await program.run(change, 'another horse battery')).code, 0);
    assert.equal((await program.run(change, 'short')).code, 1);
    const nobody = await program.run(['operator', 'reset-second-factor', 'nobody']);
    assert.match(nobody.err, /no operator is called "nobody"/);
  });
});

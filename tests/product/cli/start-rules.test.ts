/** Starts that are refused, each in a sentence, and with nothing written. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createPool } from '../../../src/store/database/pool.ts';
import { migratedDatabase } from '../../support/migrated.ts';
import { causeway } from './run.ts';

const PRODUCTION = { NODE_ENV: 'production', PUBLIC_URL: 'https://pay.example', PORT: '0' };

/** A start over a database with these rows, that is to be refused; what it says. */
async function refused(t: TestContext, settings: Readonly<Record<string, string>>, rows: string[]) {
  const { connection } = await migratedDatabase(t);
  const pool = createPool(connection, 'test', 1);
  t.after(() => pool.end());
  for (const sql of rows) await pool.query(sql);
  const program = await causeway(t, connection, { HOST: '127.0.0.1', ...settings });
  const { code, err } = await program.run(['start']);
  assert.equal(code, 2, err);
  const left = await pool.query('select count(*)::int as channels from channel');
  assert.equal(left.rows[0]?.channels, 0);
  return err;
}

const isA = (kind: string) => `insert into meta (key, value) values ('installation', '${kind}')`;

test('a production database never becomes a demo, whatever its environment says', async (t) => {
  assert.match(await refused(t, {}, [isA('production')]), /is for production and never becomes/);
});

test('a demo never starts in production', async (t) => {
  assert.match(await refused(t, PRODUCTION, [isA('demo')]), /is a demo.*never\s+for production/);
});

test('production needs to know what it is reached by', async (t) => {
  assert.match(await refused(t, { ...PRODUCTION, PUBLIC_URL: '' }, []), /PUBLIC_URL is needed/);
});

test('real money at the simulator or on this machine is refused by name', async (t) => {
  const { connection } = await migratedDatabase(t);
  const program = await causeway(t, connection, { HOST: '127.0.0.1', ...PRODUCTION });
  const save = (account: string) => [
    'account',
    'save',
    account,
    '--base-url',
    'https://api.example',
    '--secrets',
    '-',
  ];
  const secrets = '{"apiKey":"secret of an account"}';
  await program.run([...save('airwallex/main'), '--mode', 'live'], secrets);
  await program.run(save('simulator/main'), secrets);
  const pool = createPool(connection, 'test', 1);
  t.after(() => pool.end());
  const refusal = async () => (await program.run(['start'])).err;
  await pool.query("update connector_account set mode = 'live' where connector = 'simulator'");
  assert.match(await refusal(), /account simulator\/main must be test: a simulator has no real/);
  await pool.query(`update connector_account set mode = 'test', base_url = 'https://localhost'`);
  await pool.query("update connector_account set mode = 'live' where connector = 'airwallex'");
  assert.match(await refusal(), /account airwallex\/main must be test: what answers on this/);
});

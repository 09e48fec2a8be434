import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { causewayProcess } from './run.ts';
import { startRole } from './server.ts';

test('commands work beside a server on the embedded database, and leave it running', async (t) => {
  const quiet = { CAUSEWAY_DEMO: 'off', HOST: '127.0.0.1', PORT: '0' };
  const program = await causewayProcess(t, null, quiet);
  const { child: server, port } = await startRole(t, program, 'api');
  const ready = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status;
  const made = await program.json(['merchant', 'create', '--name', 'Tea House']);
  assert.equal(made.code, 0);
  assert.equal((await program.run(['ledger', 'verify'])).code, 0);
  assert.equal(server.exitCode, null);
  assert.equal(await ready(), 200);

  server.kill('SIGTERM');
  await once(server, 'exit');
  assert.equal(server.exitCode, 0);
  // The database has ended with the server; a command starts it for itself, and ends it again.
  const lock = join(program.env.DATA_DIR ?? '', 'postgres', 'cluster', 'postmaster.pid');
  assert.equal(existsSync(lock), false);
  const { data } = await program.json(['merchant', 'list']);
  assert.equal(data.merchants[0].id, made.data.id);
  assert.equal(existsSync(lock), false);
});

test('a port that is taken is said with what moves it, and is no defect', async (t) => {
  const quiet = { CAUSEWAY_DEMO: 'off', HOST: '127.0.0.1', PORT: '0' };
  const program = await causewayProcess(t, null, quiet);
  const { port } = await startRole(t, program, 'api');
  const second = await causewayProcess(t, null, { ...program.env, PORT: port });
  const { code, err } = await second.run(['start', '--role', 'api']);
  assert.equal(code, 1);
  assert.match(
    err,
    /^causeway: the port is taken: .*EADDRINUSE.*\n.* PORT moves the platform, .*\n$/,
  );
});

const notRoot = process.geteuid?.() === 0 ? false : 'only root can act for other accounts';

test("root's commands leave the folder of another account to its owner, before, beside and after", {
  skip: notRoot,
}, async (t) => {
  const account = { uid: 54_321, gid: 54_321 };
  const quiet = { CAUSEWAY_DEMO: 'off', HOST: '127.0.0.1', PORT: '0' };
  const program = await causewayProcess(t, null, quiet);
  await chown(program.folder, account.uid, account.gid);
  const owners = async () => {
    const names = await readdir(program.folder, { recursive: true });
    const facts = names.map((name) => lstat(join(program.folder, name)).catch(() => null));
    return [...new Set((await Promise.all(facts)).flatMap((one) => (one ? [one.uid] : [])))];
  };
  const command = async () => assert.equal((await program.run(['ledger', 'verify'])).code, 0);
  await command();
  assert.deepEqual(await owners(), [account.uid]);
  const { child: server, port } = await startRole(t, program, 'api', account);
  await command();
  assert.deepEqual(await owners(), [account.uid]);
  const reply = await fetch(`http://127.0.0.1:${port}/readyz`);
  assert.equal(reply.status, 200);
  server.kill('SIGTERM');
  await once(server, 'exit');
  assert.equal(server.exitCode, 0);
  await command();
  assert.deepEqual(await owners(), [account.uid]);
});

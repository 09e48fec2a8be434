import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  chown,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, type TestContext, test } from 'node:test';
import pg from 'pg';
import { until } from '../../tests/support/until.ts';
import type { Account } from '../disk/owner.ts';
import { findBinaries } from './binaries.ts';
import { type EmbeddedDatabase, startEmbedded } from './embedded.ts';
import { chooseLauncher } from './launcher.ts';
import { lookUpProcess } from './processes.ts';

const work = await mkdtemp(join(tmpdir(), 'causeway-embedded-'));
await chmod(work, 0o755);
const dataDir = join(work, 'postgres');
const cluster = join(dataDir, 'cluster');
after(() => rm(work, { recursive: true, force: true }));

async function query(
  database: Pick<EmbeddedDatabase, 'connection'>,
  sql: string,
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(database.connection);
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Runs `work` with a server on the shared folder and stops it. */
async function withServer<Result>(
  work: (database: EmbeddedDatabase) => Promise<Result>,
): Promise<Result> {
  const database = await startEmbedded({ dataDir });
  try {
    return await work(database);
  } finally {
    await database.stop();
  }
}

/**
 * Starts a server from another Node process; resolves with both. As another account it starts in a
 * folder below one of that account's own.
 */
async function startElsewhere(
  environment: NodeJS.ProcessEnv = process.env,
  folder = work,
  account: Partial<Account> = {},
): Promise<{ starter: ChildProcess; pid: number }> {
  const program = join(import.meta.dirname, 'starter.fixture.ts');
  const starter = spawn(process.execPath, [program, join(folder, 'postgres')], {
    ...account,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  assert.ok(starter.stdout);
  const [line] = await Promise.race([once(starter.stdout, 'data'), once(starter, 'exit')]);
  assert.equal(starter.exitCode, null, 'the other process could not start a server');
  return { starter, pid: Number.parseInt(`${line}`, 10) };
}

/**
 * An environment as on systems that cannot end a server with its starter: there a server
 * is left behind. The setpriv found first takes that wish out and passes the rest on.
 */
async function withoutDeathSignal(): Promise<NodeJS.ProcessEnv> {
  const folder = join(work, 'bin');
  await mkdir(folder, { recursive: true });
  const script = `#!/bin/sh
PATH='${process.env.PATH}'
for word; do
  shift
  case $word in
    --pdeathsig=*) ;;
    --pdeathsig) drop=yes ;;
    *) [ "$drop" ] || set -- "$@" "$word"; drop= ;;
  esac
done
exec setpriv "$@"
`;
  await writeFile(join(folder, 'setpriv'), script, { mode: 0o755 });
  return { ...process.env, PATH: `${folder}:${process.env.PATH}` };
}

async function killOutright(process: ChildProcess): Promise<void> {
  const ended = once(process, 'exit');
  process.kill('SIGKILL');
  await ended;
}

// What every crash below must leave as it was.
await withServer((database) => query(database, "create table note as select 'kept' as word"));

describe('the embedded database', () => {
  test('boots durable, checked and private', async () => {
    await withServer(async (database) => {
      const names = ['fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums', 'jit'];
      const columns = names.map((name) => `current_setting('${name}') as ${name}`);
      assert.deepEqual(await query(database, `select ${columns.join(', ')}`), [
        {
          fsync: 'on',
          synchronous_commit: 'on',
          full_page_writes: 'on',
          data_checksums: 'on',
          jit: 'off',
        },
      ]);
      assert.equal(database.adopted, false);
      const { mode } = await stat(join(cluster, 'superuser.password'));
      assert.equal(mode & 0o777, 0o600);
    });
  });

  test('is reached by its URL too, and by nobody without the password', async () => {
    await withServer(async (database) => {
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      const { rows } = await client.query('select current_database() as name');
      await client.end();
      assert.deepEqual(rows, [{ name: 'causeway' }]);
      const wrong = { ...database.connection, password: 'wrong' };
      await assert.rejects(query({ connection: wrong }, 'select 1'), { code: '28P01' });
    });
  });

  test('keeps its data over a stop and a start', async () => {
    await withServer((database) => query(database, "insert into note values ('new')"));
    const rows = await withServer((database) =>
      query(database, "delete from note where word = 'new' returning word"),
    );
    assert.deepEqual(rows, [{ word: 'new' }]);
    assert.equal((await readdir(cluster)).includes('postmaster.pid'), false);
  });

  test('starts again after kill -9 of the process that started it', async () => {
    const { starter, pid } = await startElsewhere();
    await killOutright(starter);
    await withServer(async (database) => {
      assert.equal(database.adopted, false);
      assert.notEqual(database.pid, pid);
      assert.notEqual((await lookUpProcess(pid)).kind, 'alive');
      assert.deepEqual(await query(database, 'select word from note'), [{ word: 'kept' }]);
    });
  });

  test('replaces an orphan that went on serving after its starter was killed', async () => {
    const connection = await withServer(async (database) => database.connection);
    const { starter, pid } = await startElsewhere(await withoutDeathSignal());
    await killOutright(starter);
    assert.equal((await lookUpProcess(pid)).kind, 'alive');
    assert.deepEqual(await query({ connection }, 'select word from note'), [{ word: 'kept' }]);
    await withServer(async (database) => {
      assert.notEqual((await lookUpProcess(pid)).kind, 'alive');
      assert.deepEqual(await query(database, 'select word from note'), [{ word: 'kept' }]);
    });
  });

  test('starts after kill -9 of starter and server together', async () => {
    const { starter, pid } = await startElsewhere(await withoutDeathSignal());
    await killOutright(starter);
    process.kill(pid, 'SIGKILL');
    const rows = await withServer((database) => query(database, 'select word from note'));
    assert.deepEqual(rows, [{ word: 'kept' }]);
  });
});

describe('a lock file left in the cluster', () => {
  const locked = (pid: number) =>
    writeFile(join(cluster, 'postmaster.pid'), `${pid}\n${cluster}\n0\n5432\n${cluster}\n\n`);

  test('that names another living program does not stop the start', async () => {
    await locked(process.pid);
    const rows = await withServer((database) => query(database, 'select word from note'));
    assert.deepEqual(rows, [{ word: 'kept' }]);
  });

  test('that names a zombie does not stop the start', async (t) => {
    // The shell's child ends with its input; what the shell turned into never collects it. It has
    // turned when it closes its output: a child that ended before, the shell would collect.
    const script = 'exec 3<&0; (read _ <&3) >&- & echo $!; exec sleep 60 >&-';
    const parent = spawn('/bin/sh', ['-c', script]);
    t.after(() => parent.kill('SIGKILL'));
    const [line] = await once(parent.stdout, 'data');
    await once(parent.stdout, 'end');
    parent.stdin.end();
    const zombie = Number.parseInt(`${line}`, 10);
    await until(async () => (await lookUpProcess(zombie)).kind === 'zombie', 'a zombie');
    await locked(zombie);
    const rows = await withServer((database) => query(database, 'select word from note'));
    assert.deepEqual(rows, [{ word: 'kept' }]);
  });
});

describe('a second start on the same folder', () => {
  test('shares the server while its starter lives, and does not stop it', async () => {
    const { starter, pid } = await startElsewhere();
    const database = await startEmbedded({ dataDir });
    assert.equal(database.adopted, true);
    assert.equal(database.pid, pid);
    await database.stop();
    assert.deepEqual(await query(database, 'select word from note'), [{ word: 'kept' }]);
    await killOutright(starter);
  });

  test('takes the server over when its starter ends it, at the same address', async (t) => {
    const { starter, pid } = await startElsewhere();
    const database = await startEmbedded({ dataDir });
    t.after(() => database.stop());
    assert.equal(database.adopted, true);
    await killOutright(starter);
    await until(() => !database.adopted, 'the take-over', 60_000);
    assert.notEqual(database.pid, pid);
    assert.deepEqual(await query(database, 'select word from note'), [{ word: 'kept' }]);
  });

  test('at the same moment as the first, on an empty folder, gives both one server', async (t) => {
    const fresh = { dataDir: join(work, 'at-once') };
    const both = await Promise.all([startEmbedded(fresh), startEmbedded(fresh)]);
    t.after(() => Promise.all(both.map((database) => database.stop())));
    assert.deepEqual(both.map((database) => database.adopted).sort(), [false, true]);
    assert.equal(both[0].pid, both[1].pid);
    assert.deepEqual(await readdir(fresh.dataDir), ['cluster']);
  });
});

describe('the supervisor', () => {
  test('starts a server again that was killed, at the same address', async () => {
    await withServer(async (database) => {
      const first = database.pid;
      process.kill(first, 'SIGKILL');
      await until(() => database.pid !== first, 'another process', 60_000);
      assert.deepEqual(await query(database, 'select word from note'), [{ word: 'kept' }]);
    });
  });

  test('clears away what a killed initdb left', async () => {
    const left = join(dataDir, 'cluster.new-99999999-left');
    await mkdir(left);
    await withServer(async () => {});
    assert.equal((await readdir(dataDir)).includes('cluster.new-99999999-left'), false);
  });

  test('puts the socket elsewhere when the path of the folder is too long for one', async (t) => {
    const long = join(work, 'long'.repeat(25), 'postgres');
    const database = await startEmbedded({ dataDir: long });
    t.after(() => database.stop());
    assert.equal(database.connection.host.startsWith(long), false);
    assert.deepEqual(await query(database, 'select 1 as one'), [{ one: 1 }]);
  });

  test('listens on loopback when asked, and says in one line when the port is taken', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const address = blocker.address();
    assert.ok(address !== null && typeof address === 'object');
    const tcpPort = address.port;
    await assert.rejects(startEmbedded({ dataDir, tcpPort }), (error: Error) => {
      assert.match(error.message, new RegExp(`port ${tcpPort} on 127.0.0.1 is taken`));
      assert.equal(error.message.includes('\n'), false);
      return true;
    });
    blocker.close();
    await once(blocker, 'close');
    const database = await startEmbedded({ dataDir, tcpPort });
    const overTcp = { ...database.connection, host: '127.0.0.1' };
    const rows = await query({ connection: overTcp }, 'select word from note');
    await database.stop();
    assert.deepEqual(rows, [{ word: 'kept' }]);
  });

  test('refuses a folder that holds something else', async () => {
    const other = join(work, 'other');
    await mkdir(join(other, 'cluster'), { recursive: true });
    await writeFile(join(other, 'cluster', 'letter'), 'dear');
    await assert.rejects(startEmbedded({ dataDir: other }), /holds no database of ours/);
    assert.deepEqual(await readdir(join(other, 'cluster')), ['letter']);
  });
});

const notRoot = process.geteuid?.() === 0 ? false : 'only root can act for other accounts';

test('root runs a server whose programs and data only root can reach', {
  skip: notRoot,
}, async (t) => {
  const hidden = await mkdtemp(join(work, 'hidden-'));
  t.after(() => rm(hidden, { recursive: true, force: true }));
  assert.equal((await stat(hidden)).mode & 0o777, 0o700);
  const installed = await findBinaries(hidden);
  const native = join(hidden, 'native');
  await cp(dirname(dirname(installed.postgres)), native, {
    recursive: true,
    verbatimSymlinks: true,
  });
  const binaries = {
    ...installed,
    postgres: join(native, 'bin', 'postgres'),
    initdb: join(native, 'bin', 'initdb'),
  };
  const launcher = await chooseLauncher(binaries, hidden);
  assert.notEqual(launcher.name, 'own account');
  const database = await startEmbedded({ dataDir: join(hidden, 'postgres') });
  t.after(() => database.stop());
  assert.deepEqual(await query(database, 'select 1 as one'), [{ one: 1 }]);
});

/** An account that is neither root nor the one that root would choose for a cluster of its own. */
const OTHER = { uid: 54_321, gid: 54_321 };

/** Uids of everything in a folder, each once. */
async function ownersIn(folder: string): Promise<number[]> {
  const names = await readdir(folder, { recursive: true });
  const facts = await Promise.all(names.map((name) => lstat(join(folder, name)).catch(() => null)));
  return [...new Set(facts.flatMap((one) => (one === null ? [] : [one.uid])))];
}

describe('root beside the server of another account', { skip: notRoot }, () => {
  /** A folder of the other account. */
  async function othersFolder(t: TestContext): Promise<string> {
    const folder = await mkdtemp(join(work, 'others-'));
    // The server of a starter that was killed is still about to end.
    t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 20 }));
    await chown(folder, OTHER.uid, OTHER.gid);
    return folder;
  }

  test('shares it, and leaves every file to its owner', async (t) => {
    const folder = await othersFolder(t);
    const { starter, pid } = await startElsewhere(process.env, folder, OTHER);
    t.after(() => killOutright(starter));
    const before = await startEmbedded({ dataDir: join(folder, 'postgres') });
    assert.equal(before.adopted, true);
    await query(before, 'create table kept as select 1 as one; checkpoint');
    await before.stop();
    assert.deepEqual(await ownersIn(folder), [OTHER.uid]);
    assert.equal((await lookUpProcess(pid)).kind, 'alive');
    assert.deepEqual(await query(before, 'select one from kept'), [{ one: 1 }]);
  });

  test('runs the cluster as its owner, who can go on with it', async (t) => {
    const folder = await othersFolder(t);
    const first = await startElsewhere(process.env, folder, OTHER);
    await killOutright(first.starter);
    const database = await startEmbedded({ dataDir: join(folder, 'postgres') });
    assert.equal(database.adopted, false);
    assert.equal((await stat(`/proc/${database.pid}`)).uid, OTHER.uid);
    await query(database, 'create table made as select 1 as one');
    await database.stop();
    assert.deepEqual(await ownersIn(folder), [OTHER.uid]);
    const { starter } = await startElsewhere(process.env, folder, OTHER);
    assert.deepEqual(await query(database, 'select one from made'), [{ one: 1 }]);
    await killOutright(starter);
  });

  test('makes the cluster for the owner of the folder', async (t) => {
    const folder = await othersFolder(t);
    const database = await startEmbedded({ dataDir: join(folder, 'postgres') });
    await database.stop();
    assert.deepEqual(await ownersIn(folder), [OTHER.uid]);
    const { starter } = await startElsewhere(process.env, folder, OTHER);
    await killOutright(starter);
  });

  test('takes a copy that is its own, and no other', async (t) => {
    const folder = await mkdtemp(join(work, 'copy-'));
    t.after(() => rm(folder, { recursive: true, force: true }));
    // Unlike Node's own copying, it makes every file its own.
    await once(spawn('cp', ['-r', dataDir, join(folder, 'postgres')]), 'exit');
    assert.deepEqual(await ownersIn(folder), [0]);
    const database = await startEmbedded({ dataDir: join(folder, 'postgres') });
    t.after(() => database.stop());
    assert.deepEqual(await query(database, 'select word from note'), [{ word: 'kept' }]);
  });
});

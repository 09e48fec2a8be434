import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dispatchOf, orderOf } from '../../workers/world.ts';
import { openBooks, SHOP } from './books.ts';

const SECOND = 'simulator/second';
const ADDRESS = ['--base-url', 'https://psp.example', '--secrets', '-'];
const SECRETS = JSON.stringify({ apiSecret: 'first api secret', callbackSecret: 'first other' });

test('credentials are saved in versions, of which only an old one can be ended', async (t) => {
  const books = await openBooks(t);
  const { run, json } = books.program;
  const save = ['account', 'save', SECOND, ...ADDRESS];
  const saved = await json(save, SECRETS);
  assert.deepEqual([saved.code, saved.data.version], [0, 1]);
  const wrong = await run(save, '{"apiSecret": 5}');
  assert.deepEqual([wrong.code, wrong.out], [1, '']);
  assert.match(wrong.err, /--secrets "apiSecret" must be a text/);
  const end = (version: string) => ['account', 'end', SECOND, '--version', version];
  assert.match((await run(end('1'))).err, /new orders go out with version 1/);
  assert.equal((await json(save, SECRETS)).data.version, 2);

  const by = { connector: 'simulator', account: 'second' };
  const order = orderOf(books.world, books.app, { ...by, state: 'pending' });
  const dispatches = [dispatchOf(order, { ...by, state: 'done' })];
  await books.book(order, { dispatches });
  await books.world.query('update dispatch set version = 1', []);
  const versions = async () => {
    const { data } = await json(['account', 'list']);
    return data.accounts.map((one: Record<string, string>) => [
      ...[one.version, one.state, one.openOrders],
    ]);
  };
  assert.deepEqual(await versions(), [
    [2, 'in use', '0'],
    [1, 'for old orders', '1'],
  ]);
  assert.equal((await run(end('1'))).code, 0);
  assert.deepEqual((await versions())[1], [1, 'ended', '1']);
  assert.equal((await run(end('7'))).code, 1);
  const shown = (await run(['account', 'list'])).out;
  assert.match(shown, /simulator\/second +test +2 +in use +https:\/\/psp\.example/);
  assert.doesNotMatch(shown + JSON.stringify(saved.data), /first api secret|first other/);
});

test('an account has one mode for good, and real money is at no simulator', async (t) => {
  const { program } = await openBooks(t);
  const { run, json } = program;
  const save = (account: string, url: string, ...more: string[]) => [
    'account',
    'save',
    account,
    '--base-url',
    url,
    '--secrets',
    '-',
    ...more,
  ];
  const real = ['payermax/main', 'https://pay-gate.example'] as const;
  const unsaid = await run(save(...real), SECRETS);
  assert.deepEqual([unsaid.code, unsaid.out], [2, '']);
  assert.match(unsaid.err, /--mode must be test or live/);
  assert.equal((await json(save(...real, '--mode', 'live'), SECRETS)).data.mode, 'live');
  assert.equal((await json(save(...real), SECRETS)).data.mode, 'live');
  const moved = await run(save(...real, '--mode', 'test'), SECRETS);
  assert.match(moved.err, /--mode is live as long as the account lives/);
  const played = await run(save(SECOND, 'https://psp.example', '--mode', 'live'), SECRETS);
  assert.match(played.err, /--mode must be test: a simulator has no real money/);
  const here = await run(
    save('airwallex/main', 'https://127.0.0.1:8083', '--mode', 'live'),
    SECRETS,
  );
  assert.match(here.err, /--mode must be test: what answers on this machine is an emulator/);
});

test('a second provider is opened for a channel, weighed, bounded and closed', async (t) => {
  const { program, app } = await openBooks(t);
  const { run, json } = program;
  await run(['channel', 'sync']);
  const add = ['route', 'add', '--channel', 'PH_GCASH_URL', '--provider', SECOND];
  const without = await run(add);
  assert.equal(without.code, 1);
  assert.match(without.err, /no account simulator\/second[\s\S]*account save/);
  await run(['account', 'save', SECOND, ...ADDRESS], SECRETS);
  const bounds = ['--min', '100', '--max', '5000.50', '--merchant', SHOP];
  const added = await json([...add, '--priority', '1', ...bounds]);
  assert.equal(added.code, 0);
  const { id, ...route } = added.data.route;
  assert.deepEqual(route, {
    ...{ channelCode: 'PH_GCASH_URL', connector: 'simulator', account: 'second' },
    ...{ priority: 1, weight: 1, enabled: true, merchantIds: [`${app.merchantId}`] },
    ...{ minMinor: '10000', maxMinor: '500050' },
  });

  const set = ['route', 'set', 'PH_GCASH_URL', id];
  const changed = await json([...set, '--weight', '20', '--max', 'none', '--merchant', 'all']);
  assert.deepEqual(changed.data.route, {
    ...{ ...route, id, weight: 20, maxMinor: null, merchantIds: null },
  });
  await run([...set, '--close']);
  const list = await run(['route', 'list', '--provider', SECOND]);
  assert.match(list.out, /PH_GCASH_URL +simulator\/second +1 +20 +100\.00 PHP +- +all +closed/);
  assert.equal((await json(['route', 'list', '--channel', 'PH_GCASH_URL'])).data.routes.length, 2);

  for (const [args, why] of [
    [[...set, '--min', '10', '--max', '5'], /--min is more than --max/],
    [[...set, '--min', '1.234'], /--min cannot be read/],
    [['route', 'set', 'PH_GCASH_URL', '999999'], /has no route 999999/],
    [['route', 'set', 'ID_BCA_VA', id], /ID_BCA_VA has no route/],
    [[...set, '--merchant', 'Nobody'], /no merchant "Nobody"/],
  ] as const) {
    const refused = await run(args);
    assert.equal(refused.code, 1, args.join(' '));
    assert.match(refused.err, why);
  }
  assert.equal((await run([...set, '--open', '--close'])).code, 2);
  const other = ['route', 'add', '--channel', 'ID_BCA_VA', '--provider'];
  const unable = await run([...other, 'airwallex/main']);
  assert.match(unable.err, /airwallex cannot take a payin by va/);
  assert.match((await run([...other, 'nobody/main'])).err, /must begin with simulator/);
});

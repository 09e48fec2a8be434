import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { caseOf } from '../../../src/domain/effect.ts';
import { createBookCloser } from '../../../src/store/books/close.ts';
import { eventOf, orderOf, SHARDS } from '../../workers/world.ts';
import { bookDoubt, bookPayin, openBooks, SHOP } from './books.ts';
import { causeway } from './run.ts';

describe('merchants and apps', () => {
  test('are created, listed, and refused when they are not understood', async (t) => {
    const { world } = await openBooks(t);
    const { run, json } = await causeway(t, world.connection);
    const made = await json([
      'merchant',
      'create',
      '--name',
      'Tea House',
      '--late-policy',
      'suspense',
    ]);
    assert.equal(made.code, 0);
    const { data } = await json(['merchant', 'list']);
    const tea = data.merchants.find(({ name }: { name: string }) => name === 'Tea House');
    assert.deepEqual(
      [tea.id, tea.latePolicy, tea.amountPolicy, tea.appCount],
      [made.data.id, 'suspense', 'accept', 0],
    );
    const unknown = await run([
      'app',
      'create',
      '--merchant',
      'Tee House',
      '--dialect',
      'collect',
      '--mode',
      'live',
    ]);
    assert.equal(unknown.code, 1);
    assert.match(unknown.err, /no merchant "Tee House"; did you mean "Tea House"\?/);
  });

  test('an MD5 key is disclosed once, signs, and lives on beside the next one for the overlap', async (t) => {
    const { program } = await openBooks(t);
    const { run, json } = program;
    const create = ['app', 'create', '--merchant', SHOP, '--dialect', 'collect', '--mode', 'live'];
    const made = await json([...create, '--public-id', 'M7', '--setting', 'asset=PHP/2']);
    assert.match(made.data.key, /^[0-9a-f]{32}$/);
    assert.deepEqual(made.data.settings, { asset: 'PHP/2' });
    const twice = await run([...create, '--public-id', 'M7']);
    assert.deepEqual([twice.code, twice.out], [1, '']);
    const operation = ['--dialect', 'collect', '--operation', 'order_balance'];
    const signed = await json(['sign', ...operation, '--key', made.data.key, 'merchant=M7']);

    const rotated = await json(['app', 'rotate-key', '--app', 'M7', '--overlap', '1h']);
    assert.notEqual(rotated.data.key, made.data.key);
    const verify = ['verify', ...operation, '--app', 'M7', '--body', '-'];
    assert.equal((await run(verify, signed.data.body)).code, 0);
    await run(['app', 'rotate-key', '--app', 'M7', '--overlap', '0s']);
    assert.equal((await run(verify, signed.data.body)).code, 1);

    const { data, code } = await json(['app', 'list', '--merchant', SHOP]);
    assert.equal(code, 0);
    assert.equal(data.apps[0].keys.length, 1);
    const shown = JSON.stringify(data);
    for (const key of [made.data.key, rotated.data.key]) assert.equal(shown.includes(key), false);
  });

  test('a second rotation makes no old key live longer', async (t) => {
    const { program, world } = await openBooks(t);
    const { run } = program;
    await run([
      'app',
      'create',
      '--merchant',
      SHOP,
      '--dialect',
      'collect',
      '--public-id',
      'M8',
      '--mode',
      'test',
    ]);
    await run(['app', 'rotate-key', '--app', 'M8', '--overlap', '1h']);
    await run(['app', 'rotate-key', '--app', 'M8', '--overlap', '7d']);
    const rows = await world.query<{ hours: number }>(
      `select round(extract(epoch from not_after - now()) / 3600)::int as hours from app_key
       order by not_before`,
    );
    assert.deepEqual(
      rows.map(({ hours }) => hours),
      [1, 168, null],
    );
  });

  test('an address that may not be called is refused', async (t) => {
    const { program } = await openBooks(t);
    const create = [
      'app',
      'create',
      '--merchant',
      SHOP,
      '--dialect',
      'collect',
      '--mode',
      'live',
      '--notify-url',
    ];
    const strict = await causeway(t, null, { ...program.env, CAUSEWAY_DEMO: 'off' });
    for (const url of [
      'ftp://shop.example/',
      'shop.example',
      'http://shop.example/n',
      'https://u:p@shop.example/',
    ]) {
      const { code } = await strict.run([...create, url]);
      assert.equal(code, 2, url);
    }
    assert.equal((await strict.run([...create, 'https://shop.example/n'])).code, 0);
  });
});

describe('causeway migrate', () => {
  test('--status changes nothing and lists what is missing; migrate applies it once', async (t) => {
    const { world } = await openBooks(t);
    const { json } = await causeway(t, world.connection);
    const done = await json(['migrate', '--status']);
    assert.deepEqual([done.code, done.data.upToDate], [0, true]);
    await world.query("delete from migration where name like '0001%'");
    const missing = await json(['migrate', '--status']);
    assert.deepEqual([missing.code, missing.data.upToDate], [1, false]);
    assert.equal(missing.data.migrations[0].appliedAt, null);
  });
});

describe('causeway order show', () => {
  test('shows an order by its id or by the reference of its merchant, payer masked', async (t) => {
    const books = await openBooks(t);
    const { run, json } = books.program;
    const order = await bookPayin(books, { merchantRef: 'ORD1' });
    const byId = await json(['order', 'show', `${order.id}`]);
    const byRef = await json(['order', 'show', 'ORD1', '--merchant', SHOP]);
    assert.deepEqual(byId.data, byRef.data);
    assert.equal(byId.data.order.paidMinor, '10000');
    assert.deepEqual(byId.data.order.fields, { 'payer.email': '****mple', 'payer.name': '****' });
    assert.deepEqual(byId.data.entries[0].legs.available, '9900');
    const text = await run(['order', 'show', `${order.id}`]);
    assert.match(text.out, /paid +100\.00 PHP/);
    assert.match(text.out, /payin\.paid +PHP\/2 +99\.00/);
    const revealed = await run(['order', 'show', `${order.id}`, '--reveal']);
    assert.match(revealed.out, /asha\.rao@mail\.example/);
  });

  test('shows every attempt of a notification', async (t) => {
    const books = await openBooks(t);
    const order = orderOf(books.world, books.app, { eventCount: 1 });
    await books.book(order, { events: [eventOf(order, 'https://shop.example/n')] });
    await books.world.query(
      `insert into notification_attempt (shard, order_id, n, attempt, took_ms, status, reply)
       values ($1, $2, 1, 1, 12, 500, 'no')`,
      [order.shard, order.id],
    );
    const { data } = await books.program.json(['order', 'show', `${order.id}`]);
    assert.equal(data.notifications[0].attempts[0].status, 500);
    const { out } = await books.program.run(['order', 'show', `${order.id}`]);
    assert.match(out, new RegExp(`${order.id}_1 {2}payin.paid {2}due`));
    assert.match(out, /500 {2}12 ms {2}no/);
  });

  test('one reference of several orders is refused, not guessed', async (t) => {
    const books = await openBooks(t);
    const { run } = books.program;
    await bookPayin(books, { merchantRef: 'R', scope: 'payin' });
    await bookPayin(books, { merchantRef: 'R', scope: 'payout' });
    const both = await run(['order', 'show', 'R', '--merchant', SHOP]);
    assert.equal(both.code, 1);
    assert.match(both.err, /several orders .*payout\).*payin\)/);
    assert.equal((await run(['order', 'show', 'S', '--merchant', SHOP])).code, 1);
    assert.equal((await run(['order', 'show', '1'])).code, 1);
  });
});

describe('cases', () => {
  test('are listed, closed once, and say by whom', async (t) => {
    const books = await openBooks(t);
    const { run, json } = books.program;
    const order = orderOf(books.world, books.app);
    const cases = [
      caseOf(order, 'debt', 'payin.reversed', 'not covered'),
      caseOf(order, 'contradiction', 'a:b', 'two words'),
    ];
    await books.book(order, { cases });
    const open = await json(['case', 'list', '--open']);
    assert.equal(open.data.cases.length, 2);
    const close = (id: string) =>
      run(['case', 'close', id, '--resolution', 'paid back', '--by', 'ann']);
    const unclear = await close(`${order.id}`);
    assert.equal(unclear.code, 1);
    assert.match(unclear.err, /several cases are open/);
    assert.equal((await close(`${order.id}:contradiction:a:b`)).code, 0);
    assert.equal((await close(`${order.id}`)).code, 0);
    const again = await close(`${order.id}:debt`);
    assert.equal(again.code, 1);
    assert.match(again.err, /closed by ann/);
    assert.equal((await json(['case', 'list', '--open'])).data.cases.length, 0);
    const { data } = await json(['case', 'list', '--merchant', SHOP]);
    assert.deepEqual(
      data.cases.map((one: { resolution: string }) => one.resolution),
      ['paid back', 'paid back'],
    );
  });
});

describe('notifications', () => {
  test('dead-lettered ones are listed, counted and sent again: one by id, or by filter', async (t) => {
    const books = await openBooks(t);
    const { run, json } = books.program;
    const orders = [1, 2, 3].map(() => orderOf(books.world, books.app, { eventCount: 1 }));
    for (const order of orders) {
      await books.book(order, { events: [eventOf(order, 'https://shop.example/n')] });
    }
    await books.world.query("update notification set state = 'parked', done_at = now()");
    const list = async (state: string) =>
      (await json(['notification', 'list', '--state', state])).data.notifications.length;
    assert.equal(await list('dead-lettered'), 3);
    const id = `${orders[0]?.id}_1`;
    const resend = ['notification', 'resend'];
    assert.deepEqual((await json([...resend, id, '--dry-run'])).data, { count: 1, dryRun: true });
    assert.equal(await list('dead-lettered'), 3);
    assert.equal((await run([...resend, id])).code, 0);
    assert.equal((await run([...resend, id])).code, 1, 'it is due already');
    assert.deepEqual([await list('dead-lettered'), await list('due')], [2, 1]);
    const filter = [...resend, '--merchant', SHOP, '--since', '1h'];
    assert.equal((await json([...filter, '--event', 'payout.paid'])).data.count, 0);
    assert.equal((await json([...filter, '--dry-run'])).data.count, 2);
    assert.equal((await json(filter)).data.count, 2);
    assert.deepEqual([await list('dead-lettered'), await list('due')], [0, 3]);
  });

  test('delivered ones are found, newest order first', async (t) => {
    const books = await openBooks(t);
    const orders = [1, 2].map(() => orderOf(books.world, books.app, { eventCount: 1 }));
    for (const order of orders) {
      await books.book(order, { events: [eventOf(order, 'https://shop.example/n')] });
    }
    await books.world.query("update notification set state = 'delivered', done_at = now()");
    const { data } = await books.program.json(['notification', 'list', '--state', 'delivered']);
    assert.deepEqual(
      data.notifications.map((one: { id: string }) => one.id),
      orders.map(({ id }) => `${id}_1`).reverse(),
    );
  });

  test('resend asks for exactly one way of naming them', async (t) => {
    const { run } = await causeway(t);
    for (const line of [[], ['1_1', '--all'], ['1'], ['1_0'], ['1_1', '2_1']]) {
      assert.equal((await run(['notification', 'resend', ...line])).code, 2, line.join(' '));
    }
  });
});

const tomorrow = () => new Date(Date.now() + 32 * 3_600_000).toISOString().slice(0, 10);

describe('the ledger', () => {
  test('is sound after honest work, and its table sums to zero', async (t) => {
    const books = await openBooks(t);
    await bookPayin(books);
    await bookDoubt(books);
    const { code, data } = await books.program.json(['ledger', 'verify']);
    assert.deepEqual([code, data.sound, data.faults], [0, true, []]);
    const [total] = data.totals;
    assert.deepEqual([total.asset, total.entryCount, total.sumMinor], ['PHP/2', '2', '0']);
    assert.deepEqual(total.entries, total.balances);
    const balance = await books.program.json(['ledger', 'balance', '--merchant', SHOP]);
    assert.equal(balance.data.balances[0].totalMinor, '9900');
    assert.equal(balance.data.balances[0].accountsMinor.reserved, '2525');
  });

  test('finds money held for no dispute, money beside a debt, and a provider’s debt put elsewhere', async (t) => {
    const books = await openBooks(t);
    await bookPayin(books);
    const { world, program } = books;
    await createBookCloser(world.pool, { shardCount: SHARDS, openDay: tomorrow() }).close();
    const { data: sound } = await program.json(['ledger', 'verify']);
    assert.equal(sound.sound, true);
    await world.query('alter table entry disable trigger user');
    await world.query('alter table balance drop constraint balance_is_possible');
    await world.query("update entry set account = 'other'");
    await world.query('update entry set disputed = 5, debt = -5');
    await world.query('update balance set disputed = 5, debt = -5');
    const { code, data } = await program.json(['ledger', 'verify']);
    assert.equal(code, 1);
    const by = data.faults.map((one: { by: string; account: string }) => [one.account, one.by]);
    assert.deepEqual(by, [
      ['disputed', 'disputes'],
      ['available', 'debt'],
    ]);
    assert.equal(data.receivables.length, 2, 'the one account and the other');
    assert.match((await program.run(['ledger', 'verify'])).out, /what providers owe is not what/);
  });

  test('one unit moved by hand is found, and the merchant named', async (t) => {
    const books = await openBooks(t);
    await bookPayin(books);
    await books.world.query('update balance set available = available + 1, fees = fees - 1');
    const { run, json } = books.program;
    const { code, data } = await json(['ledger', 'verify']);
    assert.equal(code, 1);
    const faults = data.faults.map((one: Record<string, string>) => [
      one.merchantName,
      one.account,
      one.balanceMinor,
      one.dueMinor,
    ]);
    assert.deepEqual(faults, [
      [SHOP, 'available', '9901', '9900'],
      [SHOP, 'fees', '99', '100'],
    ]);
    const text = await run(['ledger', 'verify']);
    assert.equal(text.code, 1);
    assert.match(text.out, /not sound: balances differ for Corner Shop\./);
    assert.match(text.out, /available +99\.01 PHP +99\.00 PHP +entries/);
  });

  test('a hold without an open payout is found', async (t) => {
    const books = await openBooks(t);
    await bookPayin(books);
    const order = await bookDoubt(books);
    await books.world.query("update orders set state = 'failed' where id = $1", [order.id]);
    const { code, data } = await books.program.json(['ledger', 'verify']);
    assert.equal(code, 1);
    assert.deepEqual(
      data.faults.map((one: Record<string, string>) => [one.account, one.dueMinor, one.by]),
      [['reserved', '0', 'open orders']],
    );
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Books, bookDoubt, bookPayin, openBooks, SHOP } from './books.ts';
import { causeway } from './run.ts';

async function stateOf(books: Books, id: bigint) {
  const { data } = await books.program.json(['order', 'show', `${id}`]);
  const { order, dispatches, cases, notifications } = data;
  return {
    state: order.state,
    bankRef: order.bankRef,
    dispatch: dispatches[0]?.state,
    cases: cases.map((one: { state: string; closedBy: string; resolution: string }) => [
      one.state,
      one.closedBy,
      one.resolution,
    ]),
    reported: notifications.map((one: { event: string }) => one.event),
  };
}

async function availableOf(books: Books): Promise<string> {
  const { data } = await books.program.json(['ledger', 'balance', '--merchant', SHOP]);
  return data.balances[0].accountsMinor.available;
}

describe('a payout in doubt', () => {
  test('is paid by the word of an operator: booked, reported, closed, recorded', async (t) => {
    const books = await openBooks(t);
    await bookPayin(books);
    const { id } = await bookDoubt(books);
    const line = ['case', 'resolve', `${id}`, '--paid', '--ref', 'UTR1', '--by', 'ann'];
    const { code, data } = await books.program.json(line);
    assert.deepEqual([code, data.state], [0, 'paid']);
    assert.deepEqual(await stateOf(books, id), {
      state: 'paid',
      bankRef: 'UTR1',
      dispatch: 'done',
      cases: [['closed', 'ann', 'paid, reference UTR1']],
      reported: ['payout.paid'],
    });
    assert.equal(await availableOf(books), '7375');
    const events = await books.world.query('select source, note from news');
    assert.deepEqual(events, [{ source: 'operator', note: 'ann: paid, reference UTR1' }]);
    assert.equal((await books.program.run(['ledger', 'verify'])).code, 0);
  });

  test('is not decided here where money by hand takes two operators', async (t) => {
    const books = await openBooks(t);
    await bookPayin(books);
    const { id } = await bookDoubt(books);
    const line = ['case', 'resolve', `${id}`, '--paid', '--ref', 'UTR1', '--by', 'ann'];
    const strict = await causeway(t, books.world.connection, {
      ...books.program.env,
      CAUSEWAY_FOUR_EYES: 'on',
    });
    const refused = await strict.run(line);
    assert.equal(refused.code, 1);
    assert.match(refused.err, /takes two operators here/);
    // The console has noted the rule: an environment that does not know of it makes no difference.
    await books.world.query("insert into meta (key, value) values ('four_eyes', 'on')");
    const lenient = { ...books.program.env, CAUSEWAY_FOUR_EYES: 'off' };
    const program = await causeway(t, books.world.connection, lenient);
    assert.equal((await program.run(line)).code, 1);
    assert.equal((await stateOf(books, id)).state, 'created');
    await books.world.query("update meta set value = 'off' where key = 'four_eyes'");
    assert.equal((await books.program.run(line)).code, 0);
    const rows = await books.world.query<{ row: string }>(
      "select action || ' ' || phase || ' ' || detail as row from audit_log order by seq",
    );
    assert.deepEqual(
      rows.map(({ row }) => row),
      ['case.resolve asked said by ann', 'case.resolve done said by ann'],
    );
  });

  test('is failed by proof: the hold goes back to the merchant', async (t) => {
    const books = await openBooks(t);
    await bookPayin(books);
    const { id } = await bookDoubt(books);
    const line = ['case', 'resolve', `${id}`, '--failed', '--proof', 'mail 4711', '--by', 'ann'];
    assert.equal((await books.program.run(line)).code, 0);
    const { state, dispatch, cases, reported } = await stateOf(books, id);
    assert.deepEqual([state, dispatch, reported], ['failed', 'done', ['payout.failed']]);
    assert.deepEqual(cases, [['closed', 'ann', 'failed: mail 4711']]);
    assert.equal(await availableOf(books), '9900');
  });

  test('with another amount leaves the difference in suspense, with a case', async (t) => {
    const books = await openBooks(t);
    await bookPayin(books);
    const { id } = await bookDoubt(books);
    const line = ['case', 'resolve', `${id}`, '--paid', '--ref', 'UTR1', '--amount', '20.00'];
    assert.equal((await books.program.run(line)).code, 0);
    const { data } = await books.program.json(['case', 'list', '--open']);
    assert.equal(data.cases[0].kind, 'amount_difference');
    assert.equal((await books.program.run(['ledger', 'verify'])).code, 0);
  });

  test('is decided once, and never against what the provider has reported since', async (t) => {
    const books = await openBooks(t);
    await bookPayin(books);
    const { run } = books.program;
    const paid = (id: bigint) => run(['case', 'resolve', `${id}`, '--paid', '--ref', 'UTR1']);
    const failed = (id: bigint) =>
      run(['case', 'resolve', `${id}`, '--failed', '--proof', 'letter 17']);
    const first = await bookDoubt(books);
    assert.equal((await paid(first.id)).code, 0);
    const second = await failed(first.id);
    assert.equal(second.code, 1);
    assert.match(second.err, /has ended in the meantime/);
    // Reported by the provider in the meantime, while the case is still open.
    const other = await bookDoubt(books);
    await books.world.query("update orders set state = 'failed' where id = $1", [other.id]);
    const late = await paid(other.id);
    assert.equal(late.code, 1);
    assert.match(late.err, /has ended in the meantime/);
  });

  test('that was decided just before the case could be closed is closed by asking again', async (t) => {
    const books = await openBooks(t);
    await bookPayin(books);
    const { id } = await bookDoubt(books);
    const line = ['case', 'resolve', `${id}`, '--paid', '--ref', 'UTR1'];
    await books.program.run(line);
    await books.world.query("update case_file set state = 'open'");
    const again = await books.program.run(line);
    assert.equal(again.code, 0);
    assert.match(again.out, /is paid, 25\.00 PHP/);
    assert.equal((await stateOf(books, id)).cases[0][0], 'closed');
    assert.equal(await availableOf(books), '7375');
  });
});

describe('case resolve refuses', () => {
  test('payins that are paid, or are to be failed, and orders that do not exist', async (t) => {
    const books = await openBooks(t);
    const payin = await bookPayin(books);
    const { run } = books.program;
    const paid = ['--paid', '--ref', 'X-1'];
    for (const [id, word, why] of [
      [payin.id, paid, /has ended in the meantime/],
      [payin.id, ['--failed', '--proof', 'letter 17'], /ends by the report of its provider/],
      [1n, paid, /no order 1/],
    ] as const) {
      const { code, err } = await run(['case', 'resolve', `${id}`, ...word]);
      assert.equal(code, 1);
      assert.match(err, why);
    }
  });

  test('nothing for want of a case: an open payout can be decided at any time', async (t) => {
    const books = await openBooks(t);
    await bookPayin(books);
    const { id } = await bookDoubt(books);
    await books.world.query("update case_file set state = 'closed'");
    const line = ['case', 'resolve', `${id}`, '--failed', '--proof', 'letter of the provider'];
    assert.equal((await books.program.run(line)).code, 0);
    assert.equal((await stateOf(books, id)).state, 'failed');
    assert.equal(await availableOf(books), '9900');
  });

  test('a word without its proof, or two words at once', async (t) => {
    const books = await openBooks(t);
    const { id } = await bookPayin(books);
    const lines = [
      [],
      ['--paid'],
      ['--failed'],
      ['--paid', '--failed', '--ref', 'x', '--proof', 'x'],
      ['--paid', '--ref', 'x', '--proof', 'x'],
      ['--failed', '--proof', 'x', '--ref', 'x'],
      ['--failed', '--proof', ' '],
    ];
    for (const line of lines) {
      const { code } = await books.program.run(['case', 'resolve', `${id}`, ...line]);
      assert.equal(code, 2, line.join(' '));
    }
  });
});

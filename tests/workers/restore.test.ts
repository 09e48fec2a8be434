/**
 * The drill: traffic, a backup, more traffic, a kill, and the older backup started (P42). With what
 * it loses and pays twice where the protection is taken away.
 */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { inspect } from 'node:util';
import { startSimulator } from '../../emulators/simulator/server.ts';
import type { Recovery, Witness } from '../../src/ports/recovery.ts';
import { type Connection, createPool } from '../../src/store/database/pool.ts';
import { lookAtContinuity } from '../../src/store/recovery/continuity.ts';
import { runs } from '../../src/wire/test-support/runs.ts';
import { openWitness } from '../../src/witness.ts';
import { testDatabase } from '../support/database.ts';
import { migratedDatabase } from '../support/migrated.ts';
import { freePort } from '../support/ports.ts';
import { SOURCE } from '../support/shop.ts';
import { until } from '../support/until.ts';
import { MERCHANT, openSite, type Site } from './restore.ts';

const ROUNDS_MAX = 200;
/** Of each kind, after the backup. */
const MORE = runs(2, 60);

interface Placed {
  readonly kind: string;
  readonly merchantOrder: string;
  readonly status: string;
}

async function openProvider(t: TestContext) {
  const secrets = { apiSecret: 'a secret of the api, long', callbackSecret: 'one of callbacks' };
  const version = (secret: string) => [{ version: '1', secret }];
  const provider = await startSimulator({
    port: 0,
    payoutDelayMs: 5,
    accounts: [
      {
        ...{ id: SOURCE.account, name: 'Causeway' },
        apiSecrets: version(secrets.apiSecret),
        callbackSecrets: version(secrets.callbackSecret),
      },
    ],
    // What is not taken within a moment is not reported again.
    knobs: { callbackTimetableMs: [0, 20] },
  });
  t.after(() => provider.stop());
  const call = async (path: string, body?: object) => {
    const headers = { 'content-type': 'application/json' };
    const init = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) };
    return (await (await fetch(`${provider.url}${path}`, init)).json()) as Record<string, unknown>;
  };
  return {
    account: { account: SOURCE.account, version: 1, baseUrl: provider.url, secrets },
    pay: (merchantOrder: string) => call('/pay', { order: merchantOrder }),
    /** A dispute of a part that is lost at once. */
    async loses(merchantOrder: string, amountMinor: string): Promise<void> {
      const { id } = await call('/admin/disputes', { order: merchantOrder, amountMinor });
      await call(`/admin/disputes/${id}`, { status: 'lost' });
    },
    async placed(): Promise<readonly Placed[]> {
      return (await call('/admin/state')).orders as Placed[];
    },
    /** What came in less what left, by its own journal. */
    async balanceMinor(): Promise<bigint> {
      const { movements } = await call('/admin/journal');
      const all = movements as { readonly effect: string; readonly amountMinor: string }[];
      return all.reduce(
        (sum, { effect, amountMinor }) =>
          effect === '+' ? sum + BigInt(amountMinor) : sum - BigInt(amountMinor),
        0n,
      );
    },
  };
}

type Provider = Awaited<ReturnType<typeof openProvider>>;

async function paidIn(site: Site, provider: Provider, ref: string, minor: bigint): Promise<void> {
  assert.ok((await site.payin(ref, minor)).ok);
  await site.work();
  await provider.pay(ref);
  await ends(site, ref, 'paid');
}

async function ends(site: Site, ref: string, state: string): Promise<void> {
  await until(async () => {
    await site.work();
    return (await site.state(ref)) === state;
  }, `${ref} is ${state}`);
}

const accepted = ({ ok }: { readonly ok: boolean }) => assert.ok(ok);

/** What happens after the backup: of all this the restored database knows nothing. */
async function forgotten(site: Site, provider: Provider): Promise<void> {
  await provider.pay('P2');
  await ends(site, 'P2', 'paid');
  for (let n = 0; n < MORE; n += 1) {
    await paidIn(site, provider, `P3-${n}`, 90_00n);
    accepted(await site.payout(`O2-${n}`, 30_00n));
    await ends(site, `O2-${n}`, 'paid');
    accepted(await site.refund(`R3-${n}`, `P3-${n}`, 5_00n));
    await ends(site, `R3-${n}`, 'paid');
  }
  accepted(await site.payout('O1', 20_00n));
  await ends(site, 'O1', 'paid');
  accepted(await site.refund('R1', 'P1', 10_00n));
  await ends(site, 'R1', 'paid');
  await provider.loses('P1', '1500');
  accepted(await site.payin('P4', 40_00n));
  await site.work();
  // Committed and never sent: only its merchant knows of it.
  accepted(await site.payout('O5', 7_00n));
}

interface Drill {
  /** What takes the protection away, before the restored platform starts. */
  readonly sabotage?: readonly string[];
  /** The whole machine went back, and only the clock shows it: nothing else is a sign. */
  readonly isWholeMachine?: boolean;
  /** Merchants repeat before a single list was read. */
  readonly repeatFirst?: boolean;
}

interface Found {
  readonly recovering: boolean;
  readonly paidTwice: readonly string[];
  readonly lost: readonly string[];
  readonly differenceMinor: bigint;
  readonly site: Site;
}

async function drill(
  t: TestContext,
  { sabotage = [], isWholeMachine = false, repeatFirst = true }: Drill = {},
): Promise<Found> {
  const provider = await openProvider(t);
  const { account } = provider;
  const port = await freePort();
  const database = await migratedDatabase(t);
  const { connection } = database;
  const first = await openSite(t, { connection, account, port, node: 1 });
  await first.pool.query(
    `insert into connector_account (connector, account, version, base_url, sealed, mode)
     values ($1, $2, 1, 'http://127.0.0.1', '', 'live')`,
    [SOURCE.connector, SOURCE.account],
  );
  await paidIn(first, provider, 'P1', 100_00n);
  accepted(await first.payin('P2', 60_00n));
  await first.work();
  await first.stop();
  const backup = await testDatabase(t, database.name);

  const second = await openSite(t, { connection, account, port, node: 2 });
  assert.equal(second.isRecovering, false, 'a restart is no restore');
  await forgotten(second, provider);
  await second.stop();

  const witness = isWholeMachine ? await setBack(backup.connection) : undefined;
  const restored = { account, port, ...(witness === undefined ? {} : { witness }) };
  const site = await openRestored(t, backup.connection, sabotage, restored);
  const recovering = site.isRecovering;
  // Reported while nobody here knows of it yet.
  await provider.pay('P4');
  if (repeatFirst) await again(site);
  if (repeatFirst && isWholeMachine) {
    for (let round = 0; round < 3; round += 1) await site.work();
    return { recovering, site, ...(await judged(site, provider)) };
  }
  // What was taken twice is explained by nothing: two people would have to end it.
  if (sabotage.length > 0) await endedByHand(site);
  await recovered(site);
  await again(site);
  accepted(await site.payout('O6', 3_00n));
  for (const ref of ['O5', 'O6']) await ends(site, ref, 'paid');
  if (sabotage.length === 0) await ends(site, 'P4', 'paid');
  return { recovering, site, ...(await judged(site, provider)) };
}

async function endedByHand(site: Site): Promise<void> {
  await site.pool.query(
    `update recovery set ended_at = now(), ended_by = 'ann, bob' where ended_at is null`,
  );
}

/** Rounds until the recovery has ended; each of them is whole, so few are needed. */
async function recovered(site: Site): Promise<void> {
  const free = () => site.pool.query(`update recovery set leased_until = '-infinity'`);
  await free();
  // Two processes at once: a lease ran out while its holder was only slow.
  let isDone = false;
  const slow = site.recover().finally(() => {
    isDone = true;
  });
  await until(async () => {
    const { rows } = await site.pool.query('select from recovery where leased_until > now()');
    return rows.length === 1 || isDone;
  }, 'one has it, or had it');
  await free();
  await Promise.all([slow, site.recover()]);
  for (let round = 1; round <= ROUNDS_MAX; round += 1) {
    await site.work();
    if ((await site.recoveries.open()) === null) return;
  }
  const { id } = (await site.recoveries.latest()) as Recovery;
  assert.fail(`it goes on: ${inspect(await site.recoveries.unexplained(id))}`);
}

/** As if nobody had worked on it since. */
async function hoursLater(pool: Site['pool'], hours: number): Promise<void> {
  await pool.query(`update continuity set beat_at = beat_at - $1 * interval '1 hour'`, [hours]);
  await pool.query(
    `update continuity_witness set counted_at = counted_at - $1 * interval '1 hour'`,
    [hours],
  );
}

/** The place is the one that it was, and so is all that was counted; it is an hour later. */
async function setBack(connection: Connection): Promise<Witness> {
  const pool = createPool(connection, 'set back', 1);
  const witness = await openWitness(null, String);
  for (let looks = 0; looks < 2; looks += 1) await lookAtContinuity(pool, null, witness);
  await pool.query('delete from recovery');
  await hoursLater(pool, 1);
  await pool.end();
  return witness;
}

async function openRestored(
  t: TestContext,
  connection: Connection,
  sabotage: readonly string[],
  rest: Omit<Parameters<typeof openSite>[1], 'connection' | 'node'>,
): Promise<Site> {
  if (sabotage.length > 0) {
    const pool = createPool(connection, 'sabotage', 1);
    for (const text of sabotage) await pool.query(text);
    await pool.end();
  }
  return await openSite(t, { ...rest, connection, node: 3 });
}

/** Merchants repeat what they asked for, for nobody answers for it any more. */
async function again(site: Site): Promise<void> {
  for (let n = 0; n < MORE; n += 1) {
    await site.payin(`P3-${n}`, 90_00n);
    await site.payout(`O2-${n}`, 30_00n);
    await site.refund(`R3-${n}`, `P3-${n}`, 5_00n);
  }
  await site.payout('O1', 20_00n);
  await site.payout('O5', 7_00n);
  await site.work();
}

async function judged(site: Site, provider: Provider) {
  const placed = await provider.placed();
  const out = placed.filter(({ kind, status }) => kind !== 'payment' && status === 'succeeded');
  const byRef = Map.groupBy(out, ({ merchantOrder }) => merchantOrder);
  const paidTwice = [...byRef].flatMap(([ref, all]) => (all.length > 1 ? [ref] : []));
  const lost: string[] = [];
  for (const { merchantOrder, status } of placed) {
    const state = await site.state(merchantOrder);
    if (status === 'succeeded' && state !== 'paid') lost.push(`${merchantOrder} is ${state}`);
  }
  const { rows } = await site.pool.query(
    'select coalesce(-sum(upstream), 0)::bigint as owed from balance where merchant_id = $1',
    [MERCHANT.id],
  );
  const differenceMinor = (rows[0].owed as bigint) - (await provider.balanceMinor());
  return { paidTwice, lost, differenceMinor };
}

test('an older backup is noticed, nothing is paid twice, and all is there again', async (t) => {
  const { recovering, paidTwice, lost, differenceMinor, site } = await drill(t);
  assert.equal(recovering, true, 'it is noticed by whoever opens it');
  assert.deepEqual(
    { paidTwice, lost, differenceMinor },
    { paidTwice: [], lost: [], differenceMinor: 0n },
  );
  const recovery = await site.recoveries.latest();
  assert.deepEqual([recovery?.reason, recovery?.endedBy], ['other_place', 'platform']);
  const [account] = await site.recoveries.accounts(recovery?.id as bigint);
  assert.equal(account?.state, 'listed');
  assert.equal(account?.unknown, 0);
  t.diagnostic(`${account?.known} known, ${account?.rebuilt} made again`);
  assert.equal(account?.rebuilt, 3 * MORE + 3, 'payins, payouts and refunds');
});

test('a whole machine that is set back is found out by the lists of providers', async (t) => {
  const found = await drill(t, { isWholeMachine: true, repeatFirst: false });
  const { recovering, paidTwice, lost, differenceMinor, site } = found;
  assert.equal(recovering, true);
  assert.deepEqual(
    { paidTwice, lost, differenceMinor },
    { paidTwice: [], lost: [], differenceMinor: 0n },
  );
  const recovery = await site.recoveries.latest();
  assert.deepEqual(
    [recovery?.reason, recovery?.isCheck, recovery?.revision, recovery?.endedBy],
    ['silence', false, 2, 'platform'],
    'it began as a check, and was none',
  );
});

test('and what merchants repeat there before is sent to nobody, and waits for people', async (t) => {
  const { paidTwice, site } = await drill(t, { isWholeMachine: true });
  assert.deepEqual(paidTwice, []);
  const open = await site.recoveries.open();
  assert.equal(open?.isCheck, false);
  const { unknown } = await site.recoveries.unexplained(open?.id as bigint);
  // A payin, a payout and its refund are repeats, of each round; one payout more.
  assert.ok(unknown > 0, `${unknown} orders have a repeat, or what they were made from has`);
  assert.equal(await site.state('O6'), null);
  assert.ok((await site.payout('O6', 3_00n)).ok);
  await site.work();
  assert.equal(await site.state('O6'), 'created', 'nothing leaves');
});

test('after a plain night nothing is asked again, and payouts leave within a round', async (t) => {
  const provider = await openProvider(t);
  const port = await freePort();
  const { connection } = await migratedDatabase(t);
  const { account } = provider;
  const witness = await openWitness(null, String);
  const day = await openSite(t, { connection, account, port, node: 1, witness });
  await day.pool.query(
    `insert into connector_account (connector, account, version, base_url, sealed, mode)
     values ($1, $2, 1, 'http://127.0.0.1', '', 'live'), ('unlisted', 'main', 1, 'http://127.0.0.1', '', 'live')`,
    [SOURCE.connector, SOURCE.account],
  );
  await paidIn(day, provider, 'P1', 100_00n);
  await hoursLater(day.pool, 9);
  await day.stop();
  const morning = await openSite(t, { connection, account, port, node: 2, witness });
  assert.equal(morning.isRecovering, true);
  accepted(await morning.payout('O1', 20_00n));
  assert.equal(await morning.state('O1'), 'created');
  await morning.work();
  assert.equal(await morning.recoveries.open(), null, 'one round');
  const recovery = await morning.recoveries.latest();
  const accounts = await morning.recoveries.accounts(recovery?.id as bigint);
  assert.deepEqual(accounts.map(({ state, known }) => [state, known]).sort(), [
    ['listed', 1],
    ['passed', 0],
  ]);
  await ends(morning, 'O1', 'paid');
});

test('without its mark the drill fails: payouts are paid twice, payments lost', async (t) => {
  const found = await drill(t, { sabotage: ['truncate continuity'] });
  assert.equal(found.recovering, false);
  assert.ok(found.paidTwice.length > 0, 'the drill sees a payout that is made twice');
  assert.ok(found.differenceMinor !== 0n, 'and a ledger that is not the journal');
});

test('without the hold the drill fails: repeats are sent before lists are read', async (t) => {
  const found = await drill(t, {
    sabotage: [
      `create or replace function money_may_leave() returns boolean language sql as 'select true'`,
      // The lists come too late: orders are taken again before they are read.
      `insert into recovery (reason, detail, is_check, forgotten_from, began_at, leased_until)
       values ('declared', 'sabotage', false, now(), now() - interval '1 hour', 'infinity')`,
    ],
  });
  assert.ok(found.paidTwice.length > 0);
});

/**
 * Ways to break each promise, so that the harness is seen to find it. All act outside the product's
 * code: on its source text while it is loaded, on its database, or on the simulated provider.
 */
import { AFTER_THE_END, BORN } from './asking-sabotages.ts';
import type { Patch } from './patch.ts';
import { COMES_BACK } from './run.ts';
import type { RunOptions, Sabotage } from './settings.ts';

const BODY = (condition: string, action: string) =>
  `create function sabotage() returns trigger language plpgsql as $$
   begin if ${condition} then ${action} end if; return new; end $$`;
const before = (what: string, table: string) =>
  `create trigger sabotage before ${what} on ${table} for each row execute function sabotage()`;

const NO_CHECKS_ON_ENTRIES = `do $$ declare name text; begin
  for name in select conname from pg_constraint
    where conrelid = 'entry'::regclass and contype = 'c'
  loop execute format('alter table entry drop constraint %I', name); end loop; end $$`;

/** True at every n-th turn of a process. */
const EVERY = (n: string) => `(globalThis.turns = (globalThis.turns ?? 0) + 1) % ${n} === 0`;

/** What is asked about is sent again first. */
function sendAgain(condition: string): Patch {
  const find =
    'const answer = secondCallAnswer(dispatch, await this.#deps.upstream.ask(dispatch, intent));';
  const send = 'await this.#deps.upstream.create(dispatch, intent, leasedAtMs + 60_000);';
  return {
    file: 'src/workers/resolve-doubt.ts',
    find,
    put: `if (${condition}) ${send}\n    ${find}`,
  };
}

const DOUBT_IS_FAILURE: readonly Patch[] = [
  {
    file: 'src/app/apply-verdict.ts',
    find: "return { changes: inDoubt(order, dispatch, verdict.reason, at), answer: 'doubt' };",
    put: 'break;',
  },
  {
    file: 'src/app/apply-verdict.ts',
    find: "return verdict.kind === 'doubt' ? { kind: 'unclear', reason: verdict.reason } : verdict;",
    put: "return verdict.kind === 'doubt' ? UNREACHABLE : verdict;",
  },
];

const BOOK_ORDERED_AMOUNT: readonly Patch[] = [
  {
    file: 'src/domain/payin.ts',
    find: 'const came = fact.amount.minor;',
    put: 'const came = order.amountMinor;',
  },
];

const ACK_UNSTORED: readonly Patch[] = [
  {
    file: 'src/workers/watch.ts',
    find: 'let more = false;',
    put: 'let more = false; if (!more) return false;',
  },
  {
    file: 'src/merchant-api/callbacks.ts',
    find: 'const result = await store(',
    put: `const result = ${EVERY('3')} ? 'applied' : await store(`,
  },
];

/** Over the emulators of real providers. */
const AT_EMULATORS: readonly Sabotage[] = [
  {
    name: 'send_under_a_new_id',
    does: 'a transfer in doubt is sent to Airwallex again, under a request_id of its own',
    breaks: ['payouts_sent_once', 'upstream_effective_once'],
    trouble: ['payout after http_502'],
    options: { provider: 'airwallex', healWithinMs: 4_000 },
    patches: [
      sendAgain("order.kind === 'payout'"),
      {
        file: 'src/connectors/airwallex/client/transfer.ts',
        find: 'request_id: reference,',
        put: "request_id: reference + '_' + ((performance.now() & 63) + 2),",
      },
    ],
  },
  {
    name: 'book_ordered_at_airwallex',
    does: 'the amount that was ordered is booked, whatever Airwallex captured',
    breaks: ['ledger_agrees_with_upstream'],
    payer: 'other',
    options: { provider: 'airwallex', healWithinMs: 4_000 },
    patches: BOOK_ORDERED_AMOUNT,
  },
  {
    name: 'doubt_is_failure_at_payermax',
    does: 'an order is reported as failed when the answer of PayerMax was lost',
    breaks: ['ends_agree_with_upstream'],
    trouble: ['payin after drop', 'payout after half'],
    options: { provider: 'payermax', healWithinMs: 4_000 },
    patches: DOUBT_IS_FAILURE,
  },
  {
    name: 'ack_unstored_at_payermax',
    does: 'every third notification of PayerMax is acknowledged and thrown away',
    breaks: ['callbacks_stored_before_ack'],
    trouble: [],
    options: { provider: 'payermax', healWithinMs: 3_000 },
    patches: ACK_UNSTORED,
  },
];

export const SABOTAGES: readonly Sabotage[] = [
  ...AT_EMULATORS,
  ...BORN,
  ...AFTER_THE_END,
  {
    name: 'ack_before_commit',
    does: 'COMMIT is answered before it is on disk (synchronous_commit off)',
    breaks: ['acknowledged_is_kept'],
    postgres: { synchronous_commit: 'off', wal_writer_delay: '10s' },
    options: { pgKills: 2, orders: 0 },
  },
  {
    name: 'skip_the_claim',
    does: 'references are not claimed: the unique key and the conflict clause are gone',
    breaks: ['one_order_per_reference'],
    sql: ['alter table orders drop constraint orders_reference'],
    patches: [
      {
        file: 'src/store/statements/orders.ts',
        find: '   on conflict (shard, merchant_id, mode, scope, merchant_ref) do nothing\n',
        put: '',
      },
    ],
    options: { servers: 2 },
  },
  {
    name: 'refuse_at_random',
    does: 'every fifth verified request is refused for no reason',
    breaks: ['every_call_answered'],
    patches: [
      {
        file: 'src/app/handle.ts',
        find: '  switch (request.kind) {',
        put: `  if (${EVERY('5')}) return refuse('unknown_app');\n  switch (request.kind) {`,
      },
    ],
  },
  {
    name: 'drop_dispatch_row',
    does: 'every third order is committed without its dispatch',
    breaks: ['every_order_dispatched'],
    sql: [BODY('new.order_id % 3 = 0', 'return null;'), before('insert', 'dispatch')],
    options: { healWithinMs: 1_000 },
  },
  {
    name: 'send_payouts_again',
    does: 'a payout in doubt is sent again before anybody asks about it',
    breaks: ['payouts_sent_once'],
    provider: { payoutDelayMs: 4_000 },
    faults: ['accept_502', 'html_200'],
    patches: [sendAgain("order.kind === 'payout'")],
  },
  {
    name: 'pay_out_elsewhere',
    does: 'a payout in doubt is sent to the second account',
    breaks: ['payouts_sent_once'],
    faults: ['accept_502', 'html_200'],
    options: { twoAccounts: true },
    patches: [
      {
        file: 'src/domain/routing.ts',
        find: "return kind === 'payin' && SHOWN_BY_US.has(method);",
        put: 'return method.length > 0;',
      },
      // The same faults trouble both accounts, whose breakers would hide it now and then.
      {
        file: 'src/app/choose-route.ts',
        find: 'return next !== null && (next.isUp || isLast) ? next.route : null;',
        put: 'return next !== null && (true || isLast) ? next.route : null;',
      },
    ],
  },
  {
    name: 'send_all_again',
    does: 'all that is in doubt is sent again, to a provider that makes a new order each time',
    breaks: ['upstream_effective_once'],
    provider: { idempotentCreates: false, payoutDelayMs: 4_000 },
    faults: ['accept_502', 'html_200'],
    patches: [sendAgain('true')],
  },
  {
    name: 'ack_callback_unstored',
    options: { healWithinMs: 3_000 },
    does: 'every third callback is acknowledged and thrown away, and nobody asks later',
    breaks: ['callbacks_stored_before_ack'],
    patches: ACK_UNSTORED,
  },
  {
    name: 'doubt_is_failure',
    does: 'a timeout is reported as a failure, and the hold is released',
    breaks: ['ends_agree_with_upstream'],
    faults: ['accept_502', 'html_200', 'accept_then_hang'],
    patches: DOUBT_IS_FAILURE,
  },
  {
    name: 'release_on_doubt',
    options: { healWithinMs: 4_000 },
    does: 'a payout in doubt gives its hold back, and stays open',
    breaks: ['reserved_is_open_payouts'],
    faults: ['accept_502', 'html_200', 'accept_then_hang'],
    patches: [
      {
        file: 'src/app/apply-verdict.ts',
        find: '    dispatchUpdates: [update],\n    ...(isLong',
        put: `    dispatchUpdates: [update],
    entries: order.kind !== 'payout' || queryCount > 0 || isFinal(order.state) ? [] : [{
      subjectId: orderId, name: 'payout.release', merchantId: order.merchantId, mode: order.mode,
      asset: order.asset, connector: null, account: null, purse: null, platformCode: null,
      caseKey: null, legs: [
        { account: 'reserved', minor: -(order.amountMinor + order.feeMinor) },
        { account: 'available', minor: order.amountMinor + order.feeMinor }] }],
    ...(isLong`,
      },
    ],
  },
  {
    name: 'lopsided_entry',
    does: 'every entry books one unit too much as a fee',
    breaks: ['ledger_sums_to_zero'],
    sql: [
      NO_CHECKS_ON_ENTRIES,
      BODY('true', 'new.fees := new.fees + 1;'),
      before('insert', 'entry'),
    ],
  },
  {
    name: 'drifting_balance',
    does: 'every change of a balance moves one unit more than its entries',
    breaks: ['balances_are_sums'],
    sql: [
      BODY('true', 'new.fees := new.fees + 1; new.upstream := new.upstream - 1;'),
      before('update', 'balance'),
    ],
  },
  {
    name: 'pending_for_ever',
    does: 'a paid payin keeps a unit that nothing has in pending',
    breaks: ['pending_is_unsettled'],
    sql: [
      BODY("new.kind = 'payin' and new.state = 'paid'", 'new.pending_minor := 1;'),
      before('update', 'orders'),
    ],
  },
  {
    name: 'money_of_nobody',
    does: 'every change of a balance puts a unit into suspense, dispute and reserve',
    breaks: ['suspense_is_cases', 'disputed_is_open', 'rolling_is_held'],
    sql: [
      BODY(
        'true',
        `new.suspense := new.suspense + 1; new.disputed := new.disputed + 1;
         new.rolling := new.rolling + 1; new.upstream := new.upstream - 3;`,
      ),
      before('update', 'balance'),
    ],
  },
  {
    name: 'debt_beside_money',
    does: 'every change of a balance makes a debt, whatever is there',
    breaks: ['debt_or_available'],
    sql: [
      'alter table balance drop constraint balance_is_possible',
      BODY('true', 'new.debt := new.debt - 1; new.upstream := new.upstream + 1;'),
      before('update', 'balance'),
    ],
  },
  {
    name: 'book_ordered_amount',
    does: 'the amount that was ordered is booked, whatever came',
    breaks: ['ledger_agrees_with_upstream', 'receivable_is_journal'],
    faults: ['wrong_amount_under', 'wrong_amount_over'],
    patches: BOOK_ORDERED_AMOUNT,
  },
  {
    name: 'drop_outbox_row',
    does: 'every third notification is not written',
    breaks: ['every_end_notified'],
    sql: [BODY('new.order_id % 3 = 0', 'return null;'), before('insert', 'notification')],
  },
  {
    name: 'wrong_notice_key',
    does: "notifications are signed with a key that is not the merchant's",
    breaks: ['notifications_verify'],
    patches: [
      {
        file: 'src/dialects/collect/notification.ts',
        find: 'const sign = signatureOf(signed.value, signer.material);',
        put: "const sign = signatureOf(signed.value, signer.material + '0');",
      },
    ],
  },
  {
    name: 'other_bytes_on_repeat',
    does: 'every attempt has other bytes, though the same meaning',
    breaks: ['repeats_are_identical'],
    patches: [
      {
        file: 'src/workers/delivery-attempt.ts',
        find: 'Buffer.from(bytes.body)',
        put: "Buffer.from(bytes.body + ' '.repeat(performance.now() % 97))",
      },
    ],
  },
  {
    name: 'never_ask',
    does: 'nobody asks what became of a dispatch without an answer',
    breaks: ['no_lease_held', 'no_doubt_left'],
    provider: { latencyMs: 700 },
    faults: ['accept_502', 'callback_never'],
    options: { serverKills: 1, healWithinMs: 5_000 },
    patches: [
      {
        file: 'src/workers/resolve-doubt.ts',
        find: 'const { queue, upstream } = this.#deps;',
        put: 'const { queue, upstream } = this.#deps; if (queue) return false;',
      },
    ],
  },
  {
    name: 'unhandled_rejection',
    does: 'every twentieth callback leaves a rejected promise that nobody hears',
    breaks: ['logs_are_clean'],
    patches: [
      {
        file: 'src/merchant-api/callbacks.ts',
        find: 'const result = await store(deps, connector, source, callback);',
        put: `const result = await store(deps, connector, source, callback);
        if (${EVERY('20')}) void Promise.reject(new Error('sabotage'));`,
      },
    ],
  },
  {
    name: 'nodes_run_out',
    does: 'node numbers stay leased for an hour, and all but one are taken',
    breaks: [COMES_BACK],
    sql: [
      `insert into node_lease select n, 'nobody', now() + interval '1 hour'
       from generate_series(0, 30) n on conflict (node) do update
       set holder = excluded.holder, until = excluded.until`,
      BODY('true', "new.until := now() + interval '1 hour';"),
      before('insert or update', 'node_lease'),
    ],
    options: { serverKills: 1, backWithinMs: 4_000 },
  },
];

export function sabotageOf(name: string): Sabotage | null {
  return SABOTAGES.find((sabotage) => sabotage.name === name) ?? null;
}

/** A short run that a sabotage must make fail. */
export function sabotagedRun(
  sabotage: Sabotage,
  seed: number,
  databaseUrl: string | null,
): RunOptions {
  return {
    seed,
    provider: 'simulator',
    pgKills: 0,
    serverKills: 0,
    pauses: 0,
    terminations: 0,
    servers: 1,
    merchants: 3,
    orders: 45,
    ratePerS: 30,
    realTime: false,
    twoAccounts: false,
    alsoRecharge: false,
    faultsWithinMs: Number.POSITIVE_INFINITY,
    keep: false,
    databaseUrl: sabotage.postgres === undefined ? databaseUrl : null,
    healWithinMs: 8_000,
    backWithinMs: 20_000,
    ...sabotage.options,
    sabotage,
  };
}

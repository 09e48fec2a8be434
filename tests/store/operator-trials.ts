/** One good input for each operator's command, over the world of the console's tests. */
import { type Actor, commandLineActor, type OperatorActor } from '../../src/operator/actor.ts';
import type { Input } from '../../src/operator/command.ts';
import { accountSave } from '../../src/operator/commands/accounts.ts';
import { memberInvite } from '../../src/operator/commands/members.ts';
import { refund } from '../../src/operator/commands/refund.ts';
import { factorBegin, factorConfirm } from '../../src/operator/commands/second-factor.ts';
import { subscriptionCreate } from '../../src/operator/commands/subscriptions.ts';
import { verificationDecide } from '../../src/operator/commands/verifications.ts';
import type { Member } from '../../src/ports/member.ts';
import { codeAt } from '../wire/console/authenticator.ts';
import { inReview } from '../wire/console/shown.ts';
import { aTenth, bookable, bringIntoDoubt, deadLetter, makeStory } from '../wire/console/story.ts';
import { ACCEPTED, type ConsoleWorld, cheapHash, PASSWORD, paid } from '../wire/console/world.ts';
import { RECON_TRIALS } from './recon-trials.ts';
import { RECOVERY_TRIALS } from './recovery-trials.ts';
import { SETTING_TRIALS } from './setting-trials.ts';
import { WITHDRAWAL_TRIALS } from './withdrawal-trials.ts';

/** Who runs a trial, and a second operator who can have asked for it. */
export function ownerOf({ operators }: ConsoleWorld): OperatorActor {
  const { owner: operator } = operators;
  return { kind: 'operator', operator, token: '', ip: '192.0.2.1', password: PASSWORD, otp: '' };
}

export interface Trial {
  /** Written out once more, so that a change of the table alone opens nothing. */
  readonly roles: string;
  /** Is about who is signed in: nobody else can run it. */
  readonly signedIn?: true;
  /** What money by hand needs besides: nobody can approve where nobody must. */
  readonly fourEyes?: true;
  /** Its effect is on the count of guesses, which is looked at elsewhere. */
  readonly onTries?: true;
  /** Changes nothing: that somebody looked is all there is to record. */
  readonly looks?: true;
  /** A code is used up before anything is asked for. */
  readonly usesCode?: true;
  /** Prepares what the command is about; `actor`: who runs it, anew for each run. */
  prepare(world: ConsoleWorld): Promise<Input | { readonly input: Input; actor(): Actor }>;
}

const appOf = ({ app }: ConsoleWorld) => String(app.id);
const REF = `OP${'A1'.repeat(10)}`;

const given = (input: Input) => async () => input;

/** A form of a channel's page, as it is stored. */
const channel = (more: Input): Trial => ({
  roles: 'owner finance',
  prepare: given({ code: 'PH_GCASH', ...more }),
});

async function routeOf({ deps }: ConsoleWorld) {
  const details = await deps.catalogue.details('PH_GCASH');
  return String(details?.routes[0]?.id);
}

/** An owner with a second factor: each run takes another recovery code. */
async function enrolled(world: ConsoleWorld): Promise<() => Actor> {
  const { run, secondFactors, operators } = world.deps;
  const actor = ownerOf(world);
  const { id } = actor.operator;
  await run(factorBegin, actor, {});
  const secret = (await secondFactors.pending(id)) ?? '';
  const done = await run(factorConfirm, { ...actor, otp: codeAt(secret, new Date()) }, {});
  if (!done.ok || 'awaits' in done) throw new Error(JSON.stringify(done));
  const operator = (await operators.list()).find((one) => one.id === id) ?? actor.operator;
  const codes = [...done.result.recovery];
  return () => ({ ...actor, operator, otp: codes.shift() ?? '' });
}

const nothing = async (world: ConsoleWorld, actor: () => Actor = () => ownerOf(world)) => ({
  input: {},
  actor,
});

/** Somebody of the world's merchant, as the platform's own program invites them. */
async function memberOf(world: ConsoleWorld, login = 'mia'): Promise<Member> {
  const input = { merchant: String(world.app.merchantId), login, role: 'owner' };
  await world.deps.run(memberInvite, COMMAND_LINE, input);
  return (await world.deps.members.byLogin(login)) as Member;
}

const ofMember =
  (more: Input = {}) =>
  async (world: ConsoleWorld) => ({ id: String((await memberOf(world)).id), ...more });

const PASS = { verdict: 'pass', note: 'the same face' };

export const TRIALS: Readonly<Record<string, Trial>> = {
  'member.invite': {
    roles: 'owner',
    prepare: async ({ app }) => ({
      ...{ merchant: String(app.merchantId), login: 'Mia@shop.example', role: 'developer' },
    }),
  },
  'member.link': { roles: 'owner', prepare: ofMember() },
  'member.role': {
    roles: 'owner',
    async prepare(world) {
      await memberOf(world, 'first');
      return await ofMember({ role: 'viewer' })(world);
    },
  },
  'member.disabled': {
    roles: 'owner',
    async prepare(world) {
      await memberOf(world, 'first');
      return await ofMember({ disabled: 'yes' })(world);
    },
  },
  'member.second_factor_reset': {
    roles: 'owner',
    async prepare(world) {
      const member = await memberOf(world);
      await world.pool.query('update member set second_factor_at = now()');
      return { id: String(member.id) };
    },
  },
  'member.unlock': { roles: 'owner', onTries: true, prepare: ofMember() },
  'member.password': {
    roles: 'owner finance support viewer',
    signedIn: true,
    async prepare(world) {
      const member = await memberOf(world);
      await world.pool.query('update member set password_hash = $1', [cheapHash(PASSWORD)]);
      const actor = (): Actor => ({
        ...{ kind: 'member', member, mode: 'test', token: '', ip: '192.0.2.7' },
        ...{ password: PASSWORD, otp: '' },
      });
      const secret = 'another good passphrase';
      return { input: { new_password: secret, again: secret }, actor };
    },
  },
  'merchant.create': { roles: 'owner', prepare: given({ name: 'Tea House' }) },
  'merchant.set': {
    roles: 'owner',
    prepare: async ({ app }) => ({ merchant: String(app.merchantId), share_orders: 'yes' }),
  },
  'merchant.rules': {
    roles: 'owner',
    prepare: async ({ app }) => ({
      ...{ merchant: String(app.merchantId), short: 'hold', tolerance: '0.5' },
      ...{ over: 'return', late: 'return', late_hours: '24', second: 'return' },
    }),
  },
  'merchant.reserve': { roles: 'owner', prepare: aTenth },
  'app.create': {
    roles: 'owner',
    prepare: async ({ app }) => ({
      ...{ merchant: String(app.merchantId), dialect: 'collect', public_id: 'M7', mode: 'live' },
      'setting.asset': 'PHP/2',
    }),
  },
  'app.set': {
    roles: 'owner',
    prepare: async (world) => ({ app: appOf(world), 'setting.reportFormat': 'csv' }),
  },
  'app.access': {
    roles: 'owner',
    prepare: async (world) => ({ app: appOf(world), ip_allow: '192.0.2.0/24', ip_scope: 'all' }),
  },
  'key.end': {
    roles: 'owner',
    prepare: async (world) => ({ app: appOf(world), key: world.app.keys[0]?.id ?? '', in_s: '9' }),
  },
  'key.rotate': {
    roles: 'owner',
    prepare: async (world) => ({ app: appOf(world), purpose: 'request', overlap_s: '3600' }),
  },
  'subscription.create': {
    roles: 'owner',
    prepare: async (world) => ({
      ...{ app: appOf(world), url: 'https://books.example/hook' },
      events: 'payin.paid, refund.paid',
    }),
  },
  'subscription.set': {
    roles: 'owner',
    async prepare(world) {
      const app = appOf(world);
      const url = 'https://books.example/hook';
      await world.deps.run(subscriptionCreate, ownerOf(world), { app, url, events: '' });
      return { app, slot: '1', url: 'https://books.example/other', key: 'new' };
    },
  },
  'account.save': {
    roles: 'owner',
    prepare: given({
      ...{ connector: 'simulator', account: 'second', base_url: 'https://psp.example' },
      secrets: '{"apiSecret":"one"}',
    }),
  },
  'account.end': {
    roles: 'owner',
    async prepare(world) {
      const account = { connector: 'simulator', account: 'main' };
      const next = { ...account, base_url: 'https://psp.example', secrets: '{"apiSecret":"two"}' };
      await world.deps.run(accountSave, ownerOf(world), next);
      return { ...account, version: '1', in_s: '60' };
    },
  },
  ...{ ...SETTING_TRIALS, ...RECON_TRIALS, ...RECOVERY_TRIALS, ...WITHDRAWAL_TRIALS },
  'channel.sync': { roles: 'owner finance', prepare: given({}) },
  'channel.facts': channel({
    ...{ name: 'GCash', min: '30', max: '50000', expiry: '30', enabled: 'yes' },
    'refund.windowDays': '60',
  }),
  'channel.fields': channel({
    ...{ 'ask:payer.email': 'must', 'check:payer.email': 'email', 'arg:payer.email': '' },
  }),
  'channel.codes': {
    roles: 'owner finance',
    prepare: given({ code: 'PH_7ELEVEN_VA', bank: '', va_prefix: '77', va_length: '16' }),
  },
  'channel.terms': channel({ rate: '1.5', fixed: '2', days: '1', from: '2030-01-31' }),
  'channel.terms_withdraw': {
    roles: 'owner finance',
    async prepare({ pool }) {
      const { rows } = await pool.query<{ id: bigint }>(
        `insert into terms (channel_code, settle_after_days, effective_from, rate_ppm, fixed_minor)
         values ('PH_GCASH', 1, now() + interval '1 day', 0, 0) returning id`,
      );
      return { code: 'PH_GCASH', terms: String(rows[0]?.id) };
    },
  },
  'channel.route': {
    roles: 'owner finance',
    prepare: async (world) => ({
      ...{ code: 'PH_GCASH', route: await routeOf(world), connector: 'simulator' },
      ...{ account: 'main', priority: '3', weight: '7', min: '', max: '', merchants: '' },
    }),
  },
  'channel.route_remove': {
    roles: 'owner finance',
    prepare: async (world) => ({ code: 'PH_GCASH', route: await routeOf(world) }),
  },
  refund: {
    roles: 'owner finance',
    async prepare(world) {
      const order = await world.payin('A-1', [ACCEPTED, paid(125_050n, 'P1')]);
      return { id: String(order.id), ref: REF, amount: '50.25' };
    },
  },
  'case.close': {
    roles: 'owner finance support',
    async prepare(world) {
      const payin = await world.payin('A-9', [ACCEPTED]);
      await bringIntoDoubt(world, payin);
      return { id: String(payin.id), kind: 'doubt', key: '1', reason: 'looked into it' };
    },
  },
  'case.book': { roles: 'owner finance', prepare: bookable },
  'case.exit': {
    roles: 'owner finance',
    async prepare(world) {
      const two = [ACCEPTED, paid(125_050n, 'P1'), paid(125_050n, 'P2')];
      const order = await world.payin('A-2', two);
      const file = { id: String(order.id), kind: 'second_payment', key: 'P2' };
      return { ...file, way: 'merchant', evidence: 'mail 4711', reason: 'the shop sent it twice' };
    },
  },
  'balance.post': {
    roles: 'owner finance',
    prepare: async ({ app }) => ({
      ...{ merchant: String(app.merchantId), posting: 'credit', asset: 'PHP/2', amount: '10' },
      ...{ evidence: 'letter 7', reason: 'for their patience' },
    }),
  },
  'case.resolve': {
    roles: 'owner finance',
    async prepare(world) {
      const { doubt } = await makeStory(world);
      const rest = { finding: 'paid', evidence: 'UTR-4711' };
      return { id: String(doubt.id), kind: 'doubt', key: '1', ...rest };
    },
  },
  'verification.photo': {
    roles: 'owner finance support',
    looks: true,
    prepare: async (world) => ({ id: String(await inReview(world)), part: 'selfie' }),
  },
  'verification.decide': {
    roles: 'owner finance support',
    prepare: async (world) => ({ id: String(await inReview(world)), ...PASS }),
  },
  'verification.erase': {
    roles: 'owner finance support',
    async prepare(world) {
      const id = String(await inReview(world));
      await world.deps.run(verificationDecide, COMMAND_LINE, { id, ...PASS });
      return { id };
    },
  },
  'notification.resend': {
    roles: 'owner finance support',
    async prepare(world) {
      const { failed } = await makeStory(world);
      return { id: String(failed.id), n: '1' };
    },
  },
  'notification.resend_dead_lettered': {
    roles: 'owner finance support',
    async prepare(world) {
      const { failed } = await makeStory(world);
      await deadLetter(world, failed);
      return { merchant: '' };
    },
  },
  'operator.create': {
    roles: 'owner',
    prepare: given({ login: 'eve', role: 'viewer', new_password: 'a first password' }),
  },
  'operator.role': {
    roles: 'owner',
    prepare: async ({ operators }) => ({ id: String(operators.viewer.id), role: 'support' }),
  },
  'operator.disabled': {
    roles: 'owner',
    prepare: async ({ operators }) => ({ id: String(operators.viewer.id), disabled: 'yes' }),
  },
  'operator.password_reset': {
    roles: 'owner',
    prepare: async ({ operators }) => ({
      ...{ id: String(operators.viewer.id), new_password: 'another long one' },
    }),
  },
  'operator.unlock': {
    roles: 'owner',
    onTries: true,
    async prepare({ deps, operators: { viewer } }) {
      await deps.operators.verifyLogin(viewer.login, 'wrong', '192.0.2.99');
      return { id: String(viewer.id) };
    },
  },
  'second_factor.reset': {
    roles: 'owner',
    async prepare({ pool, operators }) {
      const { id } = operators.viewer;
      await pool.query('update operator set second_factor_at = now() where id = $1', [id]);
      return { id: String(id) };
    },
  },
  'operator.password': {
    roles: 'owner finance support viewer',
    signedIn: true,
    prepare: given({ new_password: 'quite another one', again: 'quite another one' }),
  },
  'second_factor.begin': {
    roles: 'owner finance support viewer',
    signedIn: true,
    prepare: (world) => nothing(world),
  },
  'second_factor.on': {
    roles: 'owner finance support viewer',
    signedIn: true,
    async prepare(world) {
      const actor = ownerOf(world);
      await world.deps.run(factorBegin, actor, {});
      const secret = (await world.deps.secondFactors.pending(actor.operator.id)) ?? '';
      return nothing(world, () => ({ ...actor, otp: codeAt(secret, new Date()) }));
    },
  },
  'second_factor.recovery': {
    roles: 'owner finance support viewer',
    signedIn: true,
    usesCode: true,
    prepare: async (world) => nothing(world, await enrolled(world)),
  },
  'second_factor.off': {
    roles: 'owner finance support viewer',
    signedIn: true,
    usesCode: true,
    prepare: async (world) => nothing(world, await enrolled(world)),
  },
  'approval.reject': {
    roles: 'owner finance',
    signedIn: true,
    fourEyes: true,
    prepare: async (world) => ({ id: await waiting(world), note: 'why?' }),
  },
  'approval.approve': {
    roles: 'owner finance',
    signedIn: true,
    fourEyes: true,
    prepare: async (world) => ({ id: await waiting(world) }),
  },
};

/** A refund that another operator has asked for. */
async function waiting(world: ConsoleWorld): Promise<string> {
  const order = await world.payin('A-1', [ACCEPTED, paid(125_050n, 'P1')]);
  const maker = { ...ownerOf(world), operator: world.operators.finance };
  const input = { id: String(order.id), ref: REF, amount: '50.25' };
  const asked = await world.deps.run(refund, maker, input);
  if (!asked.ok || !('awaits' in asked)) throw new Error(JSON.stringify(asked));
  return String(asked.awaits);
}
export const COMMAND_LINE = commandLineActor('ann');

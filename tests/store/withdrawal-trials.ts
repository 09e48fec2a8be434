/** One good input for each command of withdrawals: see `operator-trials.ts`. */
import { randomUUID } from 'node:crypto';
import { commandLineActor } from '../../src/operator/actor.ts';
import type { Input } from '../../src/operator/command.ts';
import { balancePost } from '../../src/operator/commands/balance-post.ts';
import { beneficiaryAdd } from '../../src/operator/commands/beneficiaries.ts';
import { bankReceive, topUpReference } from '../../src/operator/commands/top-ups.ts';
import { withdrawalMake } from '../../src/operator/commands/withdrawals.ts';
import { type ConsoleWorld, hire, PASSWORD } from '../wire/console/world.ts';
import type { Trial } from './operator-trials.ts';

/** A bank account of the platform for test money. */
export const A_BANK: Input = {
  ...{ bank: 'bdo1', mode: 'test', asset: 'PHP/2' },
  ...{ bank_name: 'Banco de Oro', holder: 'Causeway Inc', number: '0012 3456 7890' },
};

/** An account that such a bank pays. */
export function anAccount({ app }: Pick<ConsoleWorld, 'app'>): Input {
  return {
    ...{ merchant: String(app.merchantId), mode: 'test', asset: 'PHP/2' },
    ...{ name: 'Shop Holdings', account: '4417 1234 5678 9113', bank_code: 'BPI' },
  };
}

/** A beneficiary that waits for a second person: there is a second owner. */
export async function askedFor(world: ConsoleWorld): Promise<bigint> {
  await hire(world, `second-${randomUUID().slice(0, 8)}`, 'owner');
  const operator = world.operators.finance;
  const maker = { kind: 'operator', operator, token: '', ip: '192.0.2.1', otp: '' } as const;
  const asked = await world.deps.run(
    ...([beneficiaryAdd, { ...maker, password: PASSWORD }, anAccount(world)] as const),
  );
  return asked.ok && 'awaits' in asked ? asked.awaits : 0n;
}

/** A beneficiary that has rested, as a row: what the command makes is tried elsewhere. */
export async function beneficiaryOf(
  { pool, app, vault }: Pick<ConsoleWorld, 'pool' | 'app' | 'vault'>,
  channel: string | null = null,
): Promise<string> {
  const id = `${2n ** 40n + BigInt(`0x${randomUUID().slice(0, 8)}`)}`;
  const fields = { 'beneficiary.name': 'Shop Holdings', 'beneficiary.account': '09171234567' };
  const sealed = vault.seal(JSON.stringify(fields), `beneficiary:${id}`);
  await pool.query(
    `insert into beneficiary (id, merchant_id, mode, asset, channel, name, account_shown, sealed,
       added_by, active_from)
     values ($1, $2, $3, 'PHP/2', $4, 'Shop Holdings', '••••4567', $5, 'ann', now())`,
    [id, app.merchantId, app.mode, channel, sealed],
  );
  return id;
}

/** What a bank has received, and nobody's reference is on. */
async function aLine({ pool }: ConsoleWorld): Promise<Input> {
  await addBank(pool);
  const line = { amount: '200', day: '2026-11-30', text: 'thanks', sender: 'Somebody' };
  return { bank: 'bdo1', bank_ref: `IB-${randomUUID().slice(0, 8)}`, ...line };
}

async function addBank(pool: ConsoleWorld['pool']): Promise<void> {
  const { bank, bank_name, holder, number, mode, asset } = A_BANK;
  await pool.query(
    `insert into bank_account (code, mode, asset, bank_name, holder, number)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [bank, mode, asset, bank_name, holder, number],
  );
}

/** What is available is to go to the bank. */
export async function withdrawable(world: ConsoleWorld): Promise<Input> {
  const ref = `WD-${randomUUID().slice(0, 8)}`;
  await world.deps.run(balancePost, commandLineActor('ann'), {
    ...{ merchant: String(world.app.merchantId), mode: 'test', asset: 'PHP/2' },
    ...{ posting: 'credit', amount: '1250.50', evidence: ref, reason: 'to withdraw it' },
  });
  await addBank(world.pool);
  return { beneficiary: await beneficiaryOf(world), amount: '500', ref };
}

export const WITHDRAWAL_TRIALS: Readonly<Record<string, Trial>> = {
  // Other trials have made the first one.
  'bank.save': { roles: 'owner', prepare: async () => ({ ...A_BANK, bank: 'bdo2' }) },
  'beneficiary.add': { roles: 'owner finance', prepare: async (world) => anAccount(world) },
  'beneficiary.reveal': {
    roles: 'owner finance',
    looks: true,
    fourEyes: true,
    async prepare(world) {
      return { id: `${await askedFor(world)}` };
    },
  },
  'beneficiary.block': {
    roles: 'owner finance',
    prepare: async (world) => ({ beneficiary: await beneficiaryOf(world) }),
  },
  'withdrawal.terms': {
    roles: 'owner',
    prepare: async ({ app }) => ({
      ...{ merchant: String(app.merchantId), asset: 'PHP/2', fee_rate: '1', fee_fixed: '5' },
      ...{ min: '100', alone: '100' },
    }),
  },
  'topup.reference': {
    roles: 'owner finance',
    prepare: async ({ app }) => ({
      ...{ merchant: String(app.merchantId), mode: 'test', asset: 'PHP/2' },
    }),
  },
  'bank.receive': { roles: 'owner finance', prepare: aLine },
  'receipt.decide': {
    roles: 'owner finance',
    async prepare(world) {
      const made = await world.deps.run(bankReceive, commandLineActor('ann'), await aLine(world));
      const id = made.ok && 'result' in made ? made.result.id : null;
      return { receipt: `${id}`, to: 'sender', evidence: 'PESONET 5' };
    },
  },
  'withdrawal.make': { roles: 'owner finance', prepare: withdrawable },
};

/** One that is held, beneficiaries of each state, and receipts, for pages to show. */
export async function shownMoney(world: ConsoleWorld): Promise<void> {
  const input = await withdrawable(world);
  const { deps, pool, app } = world;
  const actor = commandLineActor('ann');
  await deps.run(withdrawalMake, actor, input);
  await deps.run(beneficiaryAdd, actor, anAccount(world));
  const blocked = await beneficiaryOf(world, 'PH_GCASH_PAYOUT');
  await pool.query("update beneficiary set blocked_at = now(), blocked_by = 'ann' where id = $1", [
    blocked,
  ]);
  const whose = { merchant: String(app.merchantId), mode: 'test', asset: 'PHP/2' };
  const made = await deps.run(topUpReference, actor, whose);
  const reference = made.ok && 'result' in made ? made.result.reference : '';
  const line = await aLine(world);
  await deps.run(bankReceive, actor, line);
  await deps.run(bankReceive, actor, { ...line, bank_ref: 'IB-4711', text: reference });
}

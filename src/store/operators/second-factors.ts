/**
 * The second factor of people: a sealed secret, the last step whose code was taken, and digests
 * of recovery codes. A code counts once, whoever sends it in whichever process.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { SecondFactors } from '../../ports/operator.ts';
import type { Vault } from '../secrets/vault.ts';
import { type AccountTables, OPERATORS } from './account-tables.ts';
import { base32, matchingStep } from './totp.ts';

const RECOVERY_CODES = 10;
/** 80 bits: no digest of one can be searched for. */
const RECOVERY_BYTES = 10;

interface Secret {
  readonly sealed: Uint8Array;
  readonly at: Date;
}

/** `now`: the time to go by; null (always, but in tests): the database's own. */
export function createSecondFactors(
  pool: pg.Pool,
  vault: Vault,
  now: () => Date | null = () => null,
  tables: FactorTables = OPERATORS,
): SecondFactors {
  const codes = codesOf(vault, now, tables);
  const { account, owner, totp, recovery } = tables;
  const pending = `select t.sealed from ${totp} t join ${account} o on o.id = t.${owner}
    where t.${owner} = $1 and o.second_factor_at is null`;
  const left = `select count(*)::int as left from ${recovery} where ${owner} = $1`;
  return {
    async pending(id) {
      const { rows } = await pool.query<Pick<Secret, 'sealed'>>(pending, [id]);
      return rows[0] === undefined ? null : base32(codes.secretOf(id, rows[0].sealed));
    },
    async accepts({ id, secondFactorAt }, code) {
      if (secondFactorAt === null) return true;
      const ofApp = /^[0-9 ]*$/.test(code);
      return await (ofApp ? codes.take(pool, id, code) : codes.takeRecovery(pool, id, code));
    },
    async recoveryLeft(id) {
      const { rows } = await pool.query<{ left: number }>(left, [id]);
      return rows[0]?.left ?? 0;
    },
  };
}

type On = Pick<pg.Pool | pg.PoolClient, 'query'>;

/** The tables that second factors are kept in. */
export type FactorTables = Pick<
  AccountTables<unknown, never>,
  'account' | 'owner' | 'totp' | 'recovery' | 'session'
>;

/** Codes of the app and recovery codes: made, and used up. */
export function codesOf(
  vault: Vault,
  now: () => Date | null,
  { account, owner, totp, recovery }: FactorTables,
) {
  const recoveryKey = vault.derive('recovery-codes');
  // Of two kinds of people who have one number, no code is the other's.
  const kind = account === 'operator' ? '' : `${account} `;
  const digestOf = (id: bigint, code: string) =>
    createHmac('sha256', recoveryKey)
      .update(`${kind}${id} ${plain(code)}`)
      .digest();
  const purposeOf = (id: bigint) => `${totp}:${id}`;
  const secretOf = (id: bigint, sealed: Uint8Array) =>
    Buffer.from(vault.open(sealed, purposeOf(id)), 'hex');
  const secret = `select t.sealed, coalesce($2::timestamptz, now()) as at from ${totp} t
    where t.${owner} = $1`;
  // The row's lock makes of two equal codes at once one.
  const takeStep = `update ${totp} set last_step = $2
    where ${owner} = $1 and last_step < $2 returning ${owner}`;
  const takeRecovery = `delete from ${recovery}
    where ${owner} = $1 and digest = $2 returning ${owner}`;
  const newRecovery = `insert into ${recovery} (${owner}, digest) select $1, unnest($2::bytea[])`;
  return {
    secretOf,
    seal: (id: bigint, raw: Buffer) => vault.seal(raw.toString('hex'), purposeOf(id)),
    async take(on: On, id: bigint, code: string): Promise<boolean> {
      const { rows } = await on.query<Secret>(secret, [id, now()]);
      const [row] = rows;
      if (row === undefined) return false;
      const raw = secretOf(id, row.sealed);
      const step = matchingStep(raw, code.replaceAll(' ', ''), row.at.getTime());
      return step !== null && (await on.query(takeStep, [id, step])).rowCount === 1;
    },
    async takeRecovery(on: On, id: bigint, code: string): Promise<boolean> {
      return (await on.query(takeRecovery, [id, digestOf(id, code)])).rowCount === 1;
    },
    async newRecovery(on: On, id: bigint): Promise<readonly string[]> {
      const fresh = Array.from({ length: RECOVERY_CODES }, () =>
        grouped(randomBytes(RECOVERY_BYTES)),
      );
      await on.query(`delete from ${recovery} where ${owner} = $1`, [id]);
      await on.query(newRecovery, [id, fresh.map((code) => digestOf(id, code))]);
      return fresh;
    },
  };
}

/** `ABCD-EFGH-IJKL-MNOP` for people; blanks, dashes and letter case make no difference. */
function grouped(bytes: Uint8Array): string {
  return base32(bytes).replace(/(.{4})(?=.)/g, '$1-');
}

function plain(code: string): string {
  return code.replace(/[\s-]/g, '').toUpperCase();
}

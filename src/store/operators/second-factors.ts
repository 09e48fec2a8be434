/**
 * The operators' second factor: a sealed secret, the last step whose code was taken, and digests
 * of recovery codes. A code counts once, whoever sends it in whichever process.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { SecondFactors } from '../../ports/operator.ts';
import type { Vault } from '../secrets/vault.ts';
import { base32, matchingStep } from './totp.ts';

const RECOVERY_CODES = 10;
/** 80 bits: no digest of one can be searched for. */
const RECOVERY_BYTES = 10;

const PENDING = `select t.sealed from operator_totp t join operator o on o.id = t.operator_id
  where t.operator_id = $1 and o.second_factor_at is null`;

const SECRET = `select t.sealed, coalesce($2::timestamptz, now()) as at from operator_totp t
  where t.operator_id = $1`;

/** The row's lock makes of two equal codes at once one. */
const TAKE_STEP = `update operator_totp set last_step = $2
  where operator_id = $1 and last_step < $2 returning operator_id`;

const TAKE_RECOVERY = `delete from operator_recovery_code
  where operator_id = $1 and digest = $2 returning operator_id`;

const NEW_RECOVERY = `insert into operator_recovery_code (operator_id, digest)
  select $1, unnest($2::bytea[])`;

interface Secret {
  readonly sealed: Uint8Array;
  readonly at: Date;
}

/** `now`: the time to go by; null (always, but in tests): the database's own. */
export function createSecondFactors(
  pool: pg.Pool,
  vault: Vault,
  now: () => Date | null = () => null,
): SecondFactors {
  const codes = codesOf(vault, now);
  return {
    async pending(id) {
      const { rows } = await pool.query<Pick<Secret, 'sealed'>>(PENDING, [id]);
      return rows[0] === undefined ? null : base32(codes.secretOf(id, rows[0].sealed));
    },
    async accepts({ id, secondFactorAt }, code) {
      if (secondFactorAt === null) return true;
      const ofApp = /^[0-9 ]*$/.test(code);
      return await (ofApp ? codes.take(pool, id, code) : codes.takeRecovery(pool, id, code));
    },
    async recoveryLeft(id) {
      const { rows } = await pool.query<{ left: number }>(
        'select count(*)::int as left from operator_recovery_code where operator_id = $1',
        [id],
      );
      return rows[0]?.left ?? 0;
    },
  };
}

type On = Pick<pg.Pool | pg.PoolClient, 'query'>;

/** Codes of the app and recovery codes: made, and used up. */
export function codesOf(vault: Vault, now: () => Date | null) {
  const recoveryKey = vault.derive('recovery-codes');
  const digestOf = (id: bigint, code: string) =>
    createHmac('sha256', recoveryKey)
      .update(`${id} ${plain(code)}`)
      .digest();
  const secretOf = (id: bigint, sealed: Uint8Array) =>
    Buffer.from(vault.open(sealed, purposeOf(id)), 'hex');
  return {
    secretOf,
    async take(on: On, id: bigint, code: string): Promise<boolean> {
      const { rows } = await on.query<Secret>(SECRET, [id, now()]);
      const [row] = rows;
      if (row === undefined) return false;
      const secret = secretOf(id, row.sealed);
      const step = matchingStep(secret, code.replaceAll(' ', ''), row.at.getTime());
      return step !== null && (await on.query(TAKE_STEP, [id, step])).rowCount === 1;
    },
    async takeRecovery(on: On, id: bigint, code: string): Promise<boolean> {
      return (await on.query(TAKE_RECOVERY, [id, digestOf(id, code)])).rowCount === 1;
    },
    async newRecovery(on: On, id: bigint): Promise<readonly string[]> {
      const fresh = Array.from({ length: RECOVERY_CODES }, () =>
        grouped(randomBytes(RECOVERY_BYTES)),
      );
      await on.query(CLEAR.operator_recovery_code, [id]);
      await on.query(NEW_RECOVERY, [id, fresh.map((code) => digestOf(id, code))]);
      return fresh;
    },
  };
}

export const CLEAR = {
  operator_totp: 'delete from operator_totp where operator_id = $1',
  operator_recovery_code: 'delete from operator_recovery_code where operator_id = $1',
  session: 'delete from session where operator_id = $1',
} as const;

export const purposeOf = (id: bigint) => `operator_totp:${id}`;

/** `ABCD-EFGH-IJKL-MNOP` for people; blanks, dashes and letter case make no difference. */
function grouped(bytes: Uint8Array): string {
  return base32(bytes).replace(/(.{4})(?=.)/g, '$1-');
}

function plain(code: string): string {
  return code.replace(/[\s-]/g, '').toUpperCase();
}

/** A new key for an app, beside the old ones of its purpose, which end after the overlap. */

import type { App, KeySpec } from '../../domain/merchant.ts';
import { orList } from '../../domain/or-list.ts';
import { keySpecOf, type NewKey } from '../../wire/app-keys.ts';
import { type Failed, failed, failedField, type Input, type OperatorCommand } from '../command.ts';
import { type Read, readApp, readChoice } from '../input.ts';
import {
  dialectOf,
  keyRefused,
  MADE_KEYS,
  madeKeysInput,
  madeKeysOf,
  makeKey,
  publicKeyOf,
} from '../keys.ts';
import { ofApp } from '../member-rule.ts';

/** Shorter is a mistake: what is under way then fails, and nobody has the new key yet. */
const OVERLAP_S_MIN = 60;
const OVERLAP_S_MAX = 366 * 86_400;

interface Checked {
  readonly app: App;
  readonly spec: KeySpec;
  /** The merchant's, where the key is one. */
  readonly publicKey: string | null;
  readonly overlapS: number;
  /** Made when it was asked for; null: it is made now. */
  readonly made: NewKey | null;
}

export interface RotatedKey extends Pick<Checked, 'app' | 'overlapS'> {
  readonly purpose: KeySpec['purpose'];
  /** Null: it is not in force before somebody else has approved it. */
  readonly keyId: string | null;
  /** What the merchant must be given: it is disclosed this once. */
  readonly key: NewKey;
}

export const appRotateKey: OperatorCommand<Checked, RotatedKey> = {
  name: 'key.rotate',
  secrets: [MADE_KEYS],
  ability: 'rotate_key',
  member: ofApp('develop'),
  confirm: 'password',
  approval: 'two_people',
  changesConfiguration: true,
  subject: ({ app = '' }) => `app ${app}`,
  async check(deps, _actor, input) {
    const found = readApp(deps, input);
    if (!found.ok) return failed('not_found');
    const app = found.value;
    const dialect = dialectOf(deps, app.dialect);
    if (dialect === null) {
      return keyRefused('app', `speaks ${app.dialect}, which this program does not`);
    }
    const overlapS = readOverlap(input);
    if (!overlapS.ok) return overlapS;
    const purposes = dialect.keys.map(({ purpose }) => purpose);
    const purpose = readChoice(input, 'purpose', purposes, 'request');
    const spec = purpose.ok ? keySpecOf(dialect.keys, purpose.value) : null;
    if (spec === null) return keyRefused('purpose', `must be ${orList(purposes)}`);
    const value = { app, spec, overlapS: overlapS.value, publicKey: publicKeyOf(input) };
    return { ok: true, value: { ...value, made: madeKeysOf(input)?.[0] ?? null } };
  },
  async prepare({ app, spec, publicKey, overlapS }) {
    const made = await makeKey(spec, publicKey);
    if (!made.ok) return made;
    const { purpose } = spec;
    const result = { app, purpose, overlapS, keyId: null, key: made.value };
    return { ok: true, input: madeKeysInput([made.value]), result };
  },
  async execute(run, { app, spec, publicKey, overlapS, made: earlier }) {
    const made = earlier === null ? await makeKey(spec, publicKey) : null;
    if (made?.ok === false) return made;
    const key = earlier ?? (made as { readonly value: NewKey }).value;
    const { purpose } = spec;
    const before = { keyIds: app.keys.map(({ id }) => id) };
    return await run.commit(async ({ apps }) => {
      const keyId = await apps.rotateKey(app.id, purpose, key.material, overlapS);
      const result = { app, purpose, overlapS, keyId, key };
      const detail = `${purpose} key ${keyId}, old ones end after ${overlapS} s`;
      return { ok: true, result, before, after: { keyId, purpose }, detail };
    });
  },
};

/** Seconds; 0 ends the old keys at once. */
function readOverlap(input: Input): Read<number> {
  const text = input.overlap_s ?? '';
  const seconds = /^[0-9]{1,8}$/.test(text) ? Number.parseInt(text, 10) : Number.NaN;
  const isTime = seconds === 0 || (seconds >= OVERLAP_S_MIN && seconds <= OVERLAP_S_MAX);
  return isTime ? { ok: true, value: seconds } : overlapRefused();
}

function overlapRefused(): Failed {
  const why = `must be 0, or from ${OVERLAP_S_MIN} seconds to ${OVERLAP_S_MAX}`;
  return { ...failedField('overlap_s', why), problem: 'overlap' };
}

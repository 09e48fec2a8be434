/** An app: a merchant's credentials for one dialect. */

import { randomInt } from 'node:crypto';
import type { Dialect } from '../../dialects/contract.ts';
import type { Id } from '../../domain/id.ts';
import { type Merchant, MODES } from '../../domain/merchant.ts';
import { orList } from '../../domain/or-list.ts';
import type { NewApp } from '../../ports/privileged.ts';
import type { NewKey } from '../../wire/app-keys.ts';
import { type Failed, failedField, type Input, type OperatorCommand } from '../command.ts';
import type { OperatorDeps } from '../deps.ts';
import { type Read, readChoice, readMerchant, readSettings } from '../input.ts';
import { dialectOf, MADE_KEYS, madeKeysInput, madeKeysOf, makeKeys, publicKeyOf } from '../keys.ts';
import { settingsProblem } from '../settings.ts';

const PUBLIC_ID = /^[A-Za-z0-9_-]{1,32}$/;

interface Checked {
  readonly merchant: Merchant;
  readonly dialect: Dialect;
  readonly app: Omit<NewApp, 'keys'>;
  /** The merchant's, where its dialect takes one. */
  readonly publicKey: string | null;
  /** Made when it was asked for; null: they are made now. */
  readonly made: readonly NewKey[] | null;
}

/** `keys`: with what the merchant must be given, which is shown once. */
export interface MadeApp extends Omit<NewApp, 'keys'> {
  /** Null: it is not there before somebody else has approved it. */
  readonly id: Id | null;
  readonly merchant: Merchant;
  readonly keys: readonly NewKey[];
}

export const appCreate: OperatorCommand<Checked, MadeApp> = {
  name: 'app.create',
  secrets: [MADE_KEYS],
  ability: 'manage_merchants',
  confirm: 'password',
  approval: 'two_people',
  changesConfiguration: true,
  subject: ({ merchant = '' }) => `merchant ${merchant}`,
  async check(deps, _actor, input) {
    const dialect = dialectOf(deps, input.dialect ?? '');
    if (dialect === null) {
      const names = deps.dialects.map(({ name }) => name);
      return failedField('dialect', `must be ${orList(names)}`);
    }
    const found = readMerchant(deps, input);
    if (!found.ok) return found;
    const merchant = found.value;
    const mode = readChoice(input, 'mode', MODES, (await deps.isDemo()) ? 'test' : undefined);
    if (!mode.ok) return mode;
    const notifyUrl = readNotifyUrl(deps, input);
    if (!notifyUrl.ok) return notifyUrl;
    const settings = readSettings(input);
    const problem = await settingsProblem(deps, dialect, settings);
    if (problem !== null) return problem;
    const publicId = readPublicId(deps, dialect, input);
    if (!publicId.ok) return publicId;
    const app = {
      ...{ merchantId: merchant.id, dialect: dialect.name, publicId: publicId.value },
      ...{ mode: mode.value, notifyUrl: notifyUrl.value, settings },
    };
    const value = { merchant, dialect, app, publicKey: publicKeyOf(input) };
    return { ok: true, value: { ...value, made: madeKeysOf(input) } };
  },
  async prepare({ merchant, dialect, app, publicKey }) {
    const made = await makeKeys(dialect, publicKey);
    if (!made.ok) return made;
    const result = { ...app, id: null, merchant, keys: made.value };
    // What was made up is what is approved.
    const input = { public_id: app.publicId, ...madeKeysInput(made.value) };
    return { ok: true, input, result };
  },
  async execute(run, { merchant, dialect, app, publicKey, made: earlier }) {
    const made = earlier === null ? await makeKeys(dialect, publicKey) : null;
    if (made?.ok === false) return made;
    const keys = earlier ?? (made as { readonly value: readonly NewKey[] }).value;
    return await run.commit(async ({ apps }) => {
      const stored = keys.map(({ purpose, material }) => ({ purpose, material }));
      const id = await apps.create({ ...app, keys: stored });
      if (id === null) return publicIdTaken(app);
      const detail = `app ${id}, ${app.dialect} ${app.publicId}, ${app.mode}`;
      return { ok: true, result: { ...app, id, merchant, keys }, after: { ...app, id }, detail };
    });
  },
};

/** Where to notify when an order names no address; nothing: nowhere. */
function readNotifyUrl(deps: OperatorDeps, input: Input): Read<string | null> {
  const url = (input.notify_url ?? '').trim();
  if (url === '') return { ok: true, value: null };
  const problem = deps.notifyUrlProblem(url);
  return problem === null ? { ok: true, value: url } : failedField('notify_url', problem);
}

/** What the merchant calls itself by; made up when nothing is given. */
function readPublicId(deps: OperatorDeps, { name }: Dialect, input: Input): Read<string> {
  const given = (input.public_id ?? '').trim();
  // Digits only: one published API has a number there, the others take any text.
  if (given === '') return { ok: true, value: String(randomInt(1e9, 1e10)) };
  if (!PUBLIC_ID.test(given)) {
    return failedField('public_id', 'must be at most 32 letters, digits, _ and -');
  }
  return deps.snapshot.current().appByPublicId(name, given) === null
    ? { ok: true, value: given }
    : publicIdTaken({ dialect: name });
}

function publicIdTaken({ dialect }: Pick<NewApp, 'dialect'>): Failed {
  return failedField('public_id', `is taken: another app of ${dialect} is called so`);
}

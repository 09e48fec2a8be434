/** Credentials at providers: the next version of an account, and the end of an old one. */

import { liveAccountProblem, SIMULATOR } from '../../domain/live-account.ts';
import { MODES, type Mode } from '../../domain/merchant.ts';
import { orList } from '../../domain/or-list.ts';
import type { AccountKey } from '../../domain/routing.ts';
import { failed, failedField, type Input, type OperatorCommand } from '../command.ts';
import type { OperatorDeps } from '../deps.ts';
import { type Read, readChoice } from '../input.ts';

const ACCOUNT = /^[A-Za-z0-9_-]{1,64}$/;
const END_IN_S_MAX = 366 * 86_400;

export const MANAGE_ACCOUNTS = {
  ability: 'manage_accounts',
  confirm: 'password',
  approval: 'two_people',
  changesConfiguration: true,
  subject: ({ connector = '', account = '' }: Input) => `account ${connector}/${account}`,
} as const;

interface Saved extends AccountKey {
  readonly mode: Mode;
  readonly baseUrl: string;
  readonly secrets: Readonly<Record<string, string>>;
}

export const accountSave: OperatorCommand<
  Saved,
  Pick<Saved, 'mode' | 'baseUrl'> &
    AccountKey & { readonly version: number; readonly secrets: string[] }
> = {
  ...MANAGE_ACCOUNTS,
  name: 'account.save',
  secrets: ['secrets'],
  async check(deps, _actor, input) {
    const key = readAccount(deps, input);
    if (!key.ok) return key;
    const baseUrl = (input.base_url ?? '').trim();
    const problem = deps.upstreamUrlProblem(baseUrl);
    if (problem !== null) return failedField('base_url', problem);
    const mode = await readMode(deps, input, key.value, baseUrl);
    if (!mode.ok) return mode;
    const secrets = readSecrets(input.secrets ?? '');
    if (!secrets.ok) return secrets;
    const { value } = key;
    return { ok: true, value: { ...value, mode: mode.value, baseUrl, secrets: secrets.value } };
  },
  execute: (run, { secrets, ...account }) =>
    run.commit(async ({ accounts }) => {
      const version = await accounts.save({ ...account, secrets });
      const result = { ...account, version, secrets: Object.keys(secrets) };
      const detail = `version ${version}, ${account.mode}`;
      return { ok: true, result, after: result, detail };
    }),
};

interface Ended extends AccountKey {
  readonly version: number;
  readonly inS: number;
}

export const accountEnd: OperatorCommand<Ended, Ended & { readonly endsAt: Date }> = {
  ...MANAGE_ACCOUNTS,
  name: 'account.end',
  async check(deps, _actor, input) {
    const key = readAccount(deps, input);
    if (!key.ok) return key;
    const version = wholeOf(input.version, 999_999_999);
    if (version === null || version === 0) return failedField('version', 'must be a whole number');
    const inS = wholeOf(input.in_s, END_IN_S_MAX);
    if (inS === null) return failedField('in_s', `must be from 0 to ${END_IN_S_MAX} seconds`);
    if (deps.versionInUse(key.value) === version) {
      return failedField('version', 'is the one that new orders go out with');
    }
    return { ok: true, value: { ...key.value, version, inS } };
  },
  execute: (run, ended) =>
    run.commit(async ({ accounts }) => {
      const endsAt = await accounts.end(ended, ended.version, ended.inS);
      if (endsAt === null) return failed('not_found');
      const detail = `version ${ended.version} ends ${endsAt.toISOString()}`;
      return { ok: true, result: { ...ended, endsAt }, after: { ...ended, endsAt }, detail };
    }),
};

export function readAccount(deps: OperatorDeps, input: Input): Read<AccountKey> {
  const { connector = '', account = '' } = input;
  const names = deps.connectors.map(({ name }) => name);
  if (!names.includes(connector)) return failedField('connector', `must be ${orList(names)}`);
  return ACCOUNT.test(account)
    ? { ok: true, value: { connector, account } }
    : failedField('account', 'must have 1 to 64 letters, digits, _ or -');
}

/** An account has one mode for good: what was made in it stays in it. */
async function readMode(
  deps: OperatorDeps,
  input: Input,
  key: AccountKey,
  baseUrl: string,
): Promise<Read<Mode>> {
  const before = deps.snapshot.current().accountMode(key);
  const isSimulator = key.connector === SIMULATOR;
  const isDemo = await deps.isDemo();
  const mode = readChoice(
    input,
    'mode',
    MODES,
    before ?? (isSimulator || isDemo ? 'test' : undefined),
  );
  if (!mode.ok) return mode;
  if (before !== null && before !== mode.value) {
    return failedField('mode', `is ${before} as long as the account lives: save another account`);
  }
  const problem = isDemo || mode.value === 'test' ? null : liveAccountProblem({ ...key, baseUrl });
  return problem === null ? mode : failedField('mode', problem);
}

/** A JSON object of texts. The reason never holds what was in it. */
function readSecrets(text: string): Read<Readonly<Record<string, string>>> {
  const wrong = (why: string) => failedField('secrets', why);
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return wrong('is no JSON');
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return wrong('must be a JSON object');
  }
  const entries = Object.entries(given);
  const bad = entries.find(([, value]) => typeof value !== 'string' || value === '');
  if (bad !== undefined) return wrong(`"${bad[0].slice(0, 60)}" must be a text that is not empty`);
  return entries.length === 0
    ? wrong('holds nothing')
    : { ok: true, value: Object.fromEntries(entries) };
}

function wholeOf(text: string | undefined, max: number): number | null {
  const whole = /^[0-9]{1,9}$/.test(text ?? '') ? Number.parseInt(text ?? '', 10) : Number.NaN;
  return whole <= max ? whole : null;
}

/** Whether an app may call and from where, whom it notifies, and when one of its keys ends. */
import { entryProblem } from '../../domain/address-list.ts';
import { ADDRESS_SCOPE } from '../../domain/app-setting.ts';
import type { App } from '../../domain/merchant.ts';
import type { AppAccess } from '../../ports/privileged.ts';
import { failed, failedField, type Input, type OperatorCommand } from '../command.ts';
import type { OperatorDeps } from '../deps.ts';
import { type Read, readApp, readChoice } from '../input.ts';
import { ofApp } from '../member-rule.ts';

export const STATUSES = ['active', 'disabled'] as const;
export const ADDRESS_SCOPES = ['payouts', 'all'] as const;
/** So many entries of a list are read by people and by every call. */
const ENTRIES_MAX = 100;
const IN_S_MAX = 366 * 86_400;

interface Checked {
  readonly app: App;
  readonly access: AppAccess;
}

/** What the input does not name stays as it is; a text of nothing empties it. */
export const appAccess: OperatorCommand<Checked, Checked> = {
  name: 'app.access',
  ability: 'manage_merchants',
  member: ofApp('develop'),
  confirm: 'password',
  approval: 'two_people',
  // Disabling, and nothing else with it.
  closes: ({ app: _, merchant: __, ...changes }) =>
    changes.status === 'disabled' && Object.keys(changes).length === 1,
  changesConfiguration: true,
  subject: ({ app = '' }) => `app ${app}`,
  async check(deps, _actor, input) {
    const found = readApp(deps, input);
    if (!found.ok) return found;
    const app = found.value;
    const status = readChoice(input, 'status', STATUSES, app.status);
    if (!status.ok) return status;
    const ipAllow = readList(input, app);
    if (!ipAllow.ok) return ipAllow;
    const before = app.settings[ADDRESS_SCOPE] === 'all' ? 'all' : 'payouts';
    const scope = readChoice(input, 'ip_scope', ADDRESS_SCOPES, before);
    if (!scope.ok) return scope;
    const notifyUrl = readUrl(deps, input, 'notify_url', app.notifyUrl);
    if (!notifyUrl.ok) return notifyUrl;
    const payoutNotifyUrl = readUrl(deps, input, 'payout_notify_url', app.payoutNotifyUrl);
    if (!payoutNotifyUrl.ok) return payoutNotifyUrl;
    const access: AppAccess = {
      ...{ status: status.value, ipAllow: ipAllow.value, forAll: scope.value === 'all' },
      ...{ notifyUrl: notifyUrl.value, payoutNotifyUrl: payoutNotifyUrl.value },
    };
    return { ok: true, value: { app, access } };
  },
  execute: (run, { app, access }) =>
    run.commit(async ({ apps }) => {
      await apps.setAccess(app.id, access);
      const { status, ipAllow, forAll } = access;
      const words = ipAllow.length === 0 ? 'from anywhere' : `${ipAllow.length} addresses`;
      const detail = `${status}, ${words}${forAll ? ' for all calls' : ''}`;
      return { ok: true, result: { app, access }, before: accessOf(app), after: access, detail };
    }),
};

function accessOf({ status, ipAllow, notifyUrl, payoutNotifyUrl, settings }: App): AppAccess {
  const forAll = settings[ADDRESS_SCOPE] === 'all';
  return { status, ipAllow, notifyUrl, payoutNotifyUrl, forAll };
}

/** Addresses and networks, separated by blanks, commas or lines. */
function readList({ ip_allow: text }: Input, app: App): Read<readonly string[]> {
  if (text === undefined) return { ok: true, value: app.ipAllow };
  const entries = [...new Set(text.split(/[\s,]+/).filter((one) => one !== ''))];
  if (entries.length > ENTRIES_MAX) return failedField('ip_allow', `has ${ENTRIES_MAX} at most`);
  const problem = entries.map(entryProblem).find((one) => one !== null);
  return problem === undefined || problem === null
    ? { ok: true, value: entries }
    : failedField('ip_allow', problem);
}

function readUrl(
  deps: Pick<OperatorDeps, 'notifyUrlProblem'>,
  input: Input,
  name: string,
  before: string | null,
): Read<string | null> {
  const url = input[name]?.trim();
  if (url === undefined) return { ok: true, value: before };
  if (url === '') return { ok: true, value: null };
  const problem = deps.notifyUrlProblem(url);
  return problem === null ? { ok: true, value: url } : failedField(name, problem);
}

interface Ending {
  readonly app: App;
  readonly keyId: string;
  readonly inS: number;
}

/** A key that has leaked is ended at once, by one person: it only takes access away. */
export const appEndKey: OperatorCommand<Ending, Ending & { readonly endsAt: Date }> = {
  name: 'key.end',
  ability: 'rotate_key',
  member: ofApp('develop'),
  confirm: 'password',
  approval: 'none',
  changesConfiguration: true,
  subject: ({ app = '' }) => `app ${app}`,
  async check(deps, _actor, input) {
    const found = readApp(deps, input);
    if (!found.ok) return found;
    const app = found.value;
    const { key: keyId = '', in_s: text = '0' } = input;
    if (!app.keys.some((one) => one.id === keyId)) return failedField('key', 'is none of this app');
    const inS = /^[0-9]{1,8}$/.test(text) ? Number.parseInt(text, 10) : Number.NaN;
    if (!(inS <= IN_S_MAX)) return failedField('in_s', `must be from 0 to ${IN_S_MAX} seconds`);
    return { ok: true, value: { app, keyId, inS } };
  },
  execute: (run, ending) =>
    run.commit(async ({ apps }) => {
      const endsAt = await apps.endKey(ending.app.id, ending.keyId, ending.inS);
      if (endsAt === null) return failed('not_found');
      const detail = `key ${ending.keyId} ends ${endsAt.toISOString()}`;
      return { ok: true, result: { ...ending, endsAt }, after: { endsAt }, detail };
    }),
};

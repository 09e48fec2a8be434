/** Further addresses for an app's events: which, what they hear, and the key that signs it. */
import type { App, KeySpec, Subscription } from '../../domain/merchant.ts';
import type { OrderEventType } from '../../domain/order-event.ts';
import { ORDER_EVENT_TYPES } from '../../domain/order-event.ts';
import { parseEvents, SUBSCRIPTIONS_MAX } from '../../domain/subscription.ts';
import { keySpecOf, type NewKey } from '../../wire/app-keys.ts';
import { type Failed, failed, failedField, type Input, type OperatorCommand } from '../command.ts';
import type { OperatorDeps } from '../deps.ts';
import { type Read, readApp, readWhole } from '../input.ts';
import { dialectOf, MADE_KEYS, madeKeysInput, madeKeysOf, makeKey } from '../keys.ts';
import { ofApp } from '../member-rule.ts';

interface Wanted {
  readonly app: App;
  readonly spec: KeySpec;
}

/** `key`: with what the merchant must be given, which is shown once; null: it keeps its own. */
export interface MadeSubscription {
  readonly app: App;
  /** Null: it is not there before somebody else has approved it. */
  readonly slot: number | null;
  readonly url: string;
  readonly events: readonly OrderEventType[];
  readonly enabled: boolean;
  readonly key: NewKey | null;
}

interface New extends Wanted, Pick<Subscription, 'url' | 'events'> {
  /** Made when it was asked for; null: it is made now. */
  readonly made: NewKey | null;
}

export const subscriptionCreate: OperatorCommand<New, MadeSubscription> = {
  name: 'subscription.create',
  secrets: [MADE_KEYS],
  ability: 'manage_merchants',
  member: ofApp('develop'),
  confirm: 'password',
  // Whoever hears of payments ships goods: an address is a way to what they are worth.
  approval: 'two_people',
  changesConfiguration: true,
  subject: ({ app = '' }) => `app ${app}`,
  async check(deps, _actor, input) {
    const wanted = wantedBy(deps, input);
    if (!wanted.ok) return wanted;
    const url = readUrl(deps, input);
    if (!url.ok) return url;
    const events = readEvents(input);
    if (!events.ok) return events;
    const made = madeKeysOf(input)?.[0] ?? null;
    return { ok: true, value: { ...wanted.value, url: url.value, events: events.value, made } };
  },
  async prepare({ app, spec, url, events }) {
    const key = await makeKey(spec, null);
    if (!key.ok) return key;
    const result = { app, slot: null, url, events, enabled: true, key: key.value };
    return { ok: true, input: madeKeysInput([key.value]), result };
  },
  async execute(run, { app, spec, url, events, made }) {
    const key = await keyOf(spec, made);
    if (!key.ok) return key;
    const { material, purpose } = key.value;
    const wanted = { url, events, material, purpose };
    return await run.commit(async ({ subscriptions }) => {
      const slot = await subscriptions.create(app.id, wanted, SUBSCRIPTIONS_MAX);
      if (slot === null) {
        return failedField('app', `has ${SUBSCRIPTIONS_MAX} subscriptions, the most there can be`);
      }
      const result = { app, slot, url, events, enabled: true, key: key.value };
      const after = { slot, url, events, enabled: true };
      return { ok: true, result, after, detail: `subscription ${slot}` };
    });
  },
};

interface Change extends Wanted {
  readonly before: Subscription;
  readonly url: string | undefined;
  readonly events: readonly OrderEventType[] | undefined;
  readonly enabled: boolean | undefined;
  readonly rekey: boolean;
  /** Made when it was asked for; null: it is made now. */
  readonly made: NewKey | null;
}

/** What is left out stays; `key` `new`: a new key, and the old one ends at once. */
export const subscriptionSet: OperatorCommand<Change, MadeSubscription> = {
  name: 'subscription.set',
  secrets: [MADE_KEYS],
  ability: 'manage_merchants',
  member: ofApp('develop'),
  confirm: 'password',
  approval: 'two_people',
  // Switching one off, and nothing else with it.
  closes: ({ app: _, slot: __, ...changes }) =>
    changes.enabled === 'off' &&
    Object.entries(changes).every(([name, value]) => name === 'enabled' || value === ''),
  changesConfiguration: true,
  subject: ({ app = '', slot = '' }) => `app ${app}, subscription ${slot}`,
  async check(deps, _actor, input) {
    const wanted = wantedBy(deps, input);
    if (!wanted.ok) return wanted;
    const slot = readWhole(input, 'slot');
    if (!slot.ok) return slot;
    const before = wanted.value.app.subscriptions?.find((one) => one.slot === slot.value);
    if (before === undefined) return failedField('slot', 'is no subscription of this app');
    const url = isGiven(input, 'url') ? readUrl(deps, input) : NOTHING;
    if (!url.ok) return url;
    const events = input.events === undefined ? NOTHING : readEvents(input);
    if (!events.ok) return events;
    const enabled = readSwitch(input);
    if (!enabled.ok) return enabled;
    const rekey = input.key === 'new';
    const changes = { url: url.value, events: events.value, enabled: enabled.value, rekey };
    const isNothing = Object.values(changes).every((value) => value === undefined || !value);
    if (isNothing && enabled.value === undefined) return failed('not_due');
    const made = madeKeysOf(input)?.[0] ?? null;
    return { ok: true, value: { ...wanted.value, before, ...changes, made } };
  },
  async prepare({ app, spec, before, rekey, ...changes }) {
    if (!rekey) return { ok: true, input: {}, result: null };
    const key = await makeKey(spec, null);
    if (!key.ok) return key;
    const { url = before.url, events = before.events, enabled = before.enabled } = changes;
    const result = { app, slot: before.slot, url, events, enabled, key: key.value };
    return { ok: true, input: madeKeysInput([key.value]), result };
  },
  async execute(run, { app, spec, before, url, events, enabled, rekey, made }) {
    const key = rekey ? await keyOf(spec, made) : null;
    if (key !== null && !key.ok) return key;
    const material = key?.value.material;
    return await run.commit(async ({ subscriptions }) => {
      const { slot } = before;
      const changes = {
        ...(url === undefined ? {} : { url }),
        ...(events === undefined ? {} : { events }),
        ...(enabled === undefined ? {} : { enabled }),
        ...(material === undefined ? {} : { material }),
      };
      if (!(await subscriptions.change(app.id, slot, changes))) return failed('not_found');
      const { key: _, ...was } = before;
      const after = { ...was, ...changes, material: undefined };
      const result = { ...was, app, ...changes, key: key?.value ?? null };
      const detail = [...Object.keys(changes).filter((name) => name !== 'material')];
      if (rekey) detail.push('key');
      return { ok: true, result, before: was, after, detail: detail.join(', ') };
    });
  },
};

async function keyOf(spec: KeySpec, made: NewKey | null): Promise<Read<NewKey>> {
  return made === null ? await makeKey(spec, null) : { ok: true, value: made };
}

const NOTHING = { ok: true, value: undefined } as const;

function isGiven(input: Input, name: string): boolean {
  return (input[name] ?? '').trim() !== '';
}

/** The app, and how its dialect signs notifications. */
function wantedBy(deps: OperatorDeps, input: Input): Read<Wanted> {
  const found = readApp(deps, input);
  if (!found.ok) return found;
  const app = found.value;
  const dialect = dialectOf(deps, app.dialect);
  const spec = dialect === null ? null : signingSpecOf(dialect.keys);
  return spec === null
    ? failedField('app', `speaks ${app.dialect}, which signs nothing with a key of ours`)
    : { ok: true, value: { app, spec } };
}

/** Of a key that the platform makes: its own for notifications, else the text that signs all. */
function signingSpecOf(keys: readonly KeySpec[]): KeySpec | null {
  const specs = [keySpecOf(keys, 'notification'), keySpecOf(keys, 'request')];
  return specs.find((spec) => spec !== null && spec.form.kind !== 'rsa_public') ?? null;
}

function readUrl(deps: OperatorDeps, input: Input): Read<string> {
  const url = (input.url ?? '').trim();
  const problem = url === '' ? 'is needed' : deps.notifyUrlProblem(url);
  return problem === null ? { ok: true, value: url } : failedField('url', problem);
}

function readEvents({ events = '' }: Input): Read<readonly OrderEventType[]> {
  const value = parseEvents(events);
  return value === null
    ? failedField('events', `must be some of ${ORDER_EVENT_TYPES.join(', ')}`)
    : { ok: true, value };
}

function readSwitch({ enabled = '' }: Input): Read<boolean | undefined> | Failed {
  if (enabled === '') return NOTHING;
  return enabled === 'on' || enabled === 'off'
    ? { ok: true, value: enabled === 'on' }
    : failedField('enabled', 'must be on or off');
}

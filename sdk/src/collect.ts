/** The collection API: fields in JSON, signed with MD5 and one key. */
import { keyedDigest } from '../../src/signatures/keyed-digest.ts';
import { type Fields as Pairs, pairsText, textOf } from '../../src/signatures/pairs/text.ts';
import { checkUnambiguous } from '../../src/signatures/pairs/unambiguous.ts';
import { writeJson } from '../../src/wire/canonical-json.ts';
import { type JsonObject, jsonObject, jsonString } from '../../src/wire/json-value.ts';
import { signFieldsOfJson } from '../../src/wire/sign-string.ts';
import { Api, type ApiOptions } from './api.ts';
import type { Call } from './call.ts';
import { CALLS, type Calls, CODES, type Notification } from './made/collect.ts';
import {
  type Checked,
  failed,
  genuine,
  type HeadersIn,
  isFailed,
  rawBytes,
  readObject,
  SUCCESS,
  unsigned,
} from './notification.ts';
import { JSON_TYPE, type Protocol } from './protocol.ts';

export type { Calls as CollectCalls, Notification as CollectNotification } from './made/collect.ts';

export interface CollectOptions extends ApiOptions {
  /** Your merchant number. */
  readonly merchant: string;
  readonly key: string;
  /** The key of payouts, where you have one of its own. */
  readonly payoutKey?: string;
  /** Further keys that notifications may be signed with: the old one during a rotation. */
  readonly olderKeys?: readonly string[];
}

const DIGEST = keyedDigest('MD5', '&key=');

/** Calls and notifications of the collection API. */
export class Collect extends Api<Calls> {
  readonly #keys: readonly string[];

  constructor(options: CollectOptions) {
    if (options.key === '') throw new TypeError('key: it is empty');
    super(protocolOf(options), options);
    this.#keys = [options.key, options.payoutKey ?? '', ...(options.olderKeys ?? [])].filter(
      (key) => key !== '',
    );
  }

  /** Checks a notification: its raw body, before any parsing. */
  verify(body: string | Uint8Array, headers: HeadersIn): Checked<Notification> {
    const read = readObject(rawBytes(body));
    if (isFailed(read)) return read;
    const pairs = signFieldsOfJson(read, 'refuse');
    if (!pairs.ok) return failed(`the body cannot be read: ${pairs.error.reason}`);
    const sign = textOf(pairs.value, 'sign');
    if (sign === '') return failed('sign is missing');
    const text = pairsText(pairs.value);
    if (!this.#keys.some((key) => DIGEST.holds(text, sign, key, 'live'))) {
      return failed(unsigned(this.#keys.length));
    }
    return genuine(read, headers, SUCCESS);
  }
}

function protocolOf({ merchant, key, payoutKey }: CollectOptions): Protocol {
  return {
    calls: CALLS,
    codes: CODES,
    sign(call, path, fields) {
      const members: JsonObject = jsonObject([
        ['merchant', jsonString(merchant)],
        ...[...fields.members].filter(([name]) => name !== 'merchant'),
      ]);
      for (const name of ['key', 'sign']) {
        if (members.members.has(name)) throw new TypeError(`${name} is not given here`);
      }
      const pairs = pairsOf(members, call);
      const own = call === CALLS.pay_create ? (payoutKey ?? key) : key;
      const sign = DIGEST.digest(DIGEST.seal(pairsText(pairs), own));
      const body = writeJson(jsonObject([...members.members, ['sign', jsonString(sign)]]));
      return { method: 'POST', path, headers: JSON_TYPE, body };
    },
  };
}

/** Throws on fields that the platform would refuse, as their text could be read in two ways. */
function pairsOf(members: JsonObject, { fields: kinds }: Call): Pairs {
  const pairs = signFieldsOfJson(members, 'refuse');
  if (!pairs.ok) throw new TypeError(`${pairs.error.path.slice(2)}: ${pairs.error.reason}`);
  const refused = checkUnambiguous(pairs.value, (name) => {
    if (kinds[name] === undefined) return name === 'merchant' ? 'text' : undefined;
    return kinds[name] === 'url' ? 'url' : 'text';
  });
  if (refused === null) return pairs.value;
  throw new TypeError(`${refused.refusal.field}: ${refused.refusal.detail}`);
}

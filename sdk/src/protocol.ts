/** What distinguishes one API from another: how it is signed, and what its answers say. */
import { type JsonObject, jsonString } from '../../src/wire/json-value.ts';
import type { Call, Codes } from './call.ts';

/** What to send, after the platform's own origin. The bytes are signed: send them as they are. */
export interface SignedRequest {
  readonly method: 'GET' | 'POST';
  /** Of a GET with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** For calls that can be asked in more than one way. */
export interface SignOptions {
  /** Another path of the same call. */
  readonly path?: string;
  /** Sends the fields as the text `param`, where the call takes both. */
  readonly isEnvelope?: boolean;
}

export interface Protocol {
  readonly calls: Readonly<Record<string, Call>>;
  readonly codes: Codes;
  sign(call: Call, path: string, fields: JsonObject, options: SignOptions): SignedRequest;
}

export const JSON_TYPE = { 'content-type': 'application/json' } as const;

/** The path with its `:names` filled in, and the fields without them. */
export function placed({ fields: kinds }: Call, pattern: string, fields: JsonObject) {
  const path = pattern.replace(/:([A-Za-z]+)/g, (_, name: string) => {
    const value = fields.members.get(name);
    if (value?.kind !== 'string' || value.value === '') {
      throw new TypeError(`${name} stands in the path: give it as a text`);
    }
    return encodeURIComponent(value.value);
  });
  const rest = [...fields.members].filter(([name]) => kinds[name] !== 'path');
  return { path, rest };
}

/** `timestamp` where the call has one and it is not given: the time of this machine. */
export function stamped({ stamp }: Call, fields: JsonObject, nowMs: number): JsonObject {
  if (stamp === null || fields.members.has('timestamp')) return fields;
  const text =
    stamp === 'iso' ? new Date(nowMs).toISOString().replace('Z', '+00:00') : String(nowMs);
  return { ...fields, members: new Map([...fields.members, ['timestamp', jsonString(text)]]) };
}

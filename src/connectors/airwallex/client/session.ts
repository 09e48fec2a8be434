/** The login step: POST /api/v1/authentication/login (upstream notes, section 2). */
import type { Session } from '../../contract.ts';
import { readJsonReply, textAt } from '../../read-json.ts';
import { apiUrlOf, settingOf } from '../../settings.ts';
import { API_VERSION } from '../capabilities.ts';

/** A token lives for 30 minutes; it is not kept for longer than this, whatever the reply says. */
const KEPT_FOR_MS = 25 * 60_000;
/** Visible ASCII, as a header can carry it. */
const TOKEN = /^[!-~]{1,4096}$/;
/** `2021-10-26T06:38:13+0000`: the offset has no colon; one is taken as well, and `Z`. */
const TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)(?:Z|([+-]\d{2}):?(\d{2}))$/;

export const session: Session = {
  build(credentials) {
    const loginAs = settingOf(credentials, 'loginAs');
    return {
      method: 'POST',
      url: `${apiUrlOf(credentials)}/api/v1/authentication/login`,
      headers: {
        'content-type': 'application/json',
        'x-api-version': settingOf(credentials, 'apiVersion') ?? API_VERSION,
        'x-client-id': settingOf(credentials, 'clientId') ?? '',
        'x-api-key': settingOf(credentials, 'apiKey') ?? '',
        ...(loginAs === null ? {} : { 'x-login-as': loginAs }),
      },
      body: null,
    };
  },

  read(reply, nowMs) {
    const json = readJsonReply(reply);
    if (!json.ok) return { error: `login failed: ${json.reason}` };
    const { status, body } = json.value;
    if (status !== 201 && status !== 200) {
      return { error: `login failed: HTTP ${status} ${wordOf(textAt(body, 'code'))}` };
    }
    const token = textAt(body, 'token');
    const expiresAtMs = readTime(textAt(body, 'expires_at') ?? '');
    if (token === null || !TOKEN.test(token)) return { error: 'login failed: no token' };
    if (expiresAtMs === null) return { error: 'login failed: no end of the token' };
    return { token, expiresAtMs: Math.min(expiresAtMs, nowMs + KEPT_FOR_MS) };
  },
};

/** An error's code, when it looks like one: nothing else of a login's reply is repeated. */
function wordOf(code: string | null): string {
  return code !== null && /^[a-z0-9_]{1,64}$/.test(code) ? code : 'without a code';
}

/** Milliseconds since 1970; null for text that is no time in Airwallex's form. */
export function readTime(text: string): number | null {
  const match = TIME.exec(text);
  if (match === null) return null;
  const [, local = '', hours = '+00', minutes = '00'] = match;
  const ms = Date.parse(`${local}${hours}:${minutes}`);
  return Number.isNaN(ms) ? null : ms;
}

/** A signed call: the envelope around `data`, serialised once (upstream notes, section 1). */
import { writeJson } from '../../../wire/canonical-json.ts';
import type { JsonObject } from '../../../wire/json-value.ts';
import { objectOf } from '../../build-json.ts';
import type { Credentials, UpstreamRequest } from '../../contract.ts';
import { apiUrlOf, settingOf } from '../../settings.ts';
import { API_VERSION } from '../capabilities.ts';
import { signatureOf } from '../signature.ts';
import { keyVersionOf } from './settings.ts';

/** `call` is the API's own name of it: `orderAndPay`. The text that is signed is the text sent. */
export function signedCall(
  call: string,
  data: JsonObject,
  credentials: Credentials,
  nowMs: number,
  version = API_VERSION,
): UpstreamRequest {
  const body = writeJson(
    objectOf({
      version,
      keyVersion: keyVersionOf(credentials),
      requestTime: timeText(nowMs),
      appId: settingOf(credentials, 'appId'),
      merchantNo: settingOf(credentials, 'merchantNo'),
      data,
    }),
  );
  const headers = {
    'content-type': 'application/json',
    sign: signatureOf(body, credentials),
  };
  return { method: 'POST', url: `${apiUrlOf(credentials)}/${call}`, headers, body };
}

/** RFC 3339 with milliseconds and a numeric offset, as all samples have it. */
function timeText(nowMs: number): string {
  return new Date(nowMs).toISOString().replace('Z', '+00:00');
}

/** A call with a login's token, in the API version that the account pins. */
import type { Credentials, UpstreamRequest } from '../../contract.ts';
import { apiUrlOf, settingOf } from '../../settings.ts';
import { API_VERSION } from '../capabilities.ts';

/** `path` begins with a slash; `body` is JSON. */
export function authorised(
  method: UpstreamRequest['method'],
  path: string,
  body: string | null,
  credentials: Credentials,
  token: string | null,
): UpstreamRequest {
  const onBehalfOf = settingOf(credentials, 'onBehalfOf');
  return {
    method,
    url: `${apiUrlOf(credentials)}${path}`,
    headers: {
      ...(body === null ? {} : { 'content-type': 'application/json' }),
      authorization: `Bearer ${token ?? ''}`,
      'x-api-version': settingOf(credentials, 'apiVersion') ?? API_VERSION,
      ...(onBehalfOf === null ? {} : { 'x-on-behalf-of': onBehalfOf }),
    },
    body,
  };
}

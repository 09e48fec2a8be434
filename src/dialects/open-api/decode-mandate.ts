/** A payer's permission to be debited (v2, Direct Debit): asked for, looked at, cancelled. */
import { refuse } from '../../domain/refusal.ts';
import type { CloseOrder, CreateMandate, ListMandates, QueryOrder } from '../../domain/request.ts';
import { parsePayToken } from './codec.ts';
import {
  type Ask,
  coreFields,
  type Decoded,
  digestOf,
  echoed,
  missing,
  notifyUrlIn,
  textIn,
} from './decode-ask.ts';
import { channelIn, checkTerminal, noChannel } from './decode-payment.ts';
import { SCOPES } from './routes.ts';

export function decodeApply(ask: Ask): Decoded<CreateMandate> {
  const found = channelIn(ask, 'once');
  if (!found.ok) return found;
  const { channel } = found.value;
  if (channel.method !== 'direct_debit') return noChannel('channelCode');
  const refusal = checkTerminal(ask) ?? checkSystem(ask);
  if (refusal !== null) return refusal;
  const notifyUrl = notifyUrlIn(ask, 'notifyUrl');
  if (!notifyUrl.ok) return notifyUrl;
  return {
    ok: true,
    value: {
      do: 'create_mandate',
      channel,
      scope: SCOPES.mandate,
      merchantRef: textIn(ask, 'requestId'),
      digest: digestOf(ask),
      amountMinor: 0n,
      metadata: echoed(ask, 'channelCode', 'userId'),
      notifyUrl: notifyUrl.value,
      returnUrl: textIn(ask, 'redirectUrl'),
      onRepeat: 'refuse',
      // The answer shows the page where the payer agrees.
      wait: 'instructions',
      fields: coreFields(ask),
    },
  };
}

const SYSTEMS = ['IOS', 'ANDROID', 'OTHER'];

/** Needed on phones (published). */
function checkSystem(ask: Ask) {
  const system = textIn(ask, 'osType');
  if (system === '') return textIn(ask, 'terminalType') === 'WEB' ? null : missing('osType');
  return SYSTEMS.includes(system)
    ? null
    : refuse('invalid_field', 'osType', `one of ${SYSTEMS.join(', ')}`);
}

/** All of a user, or the one of a token. */
export function decodeTokens(ask: Ask): Decoded<ListMandates | QueryOrder> {
  if (textIn(ask, 'payToken') === '') {
    return { ok: true, value: { do: 'list_mandates', userId: textIn(ask, 'userId') } };
  }
  const id = parsePayToken(textIn(ask, 'payToken'));
  if (id === null) return noToken();
  return { ok: true, value: { do: 'query_order', key: { by: 'id', id }, kinds: ['mandate'] } };
}

export function decodeTokenCancel(ask: Ask): Decoded<CloseOrder> {
  const id = parsePayToken(textIn(ask, 'payToken'));
  if (id === null) return noToken();
  return { ok: true, value: { do: 'close_order', key: { by: 'id', id }, kinds: ['mandate'] } };
}

function noToken() {
  return refuse('not_found', 'payToken', undefined, 'mandate_inactive');
}

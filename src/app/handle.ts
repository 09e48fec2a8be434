/** The single entry point for a merchant's verified request, whatever dialect it came in. */
import { type Refused, refuse } from '../domain/refusal.ts';
import type { MerchantRequest, Outcome } from '../domain/request.ts';
import type { SignedOnce } from '../domain/signed-once.ts';
import { closeOrder } from './close-order.ts';
import {
  closeCodes,
  createCodes,
  extendCodes,
  listCodePayments,
  queryCodes,
} from './code-groups.ts';
import { createCheckout } from './create-checkout.ts';
import { createCode } from './create-code.ts';
import { createMandate } from './create-mandate.ts';
import { createPayin } from './create-payin.ts';
import { createPayout } from './create-payout.ts';
import { createRefund } from './create-refund.ts';
import { createVerification } from './create-verification.ts';
import type { Caller, Deps } from './deps.ts';
import { failed } from './failure.ts';
import { listChannels, listChildren, listMandates } from './list.ts';
import { listStatement } from './list-statement.ts';
import { queryBalance, queryOrder, queryVerification } from './query.ts';
import { requestReport } from './request-report.ts';
import { updateOrder } from './update-order.ts';

/**
 * Carries a request out. A failure of ours is `internal`: the outcome is not known, ask again.
 * `once`: what the request was signed by, where it could be read as another operation's as well.
 */
export async function handle(
  deps: Deps,
  caller: Caller,
  request: MerchantRequest,
  once: SignedOnce | null = null,
): Promise<Outcome> {
  const refused = refuseAddress(deps, request);
  if (refused !== null) return refused;
  try {
    if (once === null) return await execute(deps, caller, request);
    return await executeOnce(deps, caller, request, once);
  } catch (error) {
    return failed(deps, error, request.kind);
  }
}

/** What changes something waits for the claim; what only reads does no harm meanwhile. */
async function executeOnce(
  deps: Deps,
  caller: Caller,
  request: MerchantRequest,
  once: SignedOnce,
): Promise<Outcome> {
  const claim = deps.signedTexts.claim(caller.appId, once);
  if (once.isRead) {
    const [serves, outcome] = await Promise.all([claim, execute(deps, caller, request)]);
    return serves ? outcome : servedAnother();
  }
  return (await claim) ? await execute(deps, caller, request) : servedAnother();
}

function servedAnother(): Refused {
  const detail = 'this text has served another call: sign each call anew, with its own time';
  return refuse('bad_timestamp', 'timestamp', detail);
}

async function execute(deps: Deps, caller: Caller, request: MerchantRequest): Promise<Outcome> {
  switch (request.kind) {
    case 'create_payin':
      return await createPayin(deps, caller, request);
    case 'create_checkout':
      return await createCheckout(deps, caller, request);
    case 'create_code':
      return await createCode(deps, caller, request);
    case 'create_codes':
      return await createCodes(deps, caller, request);
    case 'extend_codes':
      return await extendCodes(deps, caller, request);
    case 'query_codes':
      return await queryCodes(deps, caller, request);
    case 'close_codes':
      return await closeCodes(deps, caller, request);
    case 'list_code_payments':
      return await listCodePayments(deps, caller, request);
    case 'update_order':
      return await updateOrder(deps, caller, request);
    case 'create_mandate':
      return await createMandate(deps, caller, request);
    case 'create_verification':
      return await createVerification(deps, caller, request);
    case 'create_payout':
      return await createPayout(deps, caller, request);
    case 'create_refund':
      return await createRefund(deps, caller, request);
    case 'close_order':
      return await closeOrder(deps, caller, request);
    case 'list_children':
      return await listChildren(deps, caller, request);
    case 'list_mandates':
      return await listMandates(deps, caller, request);
    case 'list_channels':
      return await listChannels(deps, caller, request);
    case 'query_order':
      return await queryOrder(deps, caller, request);
    case 'query_verification':
      return await queryVerification(deps, caller, request);
    case 'query_balance':
      return await queryBalance(deps, caller, request);
    case 'list_statement':
      return await listStatement(deps, caller, request);
    case 'request_report':
      return await requestReport(deps, caller, request);
  }
}

/** The guard would refuse every delivery to such an address: the merchant learns it now. */
function refuseAddress(deps: Deps, request: MerchantRequest): Refused | null {
  for (const url of addressesIn(request)) {
    const problem = url === null ? null : deps.notifyUrlProblem(url);
    if (problem !== null) return refuse('invalid_field', 'notifyUrl', problem);
  }
  return null;
}

function addressesIn(request: MerchantRequest): readonly (string | null)[] {
  if (request.kind === 'create_codes') return request.items.map(({ notifyUrl }) => notifyUrl);
  if (request.kind === 'update_order') return [request.changes.notifyUrl ?? null];
  return 'notifyUrl' in request ? [request.notifyUrl] : [];
}

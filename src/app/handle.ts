/** The single entry point for a merchant's verified request, whatever dialect it came in. */
import { type Refused, refuse } from '../domain/refusal.ts';
import type { MerchantRequest, Outcome } from '../domain/request.ts';
import { closeOrder } from './close-order.ts';
import { createCheckout } from './create-checkout.ts';
import { createCode } from './create-code.ts';
import { createMandate } from './create-mandate.ts';
import { createPayin } from './create-payin.ts';
import { createPayout } from './create-payout.ts';
import { createRefund } from './create-refund.ts';
import type { Caller, Deps } from './deps.ts';
import { listChannels, listChildren, listMandates } from './list.ts';
import { queryBalance, queryOrder } from './query.ts';
import { requestReport } from './request-report.ts';

/** Carries a request out. A failure of ours is `internal`: the outcome is not known, ask again. */
export async function handle(
  deps: Deps,
  caller: Caller,
  request: MerchantRequest,
): Promise<Outcome> {
  const refused = refuseAddress(deps, request);
  if (refused !== null) return refused;
  switch (request.do) {
    case 'create_payin':
      return await createPayin(deps, caller, request);
    case 'create_checkout':
      return await createCheckout(deps, caller, request);
    case 'create_code':
      return await createCode(deps, caller, request);
    case 'create_mandate':
      return await createMandate(deps, caller, request);
    case 'create_payout':
      return await createPayout(deps, caller, request);
    case 'create_refund':
      return await createRefund(deps, caller, request);
    case 'close_order':
      return await closeOrder(deps, caller, request);
    case 'list_children':
      return await listChildren(deps, caller, request).catch(() => refuse('internal'));
    case 'list_mandates':
      return await listMandates(deps, caller, request).catch(() => refuse('internal'));
    case 'list_channels':
      return await listChannels(deps, caller, request).catch(() => refuse('internal'));
    case 'query_order':
      return await queryOrder(deps, caller, request).catch(() => refuse('internal'));
    case 'query_balance':
      return await queryBalance(deps, caller, request).catch(() => refuse('internal'));
    case 'request_report':
      return await requestReport(deps, caller, request).catch(() => refuse('internal'));
  }
}

/** The guard would refuse every delivery to such an address: the merchant learns it now. */
function refuseAddress(deps: Deps, request: MerchantRequest): Refused | null {
  if (!('notifyUrl' in request) || request.notifyUrl === null) return null;
  const problem = deps.notifyUrlProblem(request.notifyUrl);
  return problem === null ? null : refuse('invalid_field', 'notifyUrl', problem);
}

/** `POST /aggregate-pay/api/gateway/<call>`: the envelope in both directions (section 1). */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { bodyOf } from '../shared/admin.ts';
import { currentBalances, dayEndBalances } from './balances.ts';
import { writeJson } from './money.ts';
import { createPayout, queryPayout } from './payouts.ts';
import { createRefund, queryRefund } from './refunds.ts';
import { type Body, objectIn, Refusal, textIn } from './refusal.ts';
import { isSignedBy, type Signer } from './signing.ts';
import { cancelTrade, closeTrade, createTrade, queryTrade } from './trades.ts';
import { disputeView } from './views.ts';
import { now, type World } from './world.ts';

const GATEWAY = '/aggregate-pay/api/gateway';
const WINDOW_MS = 120_000;
/** `yyyy-MM-dd'T'HH:mm:ss.SSSXXX` */
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}(?:Z|[+-]\d{2}:\d{2})$/;

type Call = (world: World, data: Body) => unknown;

/** Documented are 1.4 and 1.5; PayerMax's own PHP client sends 1.2 as it is shipped. */
const PAYMENT_VERSIONS = ['1.2', '1.4', '1.5'];
/** Documented is 1.3; PayerMax's own Java client sends 1.4. */
const BALANCE_VERSIONS = ['1.3', '1.4'];
const CALLS: Readonly<Record<string, readonly [versions: readonly string[], call: Call]>> = {
  orderAndPay: [PAYMENT_VERSIONS, createTrade],
  orderQuery: [PAYMENT_VERSIONS, queryTrade],
  orderClose: [PAYMENT_VERSIONS, closeTrade],
  cancel: [PAYMENT_VERSIONS, cancelTrade],
  refund: [PAYMENT_VERSIONS, createRefund],
  refundQuery: [PAYMENT_VERSIONS, queryRefund],
  paymentOrderPay: [PAYMENT_VERSIONS, createPayout],
  paymentOrderQry: [PAYMENT_VERSIONS, queryPayout],
  caseSearch: [['1.5'], searchCase],
  currentBalanceQuery: [BALANCE_VERSIONS, currentBalances],
  dayEndBalanceQuery: [['1.3'], dayEndBalances],
};

/** How a case stands. */
function searchCase({ disputes }: World, data: Body): object {
  const found = disputes.get(textIn(data, 'caseId', 64));
  if (found === undefined) throw new Refusal('ORDER_NOT_EXIST', 'There is no such case.');
  return disputeView(found);
}

/** The bytes that a parsed body came from. */
const rawBodies = new WeakMap<object, Buffer>();

export function keepRaw(body: object, bytes: Buffer): void {
  rawBodies.set(body, bytes);
}

export function gatewayRoutes(app: FastifyInstance, world: World, signer: Signer): void {
  for (const [name, [versions, call]] of Object.entries(CALLS)) {
    app.post(`${GATEWAY}/${name}`, (request, reply) => {
      const data = call(world, openEnvelope(world, request, versions));
      const text = writeJson({ msg: 'Success.', code: 'APPLY_SUCCESS', data });
      reply.header('sign', signer.sign(text)).send(text);
    });
  }
}

/** The data of a call whose envelope holds; refused otherwise. */
function openEnvelope(world: World, request: FastifyRequest, versions: readonly string[]): Body {
  const body = bodyOf(request);
  const { appId, merchantNo, merchantPublicKey } = world.options;
  const version = textIn(body, 'version', 8);
  if (textIn(body, 'appId', 64) !== appId) {
    throw new Refusal('MERCHANT_APP_INVALID', 'The application is unknown.');
  }
  if (body.merchantNo !== undefined && textIn(body, 'merchantNo', 32) !== merchantNo) {
    throw new Refusal('MERCHANT_INVALID', 'The merchant is unknown.');
  }
  const { sign } = request.headers;
  const bytes = rawBodies.get(body) ?? Buffer.alloc(0);
  if (typeof sign !== 'string' || !isSignedBy(merchantPublicKey, bytes, sign)) {
    throw new Refusal('SIGN_VERIFY_FAILED', 'The signature does not fit.');
  }
  if (textIn(body, 'keyVersion', 8) !== '1') {
    throw new Refusal('PARAMS_INVALID', 'keyVersion is invalid');
  }
  const requestTime = textIn(body, 'requestTime', 32);
  if (!TIME.test(requestTime)) throw new Refusal('PARAMS_INVALID', 'requestTime is invalid');
  if (Math.abs(Date.parse(requestTime) - now(world).getTime()) > WINDOW_MS) {
    throw new Refusal('REQ_TIME_OVER_TIME', 'The request is more than two minutes off.');
  }
  if (!versions.includes(version)) throw new Refusal('PARAMS_INVALID', 'version is invalid');
  return objectIn(body, 'data');
}

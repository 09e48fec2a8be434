/**
 * The endpoint for providers: `POST /hooks/<connector>/<account>`. Only an authentic callback
 * changes anything, and it is acknowledged after its effect is committed, never before. One
 * that proves nothing only says what to ask about.
 */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { applyProviderEvent } from '../app/apply-provider-event.ts';
import type { PaymentChecker } from '../app/check-payment.ts';
import type { Deps } from '../app/deps.ts';
import type { QuestionDeps } from '../app/raise-question.ts';
import type {
  Authentic,
  Connector,
  Credentials,
  RawCallback,
  SignedConnector,
} from '../connectors/contract.ts';
import type { Money } from '../domain/money.ts';
import {
  isAboutMoney,
  type ProviderEvent,
  type ProviderEventResult,
} from '../domain/provider-event.ts';
import type { AccountKey } from '../domain/routing.ts';
import type { ProviderReports } from '../ports/provider-report.ts';
import { ipOf } from '../web/caller.ts';
import { takeRawBodies } from '../web/raw-bodies.ts';
import { sha256Hex } from '../wire/sha256.ts';
import { createQuestionIntake, type QuestionResult } from './callback-questions.ts';

const BODY_BYTES_MAX = 256 * 1024;

export interface HooksDeps
  extends Pick<Deps, 'lanes' | 'snapshot' | 'reader' | 'ids' | 'clock' | 'verifications'>,
    QuestionDeps {
  connector(name: string): Connector | null;
  credentials(connector: string, account: string): readonly Credentials[];
  readonly providerReports: ProviderReports;
  /** Providers that ask before they take money are answered by it. */
  readonly checkPayment: PaymentChecker;
  onCallback(info: CallbackInfo): void;
}

export interface CallbackInfo {
  readonly connector: string;
  readonly result: ProviderEventResult | QuestionResult | 'unreadable' | 'collect' | 'refuse';
}

/** The same words to everybody who is not the provider, whatever was wrong. */
const NOT_AUTHENTIC = { status: 401, body: '{"error":"not authentic"}' };
const TOO_MANY = { status: 429, body: '{"error":"too many callbacks"}' };

/** Registers the callback route for all connectors. */
export function registerHooks(fastify: FastifyInstance, deps: HooksDeps): void {
  void fastify.register(async (scope) => {
    takeRawBodies(scope);
    const questions = createQuestionIntake(deps, deps.clock.nowMs);
    scope.route<{ Params: { connector: string; account: string } }>({
      method: 'POST',
      url: '/hooks/:connector/:account',
      bodyLimit: BODY_BYTES_MAX,
      handler: async (request, reply) => {
        const { connector: name, account } = request.params;
        const connector = deps.connector(name);
        const raw: RawCallback = {
          method: request.method,
          path: request.url,
          headers: request.headers as Record<string, string>,
          body: Buffer.isBuffer(request.body) ? request.body : new Uint8Array(0),
        };
        const source = { connector: name, account };
        const credentials = deps.credentials(name, account);
        if (connector?.questionsIn !== undefined) {
          const result = await questions.take(connector, source, raw, credentials, ipOf(request));
          return respond(reply, deps, connector, result);
        }
        const callback = connector?.verifyCallback(raw, credentials, deps.clock.nowMs()) ?? null;
        if (connector === null || callback === null) {
          return respond(reply, deps, connector, 'not_authentic');
        }
        const inquiry = connector.inquiries?.read(callback) ?? null;
        if (connector.inquiries !== undefined && inquiry !== null) {
          const answer = await deps.checkPayment(source, inquiry);
          deps.onCallback({ connector: name, result: answer.collect ? 'collect' : 'refuse' });
          const { status, headers, body } = connector.inquiries.reply(answer);
          return reply.code(status).headers(headers).send(body);
        }
        const result = await store(deps, connector, source, callback);
        return respond(reply, deps, connector, result);
      },
    });
  });
}

/** What the provider, or whoever it was, is answered. */
function respond(
  reply: FastifyReply,
  deps: HooksDeps,
  connector: Connector | null,
  result: CallbackInfo['result'],
): FastifyReply {
  deps.onCallback({ connector: connector?.name ?? 'unknown', result });
  if (connector === null || result === 'not_authentic' || result === 'too_many') {
    const { status, body } = result === 'too_many' ? TOO_MANY : NOT_AUTHENTIC;
    return reply.code(status).type('application/json').send(body);
  }
  const answer = connector.callbackReply(result !== 'not_stored');
  return reply.code(answer.status).headers(answer.headers).send(answer.body);
}

/**
 * Applies all events of a callback; if one could not be stored, the provider shall send all again.
 * What cannot be read, and money that no order is found for, is kept with a case: the provider has
 * reported it, and may not report it again. What comes before its payment waits for that.
 */
async function store(
  deps: HooksDeps,
  connector: SignedConnector,
  source: AccountKey,
  callback: Authentic,
): Promise<CallbackInfo['result']> {
  const { body } = callback.raw;
  const events = connector.readCallback(callback);
  let result: CallbackInfo['result'] = 'nothing';
  try {
    if (events === null) {
      const detail = 'an authentic callback that cannot be read';
      const key = `unreadable:${digestOf(body)}`;
      await deps.providerReports.keep({ source, key, kind: 'unreadable', detail, body });
      return 'unreadable';
    }
    for (const one of events) {
      result = await applyProviderEvent(deps, source, one);
      const about = { source, event: one, body };
      if (result === 'too_early') {
        const key = [one.reference, ...(one.providerIds ?? []), one.eventKey].join(' ');
        await deps.providerReports.wait({ ...about, key });
      }
      if (result === 'unknown_order' && isAboutMoney(one.fact)) {
        const detail = detailOf(one);
        const { eventKey: key } = one;
        await deps.providerReports.keep({ ...about, key, kind: 'unknown_order', detail });
      }
    }
  } catch (error) {
    deps.onFailure?.(error, `callback of ${source.connector}/${source.account}`);
    return 'not_stored';
  }
  return result;
}

function moneyOf(fact: ProviderEvent['fact']): Money | null {
  if (fact.kind === 'paid') return fact.amount;
  if (fact.kind === 'reversed') return fact.payment?.amount ?? null;
  return fact.kind === 'dispute' ? fact.dispute.amount : null;
}

function digestOf(body: Uint8Array): string {
  return sha256Hex(Buffer.from(body).toString('latin1'));
}

/** What a report says, for a person: which money, and by which names it could not be found. */
function detailOf({ reference, providerIds = [], fact }: ProviderEvent): string {
  const money = moneyOf(fact);
  const sum = money ? ` ${money.minor} minor units of ${money.asset}` : '';
  const names = [reference, ...providerIds].filter((name) => name !== '').join(', ');
  return `${fact.kind}${sum}, of an order that is not known here (${names})`;
}

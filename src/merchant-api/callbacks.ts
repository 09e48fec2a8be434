/**
 * The providers' door: `POST /hooks/<connector>/<account>`. Only an authentic callback changes
 * anything, and it is acknowledged after its effect is committed, never before.
 */
import type { FastifyInstance } from 'fastify';
import { applyNews, type NewsResult } from '../app/apply-news.ts';
import type { Deps } from '../app/deps.ts';
import type { Connector, Credentials, RawCallback } from '../connectors/contract.ts';
import { takeRawBodies } from '../web/raw-bodies.ts';

const BODY_BYTES_MAX = 256 * 1024;

export interface HooksDeps extends Pick<Deps, 'lanes' | 'snapshot' | 'reader' | 'ids' | 'clock'> {
  connector(name: string): Connector | null;
  credentials(connector: string, account: string): readonly Credentials[];
  onCallback(info: CallbackInfo): void;
}

export interface CallbackInfo {
  readonly connector: string;
  readonly result: NewsResult | 'not_authentic' | 'unreadable' | 'not_stored' | 'nothing';
}

const NOT_STORED: ReadonlySet<CallbackInfo['result']> = new Set([
  'not_stored',
  'too_early',
  'unreadable',
]);

/** The same words to everybody who is not the provider, whatever was wrong. */
const NOT_AUTHENTIC = { status: 401, body: '{"error":"not authentic"}' };

/** Registers the callback route for all connectors. */
export function registerHooks(fastify: FastifyInstance, deps: HooksDeps): void {
  void fastify.register(async (scope) => {
    takeRawBodies(scope);
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
        const callback =
          connector?.verifyCallback(raw, deps.credentials(name, account), deps.clock.nowMs()) ??
          null;
        if (connector === null || callback === null) {
          deps.onCallback({ connector: connector?.name ?? 'unknown', result: 'not_authentic' });
          return reply.code(NOT_AUTHENTIC.status).type('application/json').send(NOT_AUTHENTIC.body);
        }
        const result = await store(deps, connector, account, connector.readCallback(callback));
        deps.onCallback({ connector: connector.name, result });
        const stored = !NOT_STORED.has(result);
        const answer = connector.callbackReply(stored);
        return reply.code(answer.status).headers(answer.headers).send(answer.body);
      },
    });
  });
}

/**
 * Applies all news of a callback; if one could not be stored, the provider shall tell all again.
 */
async function store(
  deps: HooksDeps,
  connector: Connector,
  account: string,
  news: ReturnType<Connector['readCallback']>,
): Promise<CallbackInfo['result']> {
  if (news === null) return 'unreadable';
  let result: CallbackInfo['result'] = 'nothing';
  for (const one of news) {
    try {
      result = await applyNews(deps, { connector: connector.name, account }, one);
      if (result === 'too_early') return result;
    } catch {
      return 'not_stored';
    }
  }
  return result;
}

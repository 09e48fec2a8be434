/** One HTTP server; what it serves is registered by role. */
import { randomUUID } from 'node:crypto';
import {
  fastify as createFastify,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  LogController,
} from 'fastify';

const REQUEST_TIMEOUT_MS = 15_000;
const HEADERS_TIMEOUT_MS = 5_000;

export interface ServerOptions {
  /** Exact addresses of proxies whose forwarded-for is believed; none by default. */
  readonly trustProxy: readonly string[];
  /** Whether browsers come by https alone: they are asked to keep to it for a year. */
  readonly isHttps?: boolean;
  /** Gets a line for each failure of ours, with the id that the answer names; none: no log. */
  readonly log?: FastifyBaseLogger;
  /**
   * Waited for after `close` was called and before the port is closed. New connections are taken
   * meanwhile, and each answer asks to connect anew: a proxy that has not yet asked `/readyz` again
   * loses nothing. None: the port is closed at once.
   */
  readonly drain?: () => Promise<void>;
}

/** Names a request in the log. What a caller sends by this name is not believed. */
const REQUEST_ID = 'x-request-id';

const HSTS = 'max-age=31536000';

/** A server without routes. Unknown paths get 404 and no hint. */
export function createServer({ trustProxy, isHttps, log, drain }: ServerOptions): FastifyInstance {
  const server = createFastify({
    ...(log === undefined ? { logger: false } : { loggerInstance: log }),
    // Each failure of ours has its line, and nothing else: requests are counted by the metrics.
    requestIdHeader: false,
    logController: new LogController({
      disableRequestLogging: true,
      requestIdLogLabel: 'requestId',
    }),
    genReqId: () => randomUUID(),
    trustProxy: trustProxy.length === 0 ? false : [...trustProxy],
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Who sends its headers byte by byte holds a socket no longer than this.
    http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: 1_000 },
    bodyLimit: 64 * 1024,
    // What still comes on an open connection is answered, and asked to connect anew.
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true },
    // A path that the router cannot take (too long, badly encoded) is no path of ours either.
    frameworkErrors: (_error, _request, reply) => notFound(reply),
  });
  let closing = false;
  server.addHook('preClose', async () => {
    closing = true;
    await drain?.();
  });
  // Otherwise a client would send its next request on a connection that is just being closed.
  server.addHook('onSend', (request, reply, _payload, done) => {
    reply.header(REQUEST_ID, request.id);
    if (closing) reply.header('connection', 'close');
    if (isHttps) reply.header('strict-transport-security', HSTS);
    done();
  });
  server.setNotFoundHandler((_request, reply) => notFound(reply));
  server.setErrorHandler((error: { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) request.log.error({ err: error, path: request.routeOptions.url }, 'failed');
    const text = status < 500 ? 'bad request' : 'internal error';
    return reply
      .code(status)
      .type('application/json')
      .send(JSON.stringify({ error: text }));
  });
  return server;
}

function notFound(reply: FastifyReply): FastifyReply {
  return reply.code(404).type('application/json').send('{"error":"not found"}');
}

export interface Health {
  /** A short reason when the process should get no traffic; null when it is ready. */
  notReady(): Promise<string | null>;
}

/** `/healthz`: the process lives. `/readyz`: it can take traffic. */
export function registerHealth(fastify: FastifyInstance, { notReady }: Health): void {
  fastify.get('/healthz', () => ({ status: 'ok' }));
  fastify.get('/readyz', async (_request, reply) => {
    const reason = await notReady();
    if (reason === null) return { status: 'ready' };
    return reply.code(503).send({ status: 'not ready', reason });
  });
}

/**
 * `/metrics` beside everything else, for a demo: for a scraper on this machine. What a proxy has
 * passed on comes from this machine too, so that nothing that says so is local; a proxy that says
 * nothing cannot be distinguished, which is why production has a listener of its own.
 */
export function registerMetrics(fastify: FastifyInstance, text: () => Promise<string>): void {
  fastify.get('/metrics', async (request, reply) => {
    const { remoteAddress = '' } = request.raw.socket;
    const isForwarded = FORWARDED.some((name) => request.headers[name] !== undefined);
    if (isForwarded || !LOCAL.includes(remoteAddress)) return reply.callNotFound();
    return reply.type(METRICS_TYPE).send(await text());
  });
}

/** `/metrics` and nothing else, on a port of its own at this machine's own address. */
export async function listenForMetrics(
  port: number,
  text: () => Promise<string>,
): Promise<FastifyInstance> {
  const server = createServer({ trustProxy: [] });
  server.get('/metrics', async (_request, reply) => reply.type(METRICS_TYPE).send(await text()));
  await server.listen({ host: '127.0.0.1', port });
  return server;
}

const METRICS_TYPE = 'text/plain; version=0.0.4';
const LOCAL = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

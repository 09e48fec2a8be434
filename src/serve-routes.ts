/** What a process answers: the routes of its role, on one port. */

import type { FastifyInstance } from 'fastify';
import { createPaymentChecker } from './app/check-payment.ts';
import { codesBeside } from './app/code-groups.ts';
import { checkoutOf } from './app/create-checkout.ts';
import { verifyingOf } from './app/verify.ts';
import { registerCashier } from './cashier/routes.ts';
import type { Role } from './config.ts';
import { REFERENCES } from './dialects/reference-registry.ts';
import { DIALECTS, dialectByName } from './dialects/registry.ts';
import { loadExamples } from './docs-site/examples.ts';
import { registerDocs } from './docs-site/routes.ts';
import { createSite } from './docs-site/site.ts';
import { admits, blockOf } from './domain/address-list.ts';
import { registerHooks } from './merchant-api/callbacks.ts';
import { createCallerLimits } from './merchant-api/caller-limits.ts';
import { registerDialect } from './merchant-api/merchant-api.ts';
import { registerReportDownload } from './merchant-api/report-download.ts';
import { registerReturnPage } from './merchant-api/return-page.ts';
import type { Readiness } from './readiness.ts';
import { openSites } from './serve-sites.ts';
import type { Services } from './services.ts';
import { createPaymentChecks } from './store/queues/payment-checks.ts';
import { createProviderReports } from './store/queues/provider-reports.ts';
import { createQuestions } from './store/queues/questions.ts';
import { connectionLimits, limitConnections } from './web/connection-limit.ts';
import { createFailureLimiter } from './web/failure-limiter.ts';
import { createServer, listenForMetrics, registerHealth, registerMetrics } from './web/server.ts';
import { createAskMerchant } from './workers/payment-question.ts';

/**
 * A server with the routes of a role, on its port. Rejects when the port is taken. `drain`: waited
 * for at the end, before the port is closed.
 */
export async function listen(
  services: Services,
  role: Role,
  readiness: Readiness,
  drain: () => Promise<void>,
): Promise<FastifyInstance> {
  const { config, log, metrics } = services;
  const server = createServer({
    trustProxy: config.trustProxy,
    isHttps: config.publicUrl.startsWith('https:'),
    log,
    drain,
  });
  limitConnections(server.server, connectionLimits(), {
    blockOf,
    isProxy: (ip) => config.trustProxy.length > 0 && admits(config.trustProxy, ip),
  });
  registerHealth(server, { notReady: readiness.whyNot });
  if (config.metricsPort === null && !config.production) registerMetrics(server, metrics.text);
  if (config.metricsPort !== null) {
    const own = await listenForMetrics(config.metricsPort, metrics.text);
    server.addHook('onClose', () => own.close());
  }
  if (role === 'api' || role === 'all') await openApis(server, services);
  if (role === 'console' || role === 'all') await openSites(server, services);
  if (role !== 'worker') await openDocs(server, services, role, readiness);
  await server.listen({ host: config.host, port: config.port });
  return server;
}

/** What merchants, providers and payers call. */
async function openApis(server: FastifyInstance, services: Services): Promise<void> {
  const { platform, deps, connectors, egress, log, metrics } = services;
  const failures = createFailureLimiter();
  const callers = createCallerLimits();
  for (const dialect of DIALECTS) {
    registerDialect(server, dialect, {
      ...deps,
      failures,
      callers,
      onRequest: (info) => {
        metrics.request(info);
        log.debug(info, 'request');
      },
    });
  }
  for (const dialect of DIALECTS) registerReturnPage(server, dialect, deps);
  registerHooks(server, {
    ...deps,
    connector: (name) => connectors.get(name) ?? null,
    credentials: (name, account) => platform.snapshot.current().credentials(name, account),
    questions: createQuestions(platform.pool, platform.shardCount),
    providerReports: createProviderReports(platform.pool, platform.shardCount, platform.ids),
    checkPayment: createPaymentChecker({
      ...deps,
      paymentChecks: createPaymentChecks(platform.pool, platform.shardCount),
      askMerchant: createAskMerchant({
        dialects: new Map(DIALECTS.map((dialect) => [dialect.name, dialect])),
        egress,
        nowMs: platform.clock.nowMs,
      }),
    }),
    onCallback: (info) => {
      metrics.callback(info);
      if (info.result !== 'applied') log.info(info, 'callback');
    },
  });
  await registerCashier(server, {
    ...deps,
    checkout: checkoutOf(deps),
    groupOf: (codeId) => codesBeside(deps, codeId),
    verifying: verifyingOf(deps),
  });
  registerReportDownload(server, deps);
}

/** Documentation and the page at `/`, wherever people may come by. */
async function openDocs(
  server: FastifyInstance,
  { config, platform }: Services,
  role: Role,
  readiness: Readiness,
): Promise<void> {
  const { docs, frontPage, publicUrl } = config;
  await registerDocs(
    server,
    {
      site: createSite(REFERENCES, dialectByName),
      examples: loadExamples(),
      channels: () => platform.snapshot.current().channels(),
      origin: publicUrl,
    },
    {
      docs,
      front: frontPage
        ? async () => ({
            isReady: (await readiness.whyNot()) === null,
            isDemo: config.demo,
            hasConsole: role !== 'api',
            hasDocs: docs,
          })
        : null,
    },
  );
}

/** The documentation site as an installation serves it, with the shipped catalogue. */
import { CHANNELS } from '../../src/catalogue/catalogue.ts';
import { REFERENCES } from '../../src/dialects/reference-registry.ts';
import { dialectByName } from '../../src/dialects/registry.ts';
import type { Source } from '../../src/docs-site/context.ts';
import { loadExamples } from '../../src/docs-site/examples.ts';
import type { FrontState } from '../../src/docs-site/pages/front.ts';
import { registerDocs, type Served } from '../../src/docs-site/routes.ts';
import { createSite } from '../../src/docs-site/site.ts';
import { createServer } from '../../src/web/server.ts';

export const DOCS_SOURCE: Source = {
  site: createSite(REFERENCES, dialectByName),
  examples: loadExamples(),
  channels: () => CHANNELS,
  origin: 'https://pay.example',
};

export const FRONT: FrontState = { isReady: true, isDemo: true, hasConsole: true, hasDocs: true };

/** Not listening yet; `inject` and `listen` are the caller's. */
export async function docsServer(
  served: Served = { docs: true, front: async () => FRONT },
  source: Source = DOCS_SOURCE,
) {
  const server = createServer({ trustProxy: [] });
  await registerDocs(server, source, served);
  return server;
}

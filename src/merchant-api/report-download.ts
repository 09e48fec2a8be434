/**
 * The file of a report, for whoever holds a link to it. A wrong link learns nothing; a link whose
 * time is over is refused as expired. A file that is still being built is waited for a little.
 */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Id } from '../domain/id.ts';
import type { Clock, SnapshotSource } from '../ports/core.ts';
import type { ReportDeps, ReportFile } from '../ports/report.ts';

export interface ReportDownloadDeps {
  readonly reports: Pick<ReportDeps, 'queries' | 'links'>;
  readonly snapshot: SnapshotSource;
  readonly clock: Clock;
}

const WAIT_MS = 8_000;
const LOOK_EVERY_MS = 200;
/** Each looks into the database five times a second. */
const WAITING_MAX = 50;
const RETRY_AFTER_S = '5';

const HEADERS = {
  'cache-control': 'private, no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
};

const TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  zip: 'application/zip',
  gpg: 'application/octet-stream',
};

/** Serves `/r/{file}`. `waitMs`: how long a file that is not built yet is waited for. */
export function registerReportDownload(
  fastify: FastifyInstance,
  deps: ReportDownloadDeps,
  waitMs: number = WAIT_MS,
): void {
  const waiting = { count: 0 };
  fastify.route<{ Params: { name: string } }>({
    method: 'GET',
    url: '/r/:name',
    exposeHeadRoute: false,
    handler: async (request, reply) => {
      const at = request.url.indexOf('?');
      const query = at < 0 ? '' : request.url.slice(at + 1);
      const link = deps.reports.links.read(request.params.name, query);
      if (link === null) return say(reply, 404, 'not found');
      if (link.expiresAt.getTime() <= deps.clock.nowMs()) return over(reply);
      const file = await finished(deps, link.id, waiting, waitMs);
      if (file === null || !isOfActive(deps, file)) return over(reply);
      switch (file.state) {
        case 'ready':
          return send(reply, deps, file);
        case 'failed':
          return say(reply, 500, 'the file could not be built: ask for the report again');
        default:
          reply.header('retry-after', RETRY_AFTER_S);
          // No 2xx: a program that stores whatever it gets would take this sentence for the file.
          return say(reply, 503, `the file is being built: try again in ${RETRY_AFTER_S} seconds`);
      }
    },
  });
}

/** The file once nothing more will be done to it, or as it is when the time to wait is over. */
async function finished(
  { reports }: ReportDownloadDeps,
  id: Id,
  waiting: { count: number },
  waitMs: number,
): Promise<ReportFile | null> {
  const giveUpAtMs = performance.now() + (waiting.count < WAITING_MAX ? waitMs : 0);
  waiting.count += 1;
  try {
    for (;;) {
      const file = await reports.queries.file(id);
      const unfinished = file?.state === 'due' || file?.state === 'building';
      if (!unfinished || performance.now() >= giveUpAtMs) return file;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  } finally {
    waiting.count -= 1;
  }
}

/** A link is a key in itself: it ends with the app that it was given to. */
function isOfActive({ snapshot }: ReportDownloadDeps, { appId }: ReportFile): boolean {
  const current = snapshot.current();
  const app = current.app(appId);
  return app?.status === 'active' && current.merchant(app.merchantId)?.status === 'active';
}

function send(
  reply: FastifyReply,
  { reports }: ReportDownloadDeps,
  file: ReportFile,
): FastifyReply {
  const ending = file.fileName.slice(file.fileName.lastIndexOf('.') + 1);
  return reply
    .code(200)
    .headers({
      ...HEADERS,
      'content-type': TYPES[ending] ?? 'application/octet-stream',
      'content-length': `${file.byteCount}`,
      'content-disposition': `attachment; filename="${file.fileName}"`,
    })
    .send(Readable.from(reports.queries.bytes(file), { objectMode: false }));
}

function over(reply: FastifyReply): FastifyReply {
  return say(reply, 410, 'this link has ended: ask for the report again');
}

function say(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply.code(status).headers(HEADERS).type('text/plain; charset=utf-8').send(`${text}\n`);
}

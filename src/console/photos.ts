/**
 * A payer's picture. It is opened by a command, so each look has its row in the audit log; it is of
 * a type that we have found in its bytes, and a browser may do nothing with it but show it.
 */
import type { FastifyInstance } from 'fastify';
import { verificationPhoto } from '../operator/commands/verifications.ts';
import { paramsOf } from '../screens/request.ts';
import { type Site, sendNote, sessionOf } from '../screens/site.ts';
import { ipOf } from '../web/caller.ts';
import type { ConsoleDeps } from './deps.ts';
import { PHOTO_PATH } from './pages/verifications.ts';
import { actorOf } from './run-action.ts';
import type { ConsoleTypes } from './screen.ts';

const POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

export function addPhotos(
  scope: FastifyInstance,
  site: Site<ConsoleTypes>,
  { run }: Pick<ConsoleDeps, 'run'>,
): void {
  scope.get(`/${site.name}${PHOTO_PATH}`, async (request, reply) => {
    const session = await sessionOf(site, request);
    if (session === null || site.mustEnrol(session, verificationPhoto.ability)) {
      return sendNote(site, request, reply.code(403), 'forbidden');
    }
    const params = paramsOf(request);
    const actor = actorOf({ ...session, ip: ipOf(request), params, query: {} }, {});
    const outcome = await run(verificationPhoto, actor, params);
    if (!outcome.ok || 'awaits' in outcome) {
      const isForbidden = !outcome.ok && outcome.problem === 'forbidden';
      const note = isForbidden ? 'forbidden' : 'notFound';
      return sendNote(site, request, reply.code(isForbidden ? 403 : 404), note);
    }
    const { type, bytes } = outcome.result;
    return reply
      .type(type)
      .header('content-security-policy', POLICY)
      .header('content-disposition', 'inline; filename="picture"')
      .send(Buffer.from(bytes));
  });
}

import type { FastifyInstance } from 'fastify';

/** One catch-all parser: no content type can make anybody else read the body first. */
export function takeRawBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
}

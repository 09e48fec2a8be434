/** Who calls, as far as the connection shows. */
import type { FastifyRequest } from 'fastify';

/** The caller's address; '' once the caller has hung up, as may be before a request is handled. */
export function ipOf(request: FastifyRequest): string {
  // Typed as text; a socket that is gone has no address any more.
  const ip: string | undefined = request.ip;
  return ip ?? '';
}

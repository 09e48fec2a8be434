/**
 * A provider that says yes: what the simulator answers to a payment, without being one. At once,
 * or after as many ms as the first part of its address says: `/300/v1/payments`.
 */
import { createServer } from 'node:http';

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { reference } = JSON.parse(Buffer.concat(chunks).toString()) as { reference: string };
    const afterMs = Number.parseInt(/^\/(\d+)\//.exec(request.url ?? '')?.[1] ?? '0', 10);
    const url = `http://127.0.0.1/p/${reference}`;
    const instructions = { kind: 'redirect', url };
    const body = { id: `pay_${reference}`, reference, status: 'pending', instructions };
    const answer = () => {
      response.writeHead(201, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ ...body, payerUrl: url, expiresAt: '2099-01-01T00:00:00.000Z' }),
      );
    };
    if (afterMs === 0) answer();
    else setTimeout(answer, afterMs);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  process.stdout.write(`the provider listens on port ${port}\n`);
});
process.once('SIGTERM', () => process.exit(0));

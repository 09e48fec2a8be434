/** Webhooks as Airwallex signs and repeats them (upstream notes, section 8). */
import { createHmac, randomUUID } from 'node:crypto';
import { Notifier } from '../shared/notifier.ts';
import { writeJson } from './money.ts';
import { newId, stamp, type World } from './world.ts';

/** As others report it: after 5 minutes, then 1, 4, 8, 12 and 12 hours. */
const HOUR_MS = 3_600_000;
const WAITS_MS = [HOUR_MS / 12, HOUR_MS, 4 * HOUR_MS, 8 * HOUR_MS, 12 * HOUR_MS, 12 * HOUR_MS];

export function webhooksOf(
  { webhookUrl, webhookSecret, webhookWaitsMs = WAITS_MS }: World['options'],
  later: (afterMs: number, work: () => void) => void,
): Notifier {
  return new Notifier(webhookUrl ?? null, {
    waitsMs: webhookWaitsMs,
    later,
    headers(body, forged) {
      const timestamp = String(Date.now());
      const signature = createHmac('sha256', forged ? randomUUID() : webhookSecret)
        .update(timestamp + body)
        .digest('hex');
      return { 'x-timestamp': timestamp, 'x-signature': signature };
    },
    forge: (body) => body.replaceAll(/"(captured_)?amount":[0-9.]+/g, '"$1amount":9999.99'),
    isTaken: (http) => http === 200,
  });
}

/** Sends a webhook of an object as it is now. */
export function report({ webhooks }: World, name: string, object: unknown): void {
  const event = {
    id: newId('evt'),
    name,
    account_id: 'acct_twin',
    created_at: stamp(new Date()),
    data: { object },
    version: '2025-06-30',
  };
  webhooks.report(name, writeJson(event));
}

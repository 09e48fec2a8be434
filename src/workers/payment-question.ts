/**
 * Asks a merchant whether money may be taken: one HTTP attempt, through the guard that
 * notifications go through. Whatever is not a clear yes in time is a no.
 */
import type { PaymentCheck } from '../dialects/contract.ts';
import type { App } from '../domain/merchant.ts';
import type { PaymentQuestion } from '../domain/payment-check.ts';
import type { Egress, EgressResult } from '../egress/contract.ts';
import type { AskMerchant, CheckCall } from '../ports/payment-check.ts';
import type { Registries } from '../ports/workers.ts';
import { liveKeys, printable } from './delivery-attempt.ts';

/** The answer is a code and a sentence. */
const REPLY_BYTES_MAX = 4096;

export interface AskDeps extends Pick<Registries, 'dialects'> {
  readonly egress: Pick<Egress, 'send'>;
  /** Wall clock in ms: which keys are live. */
  readonly nowMs: () => number;
}

export function createAskMerchant(deps: AskDeps): AskMerchant {
  return (app, question) => {
    const check = deps.dialects.get(app.dialect)?.paymentCheck;
    const url = check?.urlOf(app, question.order) ?? null;
    return check === undefined || url === null ? null : ask(deps, check, app, question, url);
  };
}

async function ask(
  { egress, nowMs }: AskDeps,
  check: PaymentCheck,
  app: App,
  question: PaymentQuestion,
  url: string,
): Promise<CheckCall> {
  const startedAt = performance.now();
  const answer = await attempt().catch((error: unknown) => {
    const detail = `not encoded: ${error instanceof Error ? error.message : String(error)}`;
    return { collect: false, reason: 'not_recorded', detail, status: null } as const;
  });
  return { ...answer, tookMs: Math.round(performance.now() - startedAt) };

  async function attempt() {
    const { method, headers, body } = await check.ask(question, app, liveKeys(app, nowMs()));
    const result = await egress.send({
      ...{ method, url, headers, body: Buffer.from(body) },
      ...{ timeoutMs: check.timeoutMs, maxResponseBytes: REPLY_BYTES_MAX },
    });
    return readResult(check, result);
  }
}

function readResult(check: PaymentCheck, result: EgressResult): Omit<CheckCall, 'tookMs'> {
  switch (result.kind) {
    case 'refused':
      return no('not_reachable', `address refused: ${result.detail}`);
    case 'not_sent':
      return no('not_reachable', result.reason);
    case 'unknown':
      return no('no_answer', result.reason);
    case 'response': {
      const { status } = result;
      const body = new TextDecoder().decode(result.body);
      const read = result.truncated ? null : check.read({ status, body });
      if (read === null) return { ...no('unreadable', printable(body)), status };
      return { ...read, reason: 'answered', detail: printable(read.detail), status };
    }
  }
}

function no(reason: CheckCall['reason'], detail: string): Omit<CheckCall, 'tookMs'> {
  return { collect: false, reason, detail, status: null };
}

/** What can come of a call beside its answer. Each says whether something may have been done. */

/** A call to make, with its fields. */
export interface Ask {
  readonly call: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Whatever comes of a call that is no answer. */
export class CausewayError extends Error {
  /** The call that was made. */
  readonly call: string;

  constructor(call: string, message: string, cause?: unknown) {
    super(`${call}: ${message}`, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.call = call;
  }
}

/** No connection came about: nothing reached the platform, and nothing was done. */
export class NotSent extends CausewayError {}

/** The platform said no: nothing was done by this request. */
export class Refused extends CausewayError {
  /** The API's own code. */
  readonly code: string;
  /** The API's own text. Compare codes, show texts. */
  readonly text: string;
  /** The member `data` of the answer, which may say which field is to blame. */
  readonly data: unknown;
  /** Too busy or too many requests: the same request may be sent again a little later. */
  readonly isBusy: boolean;
  /** For the platform's operator: the header `x-request-id`. */
  readonly requestId: string | null;

  constructor(call: string, refusal: Omit<Refused, keyof Error | 'call'>) {
    super(call, `${refusal.code} ${refusal.text}`);
    this.code = refusal.code;
    this.text = refusal.text;
    this.data = refusal.data;
    this.isBusy = refusal.isBusy;
    this.requestId = refusal.requestId;
  }
}

/** An order of this id exists: made by an earlier try whose answer was lost, or by another call. */
export class OrderExists extends Refused {
  /** How to ask about it; null where the API has no such call. */
  readonly ask: Ask | null;

  constructor(call: string, refusal: Omit<Refused, keyof Error | 'call'>, ask: Ask | null) {
    super(call, refusal);
    this.ask = ask;
  }
}

/**
 * No answer, or one that does not say what became of it. This is no failure: the order may stand
 * and may be paid. Ask about it before anything else, and never send it again with a new id.
 */
export class OutcomeUnknown extends CausewayError {
  /** How to ask about it; null where the API has no such call. */
  readonly ask: Ask | null;
  /** How often the request was sent. */
  readonly attempts: number;

  constructor(call: string, reason: string, ask: Ask | null, attempts: number, cause?: unknown) {
    super(call, reason, cause);
    this.ask = ask;
    this.attempts = attempts;
  }
}

/** Misbehaviour on order: a rule meets the next calls that it names, so many times. */
import type { FastifyReply, FastifyRequest } from 'fastify';

const KINDS = ['hang', 'late', 'drop', 'http_502', 'http_500', 'web_page', 'half'] as const;
export type FaultKind = (typeof KINDS)[number];

export interface Fault {
  /** Method and beginning of the path: `POST /api/v1/pa/refunds/create`. */
  readonly on: string;
  readonly kind: FaultKind;
  /** Before anything was done, or after it was done and before it is answered. */
  readonly when: 'before' | 'after';
  times: number;
  /** Of `late`: how long it waits before it goes on. */
  readonly delayMs: number;
}

export function isFaultKind(text: unknown): text is FaultKind {
  return KINDS.includes(text as FaultKind);
}

/** Bodies of a provider that go wrong: its own words for an error, and half of an answer. */
export interface SpoiltBodies {
  readonly error: string;
  readonly half: string;
}

export class Faults {
  readonly #rules: Fault[] = [];
  readonly #bodies: SpoiltBodies;

  constructor(bodies: SpoiltBodies) {
    this.#bodies = bodies;
  }

  add(fault: Fault): void {
    this.#rules.push(fault);
  }

  clear(): void {
    this.#rules.length = 0;
  }

  /** Misbehaves if a rule says so; else goes on, at once or late. */
  strike(
    request: FastifyRequest,
    reply: FastifyReply,
    when: Fault['when'],
    goOn: () => void,
  ): void {
    const call = `${request.method} ${request.url}`;
    const fault = this.#rules.find(
      (rule) => rule.when === when && rule.times > 0 && call.startsWith(rule.on),
    );
    if (fault === undefined) {
      goOn();
      return;
    }
    fault.times -= 1;
    if (fault.kind === 'late') {
      setTimeout(goOn, fault.delayMs).unref();
      return;
    }
    reply.hijack();
    misbehave(fault.kind, reply, this.#bodies);
  }
}

function misbehave(
  kind: Exclude<FaultKind, 'late'>,
  { raw }: FastifyReply,
  bodies: SpoiltBodies,
): void {
  const page = { 'content-type': 'text/html' };
  const json = { 'content-type': 'application/json' };
  switch (kind) {
    case 'hang':
      return;
    case 'drop':
      raw.destroy();
      return;
    case 'http_502':
      raw.writeHead(502, page).end('<h1>Bad gateway</h1>');
      return;
    case 'http_500':
      raw.writeHead(500, json).end(bodies.error);
      return;
    case 'web_page':
      raw.writeHead(200, page).end('<h1>Maintenance</h1>');
      return;
    case 'half':
      raw.writeHead(200, { ...json, 'content-length': '4096' }).write(bodies.half);
      setImmediate(() => raw.destroy());
      return;
  }
}

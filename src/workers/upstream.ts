/**
 * The shell around the pure connectors: credentials, login, one HTTP attempt, and the reading of
 * what came back. Only this file lets a connector's request out.
 */
import type {
  ChangedList,
  Connector,
  Credentials,
  DisputePage,
  Intent,
  OrderPage,
  QueryAnswer,
  UpstreamReply,
  UpstreamRequest,
} from '../connectors/contract.ts';
import type { Verdict } from '../domain/dispatch.ts';
import type { ProviderEvent } from '../domain/provider-event.ts';
import type { Egress } from '../egress/contract.ts';
import type { AccountCredentials, AccountKey, Registries } from '../ports/workers.ts';
import type { AccountGates, Permit, Place } from './account-gates.ts';
import { paceAnswerOf } from './pace-answer.ts';
import { Sessions } from './sessions.ts';

/** Longest reply that is read (promise P12). */
const REPLY_BYTES_MAX = 256 * 1024;
/** A lease outlives its attempt by this: time to build the request and to commit the verdict. */
const LEASE_MARGIN_MS = 10_000;
/** A request that has not begun this long before the end of its lease is not begun at all. */
const SEND_MARGIN_MS = 2_000;

/** For so long what is known of an order is good enough to send it. */
const FRESH_FOR_MS = 100;

/** Verdicts that are no answer: not reached, not let in, no word, or one that is not known. */
const TROUBLE: ReadonlySet<Verdict['kind']> = new Set(['not_executed', 'doubt', 'unclear']);

export interface UpstreamDeps extends Pick<Registries, 'connectors'> {
  readonly accounts: AccountCredentials;
  readonly egress: Pick<Egress, 'send'>;
  readonly gates: AccountGates;
  /** Wall clock in ms: stamps requests, ends logins. */
  readonly nowMs: () => number;
  /** What a create came to, as far as the account's health goes. */
  readonly recordOutcome: (account: AccountKey, isTrouble: boolean) => void;
}

interface Line {
  readonly connector: Connector;
  readonly credentials: Credentials;
}

/** An account, and the version of its credentials that is meant; null or none: the newest. */
type Sender = AccountKey & { readonly version?: number | null };

/** The answer to a query; `letIn`: the provider knew the credentials. */
interface Asked {
  readonly answer: QueryAnswer;
  readonly letIn: boolean;
}

/** What is asked of an account as a whole, and not of an order that was sent. */
interface AccountQuestion<Answer> {
  build(credentials: Credentials, nowMs: number, token: string | null): UpstreamRequest;
  /** Null: no answer that counts. */
  read(reply: UpstreamReply, credentials: Credentials): Answer | null;
}

/** How a create comes to its permit. */
interface Acquiring {
  /** The one that its row was taken up with; null: it waits among all. */
  readonly place?: Pick<Place, 'acquire'> | null;
  /** Why it is not wanted any more; null: it is. */
  readonly endedMeanwhile?: () => Promise<string | null>;
}

type Token = { token: string | null } | { error: string };

export class Upstream {
  readonly #deps: UpstreamDeps;
  /** All that is let out goes through them. */
  readonly gates: AccountGates;
  readonly #sessions = new Map<string, Sessions>();

  constructor(deps: UpstreamDeps) {
    this.#deps = deps;
    this.gates = deps.gates;
  }

  connector(name: string): Connector | null {
    return this.#deps.connectors.get(name) ?? null;
  }

  /** How long a row is leased for one send or one query; with a login both may take three calls. */
  leaseMs(connector: Connector): number {
    return connector.timeoutMs * (connector.session === null ? 1 : 3) + LEASE_MARGIN_MS;
  }

  /**
   * Sends a create, once, if that can begin in time before `leaseEndsAtMs` (of
   * `performance.now()`). A worker that was stopped in between finds its time gone and sends
   * nothing. A refused token is replaced, and the create sent again, only on proof that it was
   * not executed. Whoever had to wait for a permit looks whether the order is still wanted.
   */
  async create(
    key: Sender,
    intent: Intent,
    leaseEndsAtMs: number,
    { place = null, endedMeanwhile = async () => null }: Acquiring = {},
  ): Promise<Verdict> {
    const [line] = this.#lines(key);
    if (line === undefined) {
      return this.#record(key, notExecuted('the connector account is not configured'));
    }
    const { connector, credentials } = line;
    const sendBeforeMs = leaseEndsAtMs - connector.timeoutMs - SEND_MARGIN_MS;
    for (let isFirst = true; ; isFirst = false) {
      const token = await this.#token(line);
      if ('error' in token) return this.#record(key, notExecuted(token.error));
      const leftMs = () => sendBeforeMs - performance.now();
      const permit =
        isFirst && place !== null
          ? await place.acquire(leftMs())
          : await this.gates.acquire(key, leftMs());
      if (permit === null) return notExecuted('the account had no capacity in time');
      const request = await requestFor(async () => {
        const ended = permit.waitedMs > FRESH_FOR_MS ? await endedMeanwhile() : null;
        if (ended !== null) return ended;
        const built = connector.build(intent, credentials, this.#deps.nowMs(), token.token);
        return leftMs() < 0 ? 'the lease ended before sending' : built;
      });
      if (typeof request === 'string') {
        permit.release(null);
        return notExecuted(request);
      }
      const { reply, answer } = await this.#attemptIn(permit, request, connector.timeoutMs);
      const isPaced = answer?.kind === 'refused' && !this.gates.isAtFloor(key);
      const verdict = readSafely(
        () => connector.read(intent, reply, credentials),
        (reason): Verdict => ({ kind: 'doubt', reason }),
      );
      const mayRepeat = isFirst && verdict.kind === 'not_executed';
      if (!(await this.#tokenRefused(line, token.token, reply)) || !mayRepeat) {
        return isPaced ? verdict : this.#record(key, verdict);
      }
    }
  }

  /**
   * A clean answer is none, also when it is a refusal: the payer's fault is not the provider's.
   * Queries are not counted: they would go on well while creates fail, and hide it. Nor is "too
   * many requests" while fewer can be made.
   */
  #record(key: AccountKey, verdict: Verdict): Verdict {
    this.#deps.recordOutcome(key, TROUBLE.has(verdict.kind));
    return verdict;
  }

  /**
   * Asks what became of a dispatch. Asking moves nothing, so it may be repeated freely: first with
   * the credentials that the dispatch was sent with, and where the provider does not let those in
   * any more, with the others of the account, the newest first.
   */
  async ask(sender: Sender, intent: Intent): Promise<QueryAnswer> {
    const lines = this.#lines(sender);
    const byId = lines[0]?.connector.capabilities.foundByIdAlone ?? [];
    if (byId.includes(intent.operation) && intent.order.upstreamId === null) {
      return { kind: 'unasked', reason: "the provider's id of it is not known" };
    }
    let answer = doubtful('the connector account is not configured').answer;
    for (const line of lines) {
      const asked = await this.#askAs(line, intent);
      if (asked.letIn) return asked.answer;
      answer = asked.answer;
    }
    return answer;
  }

  async #askAs(line: Line, intent: Intent): Promise<Asked> {
    const { connector, credentials } = line;
    for (let isFirst = true; ; isFirst = false) {
      const token = await this.#token(line);
      if ('error' in token) return { ...doubtful(token.error), letIn: false };
      let request: UpstreamRequest;
      try {
        request = connector.buildQuery(intent, credentials, this.#deps.nowMs(), token.token);
      } catch (error) {
        return doubtful(`the query could not be built: ${(error as Error).message}`);
      }
      const reply = await this.#question(line, request);
      const refused = await this.#tokenRefused(line, token.token, reply);
      if (refused && isFirst) continue;
      const answer = readSafely(
        () => connector.readQuery(intent, reply, credentials),
        (reason) => doubtful(reason).answer,
      );
      const letIn = answer.kind !== 'doubt' || !isNotLetIn(reply);
      return { answer, letIn };
    }
  }

  /** Asks how a dispute stands; null: the provider cannot be asked, or gave no answer. */
  async askDispute(account: AccountKey, ref: string): Promise<ProviderEvent | null> {
    return await this.#firstAnswer(account, ({ disputes }) =>
      disputes === undefined
        ? undefined
        : {
            build: (...as) => disputes.build(ref, ...as),
            read: (...answered) => disputes.read(ref, ...answered),
          },
    );
  }

  /** A page of the disputes that changed since; null: no list, or no answer that counts. */
  async listDisputes(
    account: AccountKey,
    fromMs: number,
    page: string | null,
  ): Promise<DisputePage | null> {
    return await this.#page(account, ({ disputes }) => disputes?.list, fromMs, page);
  }

  /** A page of the orders that were made or changed since; null: as above. */
  async listOrders(
    account: AccountKey,
    fromMs: number,
    page: string | null,
  ): Promise<OrderPage | null> {
    return await this.#page(account, ({ orders }) => orders, fromMs, page);
  }

  #page<Page>(
    account: AccountKey,
    listOf: (connector: Connector) => ChangedList<Page> | undefined,
    fromMs: number,
    page: string | null,
  ): Promise<Page | null> {
    return this.#firstAnswer(account, (connector) => {
      const list = listOf(connector);
      if (list === undefined) return undefined;
      return {
        build: (...as) => list.build(fromMs, page, ...as),
        read: (...answered) => list.read(...answered),
      };
    });
  }

  /** Asks with each of the account's credentials, the newest first, until an answer counts. */
  async #firstAnswer<Answer>(
    account: AccountKey,
    questionOf: (connector: Connector) => AccountQuestion<Answer> | undefined,
  ): Promise<Answer | null> {
    for (const line of this.#lines(account)) {
      const { connector, credentials } = line;
      const question = questionOf(connector);
      const token = question === undefined ? { error: '' } : await this.#token(line);
      if (question === undefined || 'error' in token) continue;
      const request = question.build(credentials, this.#deps.nowMs(), token.token);
      const reply = await this.#question(line, request);
      await this.#tokenRefused(line, token.token, reply);
      const answer = question.read(reply, credentials);
      if (answer !== null) return answer;
    }
    return null;
  }

  /** The newest version of an account's credentials: what is sent now is sent with it. */
  newestVersion({ connector, account }: AccountKey): number | null {
    return this.#deps.accounts.credentials(connector, account)[0]?.version ?? null;
  }

  /** All live versions of an account: the sender's own first, then the newest. */
  #lines({ connector: name, account, version }: Sender): readonly Line[] {
    const connector = this.#deps.connectors.get(name);
    if (connector === undefined) return [];
    const all = this.#deps.accounts.credentials(name, account);
    const own = all.filter((one) => one.version === version);
    const others = all.filter((one) => one.version !== version);
    return [...own, ...others].map((credentials) => ({ connector, credentials }));
  }

  async #token({ connector, credentials }: Line): Promise<Token> {
    const { name, session } = connector;
    if (session === null) return { token: null };
    return await this.#sessionsOf(connector).token(name, session, credentials);
  }

  async #tokenRefused(
    { connector, credentials }: Line,
    token: string | null,
    reply: UpstreamReply,
  ): Promise<boolean> {
    if (token === null || reply.kind !== 'response' || reply.status !== 401) return false;
    await this.#sessionsOf(connector).refused(connector.name, credentials, token);
    return true;
  }

  #sessionsOf(connector: Connector): Sessions {
    const kept = this.#sessions.get(connector.name);
    if (kept !== undefined) return kept;
    const send = (request: UpstreamRequest, credentials: Credentials) =>
      this.#question({ connector, credentials }, request);
    const sessions = new Sessions(send, this.#deps.nowMs);
    this.#sessions.set(connector.name, sessions);
    return sessions;
  }

  /**
   * A query or a login: it counts for its account, and what goes wrong with it says as much. How
   * long it takes does not: a create is another matter.
   */
  async #question(
    { connector: { name, timeoutMs }, credentials: { account } }: Line,
    request: UpstreamRequest,
  ): Promise<UpstreamReply> {
    const permit = await this.gates.acquire({ connector: name, account }, timeoutMs);
    if (permit === null) return { kind: 'not_sent', reason: 'the account had no capacity in time' };
    return (await this.#attemptIn(permit, request, timeoutMs, 'question')).reply;
  }

  /** The one attempt that a permit is held for; it is released whatever comes of it. */
  async #attemptIn(permit: Permit, request: UpstreamRequest, timeoutMs: number, of?: 'question') {
    let answer: ReturnType<typeof paceAnswerOf> = null;
    try {
      const reply = await this.#exchange(request, timeoutMs);
      answer = paceAnswerOf(reply, this.#deps.nowMs());
      return { reply, answer };
    } finally {
      permit.release(of === 'question' && answer?.kind === 'good' ? null : answer);
    }
  }

  async #exchange(request: UpstreamRequest, timeoutMs: number): Promise<UpstreamReply> {
    const { method, url, headers, body } = request;
    const result = await this.#deps.egress.send({
      method,
      url,
      headers,
      body: body === null ? null : Buffer.from(body),
      timeoutMs,
      maxResponseBytes: REPLY_BYTES_MAX,
    });
    if (result.kind !== 'refused') return result;
    return { kind: 'not_sent', reason: `address refused: ${result.detail}` };
  }
}

function doubtful(reason: string): Asked {
  return { answer: { kind: 'doubt', reason }, letIn: true };
}

function isNotLetIn(reply: UpstreamReply): boolean {
  return reply.kind === 'response' && (reply.status === 401 || reply.status === 403);
}

function notExecuted(reason: string): Verdict {
  return { kind: 'not_executed', reason };
}

/** The request, or why there is none; what cannot be found out is a reason as well. */
async function requestFor(
  prepare: () => Promise<UpstreamRequest | string>,
): Promise<UpstreamRequest | string> {
  try {
    return await prepare();
  } catch (error) {
    return `the request could not be prepared: ${(error as Error).message}`;
  }
}

/** A reply that makes its reader fail proves nothing. */
function readSafely<A>(read: () => A, doubt: (reason: string) => A): A {
  try {
    return read();
  } catch (error) {
    return doubt(`the reply could not be read: ${(error as Error).message}`);
  }
}

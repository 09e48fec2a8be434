/** Login tokens of connectors that need one: one login at a time, kept until it is nearly over. */
import type {
  Credentials,
  Session,
  UpstreamReply,
  UpstreamRequest,
} from '../connectors/contract.ts';

/** A token is not used in its last minute: the clocks may differ. */
const MARGIN_MS = 60_000;

type Answer = ReturnType<Session['read']>;
type Send = (request: UpstreamRequest, of: Credentials) => Promise<UpstreamReply>;

export class Sessions {
  readonly #send: Send;
  readonly #nowMs: () => number;
  readonly #kept = new Map<string, Promise<Answer>>();

  constructor(send: Send, nowMs: () => number) {
    this.#send = send;
    this.#nowMs = nowMs;
  }

  /** The account's token, by a login if there is none that is good; or why there is none. */
  async token(
    connector: string,
    session: Session,
    credentials: Credentials,
  ): Promise<{ token: string } | { error: string }> {
    const key = `${connector} ${credentials.account} ${credentials.version}`;
    for (;;) {
      const kept = this.#kept.get(key);
      if (kept === undefined) break;
      const answer = await kept;
      if ('error' in answer || answer.expiresAtMs - MARGIN_MS > this.#nowMs()) return answer;
      // The first to find it old logs in; the others find the new login here.
      if (this.#kept.get(key) === kept) break;
    }
    const login = this.#login(session, credentials).then((answer) => {
      if ('error' in answer) this.#kept.delete(key);
      return answer;
    });
    this.#kept.set(key, login);
    return await login;
  }

  /** Upstream refused this token: the next one asked for is a new one. */
  async refused(connector: string, credentials: Credentials, token: string): Promise<void> {
    const key = `${connector} ${credentials.account} ${credentials.version}`;
    const kept = await this.#kept.get(key);
    if (kept !== undefined && 'token' in kept && kept.token === token) this.#kept.delete(key);
  }

  async #login(session: Session, credentials: Credentials): Promise<Answer> {
    try {
      const reply = await this.#send(session.build(credentials, this.#nowMs()), credentials);
      return session.read(reply, this.#nowMs());
    } catch (error) {
      return { error: `login failed: ${(error as Error).message}` };
    }
  }
}

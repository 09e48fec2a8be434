import { type buildConnector, Pool } from 'undici';

export type PoolLimits = {
  /** Origins kept warm; the least recently used one beyond is closed once idle. */
  readonly maxOrigins: number;
  readonly connectionsPerOrigin: number;
  /** An unused connection is closed after this time. */
  readonly idleMs: number;
};

/** One origin's connections, and how many requests wait for them or run on them. */
export type OriginPool = { readonly pool: Pool; pending: number };

const MAX_REPLY_HEADER_BYTES = 16 * 1024;

/**
 * Keep-alive pools by origin, bounded: thousands of endpoints must not leave thousands of sockets.
 */
export class OriginPools {
  readonly #connect: buildConnector.connector;
  readonly #limits: PoolLimits;
  // A Map remembers the order of insertion, so its first key is the least recently used.
  readonly #pools = new Map<string, OriginPool>();
  readonly #closing = new Set<Promise<void>>();

  constructor(connect: buildConnector.connector, limits: PoolLimits) {
    this.#connect = connect;
    this.#limits = limits;
  }

  /** The pool of `origin` (scheme, host and port). */
  get(origin: string): OriginPool {
    const entry = this.#pools.get(origin) ?? { pool: this.#create(origin), pending: 0 };
    this.#pools.delete(origin);
    this.#pools.set(origin, entry);
    if (this.#pools.size > this.#limits.maxOrigins) this.#evictOldest();
    return entry;
  }

  /** Lets requests under way finish, then closes every socket, also of pools evicted before. */
  async close(): Promise<void> {
    for (const origin of [...this.#pools.keys()]) this.#retire(origin);
    await Promise.all(this.#closing);
  }

  #create(origin: string): Pool {
    return new Pool(origin, {
      connect: this.#connect,
      connections: this.#limits.connectionsPerOrigin,
      // One request on the wire per connection: a lost connection loses one answer, no more.
      pipelining: 1,
      allowH2: false,
      keepAliveTimeout: this.#limits.idleMs,
      keepAliveMaxTimeout: this.#limits.idleMs,
      maxHeaderSize: MAX_REPLY_HEADER_BYTES,
      // Off: each attempt carries one deadline over everything (see attempt.ts).
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  #evictOldest(): void {
    const oldest = this.#pools.keys().next();
    if (!oldest.done) this.#retire(oldest.value);
  }

  #retire(origin: string): void {
    const entry = this.#pools.get(origin);
    if (entry === undefined) return;
    this.#pools.delete(origin);
    const closed = entry.pool.close().finally(() => this.#closing.delete(closed));
    this.#closing.add(closed);
  }
}

/** One API process without HTTP: commands come over IPC, all of a message at once. */
import { handle } from '../../../src/app/handle.ts';
import type { Merchant } from '../../../src/domain/merchant.ts';
import type { MerchantRequest, Outcome } from '../../../src/domain/request.ts';
import type { Lanes } from '../../../src/ports/core.ts';
import { type Connection, createPool } from '../../../src/store/database/pool.ts';
import { createReader } from '../../../src/store/read/reader.ts';
import { createLanes } from '../../../src/store/write/lanes.ts';
import { SHARDS } from '../../support/lanes.ts';
import { CALLER_IP, shopOf } from '../../support/shop.ts';
import { naiveLanes } from './naive-lanes.ts';

/** What a writer is started with. */
export interface WriterSetup {
  readonly connection: Connection;
  readonly merchants: readonly Merchant[];
  /** The node number inside the ids that it makes. */
  readonly node: number;
  /** `naive` is the sabotage: it reads, decides, and writes what it decided. */
  readonly lanes: 'real' | 'naive';
}

export interface Call {
  readonly merchantId: bigint;
  readonly request: MerchantRequest;
}

export type ToWriter = { readonly setup: WriterSetup } | { readonly calls: readonly Call[] };
export type FromWriter = { readonly ready: true } | { readonly outcomes: readonly Outcome[] };

type Ask = (call: Call) => Promise<Outcome>;

let ask: Ask = async () => {
  throw new Error('the writer has not been set up');
};

process.on('message', (message: ToWriter) => {
  if ('setup' in message) {
    ask = open(message.setup);
    report({ ready: true });
    return;
  }
  void Promise.all(message.calls.map((call) => ask(call))).then((outcomes) => report({ outcomes }));
});
process.on('disconnect', () => process.exit());

function report(message: FromWriter): void {
  process.send?.(message);
}

function open({ connection, merchants, node, lanes: kind }: WriterSetup): Ask {
  const pool = createPool(connection, `writer ${node}`, 8);
  const reader = createReader(pool, SHARDS);
  const lanes: Lanes =
    kind === 'naive'
      ? naiveLanes(pool, reader, SHARDS)
      : createLanes(connection, SHARDS, {
          committed: () => undefined,
          trouble: () => undefined,
          grown: () => undefined,
        });
  const deps = shopOf({ lanes, reader, merchants, nowMs: Date.now, node });
  return ({ merchantId, request }) => handle(deps, { appId: merchantId, ip: CALLER_IP }, request);
}

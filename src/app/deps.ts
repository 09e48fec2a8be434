/** What every use case is given; wired once in `main.ts`. */
import type { Clock, DispatchNow, Ids, Lanes, PayLinks, Reader, SnapshotSource } from './ports.ts';

export interface Deps {
  readonly lanes: Lanes;
  readonly reader: Reader;
  readonly snapshot: SnapshotSource;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly payLinks: PayLinks;
  readonly dispatchNow: DispatchNow;
  /** Our own public address, without a trailing slash. */
  readonly publicUrl: string;
}

/** Who is asking: a verified app, and from where. */
export interface Caller {
  readonly appId: bigint;
  readonly ip: string;
}

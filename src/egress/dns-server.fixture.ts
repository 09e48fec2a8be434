import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** Record data by type and name; a CNAME is followed within the zone, as a real server does. */
export type DnsZone = {
  readonly A?: Readonly<Record<string, readonly string[]>>;
  readonly AAAA?: Readonly<Record<string, readonly string[]>>;
  readonly CNAME?: Readonly<Record<string, string>>;
};

const TYPE_A = 1;
const TYPE_CNAME = 5;
const TYPE_AAAA = 28;
const NXDOMAIN = 3;

function encodeName(name: string): Buffer {
  const labels = name.split('.').flatMap((label) => [Buffer.of(label.length), Buffer.from(label)]);
  return Buffer.concat([...labels, Buffer.of(0)]);
}

function encodeRecord(name: string, type: number, data: Buffer): Buffer {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(type, 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([encodeName(name), fixed, data]);
}

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  while (query[at] !== 0) {
    const length = query[at]!;
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function encodeIpv6(address: string): Buffer {
  const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [head = [], tail = []] = groups.map((part) => (part === '' ? [] : part.split(':')));
  const middle = Array<string>(8 - head.length - tail.length).fill('0');
  const hex = [...head, ...middle, ...tail].map((group) => group.padStart(4, '0')).join('');
  return Buffer.from(hex, 'hex');
}

function answer(query: Buffer, zone: DnsZone): Buffer {
  const { name, type, end } = readQuestion(query);
  const records: Buffer[] = [];
  let owner = name;
  for (let next = zone.CNAME?.[owner]; next !== undefined; next = zone.CNAME?.[owner]) {
    records.push(encodeRecord(owner, TYPE_CNAME, encodeName(next)));
    owner = next;
  }
  const a = zone.A?.[owner] ?? [];
  const aaaa = zone.AAAA?.[owner] ?? [];
  if (type === TYPE_A) {
    const data = a.map((address) => Buffer.from(address.split('.').map((part) => Number(part))));
    records.push(...data.map((bytes) => encodeRecord(owner, TYPE_A, bytes)));
  }
  if (type === TYPE_AAAA) {
    records.push(...aaaa.map((address) => encodeRecord(owner, TYPE_AAAA, encodeIpv6(address))));
  }
  const header = Buffer.from(query.subarray(0, 12));
  const known = a.length + aaaa.length > 0;
  header.writeUInt16BE(0x8180 | (known ? 0 : NXDOMAIN), 2);
  header.writeUInt16BE(records.length, 6);
  header.fill(0, 8);
  return Buffer.concat([header, query.subarray(12, end), ...records]);
}

/** A name server on a loopback UDP port; `address` goes into `createDnsResolver`. */
export async function serveDns(zone: DnsZone): Promise<AsyncDisposable & { address: string }> {
  const socket = createSocket('udp4');
  socket.on('message', (query, peer) => {
    socket.send(answer(query, zone), peer.port, peer.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    async [Symbol.asyncDispose]() {
      socket.close();
      await once(socket, 'close');
    },
  };
}

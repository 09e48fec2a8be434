/** The merchants' own servers: they keep a book of what they were sent and how they answered. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ACKNOWLEDGEMENT } from '../../src/dialects/collect/client.ts';
import { Journal } from './journal.ts';
import { Random } from './random.ts';

/** `cut`: taken to heart, but the answer never arrives. */
export type Manner = 'success' | 'error' | 'silent' | 'cut';

export interface Receipt {
  readonly merchant: number;
  /** `<order id>_<number of the notification>`. */
  readonly id: string;
  readonly body: string;
  /** The dialect's own header, where it has one. */
  readonly sign: string;
  readonly manner: Manner;
}

export interface Sinks {
  /** Where a merchant is notified; the dead one's address never takes anything. */
  url(merchant: number, dead: boolean): string;
  receipts(): readonly Receipt[];
  /** From now on every notification is taken. */
  behave(): void;
  close(): Promise<void>;
}

/** Slower than the product waits. */
const SILENCE_MS = 15_000;

/** Opens a good and a dead endpoint on free ports of this machine. */
export async function openSinks(folder: string, seed: number): Promise<Sinks> {
  const journal = new Journal<Receipt>(join(folder, 'sinks.jsonl'));
  const random = new Random(seed, 'sinks');
  let behaved = false;
  const choose = (): Manner => {
    if (behaved || random.chance(0.85)) return 'success';
    return random.pick<Manner>(['error', 'cut', 'error', 'cut', 'silent']);
  };
  const open = (manner: () => Manner) =>
    listening(createServer((request, response) => void take(request, response, manner, journal)));
  const good = await open(choose);
  const dead = await open(() => 'error');
  const origin = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: (merchant, isDead) => `${origin(isDead ? dead : good)}/${merchant}`,
    receipts: () => journal.read(),
    behave: () => {
      behaved = true;
    },
    close: async () => {
      for (const server of [good, dead]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
      journal.close();
    },
  };
}

async function take(
  request: IncomingMessage,
  response: ServerResponse,
  choose: () => Manner,
  journal: Journal<Receipt>,
): Promise<void> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    return; // The sender was killed in the middle: nothing was delivered.
  }
  const merchant = Number((request.url ?? '').slice(1));
  const id = `${request.headers['webhook-id']}`;
  const sign = `${request.headers.sign ?? ''}`;
  const manner = choose();
  journal.write({ merchant, id, sign, body: Buffer.concat(chunks).toString('latin1'), manner });
  answer(response, manner);
}

function answer(response: ServerResponse, manner: Manner): void {
  switch (manner) {
    case 'success':
      response.end(ACKNOWLEDGEMENT);
      return;
    case 'error':
      response.writeHead(500).end('not now');
      return;
    case 'cut':
      response.destroy();
      return;
    case 'silent':
      setTimeout(() => response.destroy(), SILENCE_MS).unref();
  }
}

async function listening(server: Server): Promise<Server> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

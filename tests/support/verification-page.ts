/** The page of a verification on a bare server, over a shop in memory. */
import Fastify, { type FastifyInstance } from 'fastify';
import { verifyingOf } from '../../src/app/verify.ts';
import { registerCashier } from '../../src/cashier/routes.ts';
import type { Channel } from '../../src/domain/channel.ts';
import type { Order } from '../../src/domain/order.ts';
import type { CreateVerification } from '../../src/domain/request.ts';
import { openShop, orderIn, type Shop } from './memory-shop.ts';
import { GROUP_LINKS, merchantOf, PAYIN_CHANNEL } from './shop.ts';

export const TOKEN = 'dmVyaWZ5';

const CHANNEL: Channel = {
  ...PAYIN_CHANNEL,
  ...{ code: 'EKYC', kind: 'verification', method: 'id_face' },
};

export interface VerificationPage {
  readonly server: FastifyInstance;
  readonly shop: Shop;
  /** As it is now. */
  order(): Order;
}

/** `document`: named by the merchant; null: the payer chooses. */
export async function verificationPage(
  document: string | null,
  merchantName = 'Kopi Kita',
): Promise<VerificationPage> {
  const merchants = [merchantOf(5, { name: merchantName })];
  const shop = openShop({ channels: [CHANNEL], merchants });
  const request: CreateVerification = {
    ...{ kind: 'create_verification', channel: CHANNEL, document, scope: 'ekyc' },
    ...{ merchantRef: 'KYC-2026-01', digest: 'd1', amountMinor: 0n, metadata: {}, notifyUrl: null },
    ...{ returnUrl: 'https://shop.example.com/back', onRepeat: 'refuse', wait: 'none', fields: {} },
  };
  const made = orderIn(await shop.ask(request));
  const { deps } = shop;
  const server = Fastify({ logger: false, forceCloseConnections: true });
  await registerCashier(server, {
    ...deps,
    payLinks: { ...deps.payLinks, read: (token) => (token === TOKEN ? made.id : null) },
    groupLinks: GROUP_LINKS,
    groupOf: async () => [],
    checkout: { choicesOf: () => [], choose: async () => ({ ok: true }) },
    verifying: verifyingOf(deps),
  });
  return { server, shop, order: () => shop.order(made) };
}

/** The cashier: the payer picks a way to pay, and types cards here and nowhere else. */
import { readFileSync } from 'node:fs';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { bodyOf } from '../shared/admin.ts';
import { decide, type TypedCard, traceOf } from './cards.ts';
import { countryCodes, countryOf } from './methods.ts';
import { convert, printMoney, writeJson } from './money.ts';
import { type Body, invalid, objectIn, optionalText, Refusal, textIn } from './refusal.ts';
import { close, pay, paymentBy, tradeByToken } from './trades.ts';
import type { Trade, World } from './world.ts';

const FOLDER = new URL('./assets/', import.meta.url);
const ASSETS: Readonly<Record<string, string>> = {
  'cashier.js': 'text/javascript',
  'cashier.css': 'text/css',
};
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
};

export function pageRoutes(app: FastifyInstance, world: World): void {
  for (const [name, type] of Object.entries(ASSETS)) {
    const text = readFileSync(new URL(name, FOLDER), 'utf8');
    app.get(`/assets/${name}`, (_request, reply) => reply.type(type).send(text));
  }
  const html = readFileSync(new URL('cashier.html', FOLDER), 'utf8');

  // `/index.html#/cashier/home?…`: the script reads what stands behind `#`.
  app.get('/index.html', (_request, reply) => reply.headers(HEADERS).type('text/html').send(html));

  app.get('/cashier/trade', (request, reply) => {
    const query = request.query as Body;
    show(reply, tradeOf(world, query), countryIn(query));
  });

  step('/cashier/pay', (trade, body) => payBy(world, trade, body));
  step('/cashier/result', (trade, body) => chooseResult(world, trade, textIn(body, 'choice', 16)));
  // The payer presses "Close": only now is a failure reported.
  step('/cashier/close', (trade) => {
    if (trade.hasFailed) close(world, trade);
  });

  function step(path: string, work: (trade: Trade, body: Body) => void): void {
    app.post(path, (request: FastifyRequest, reply: FastifyReply) => {
      const body = bodyOf(request);
      const trade = tradeOf(world, body);
      if (trade.status !== 'PENDING') throw new Refusal('ORDER_CLOSED', 'The order is closed.');
      work(trade, body);
      show(reply, trade, countryIn(body));
    });
  }
}

/** The trade of a page, which knows its token. */
function tradeOf(world: World, facts: Body): Trade {
  const trade = tradeByToken(world, textIn(facts, 'tradeToken', 64));
  if (textIn(facts, 'token', 64) !== trade.token) {
    throw new Refusal('SIGN_VERIFY_FAILED', 'The token does not fit the order.');
  }
  return trade;
}

function countryIn(facts: Body): string | null {
  return optionalText(facts, 'country', 2);
}

/** A refused card leaves the trade open for the next one. */
function payBy(world: World, trade: Trade, body: Body): void {
  const type = textIn(body, 'paymentMethodType', 16);
  const org = optionalText(body, 'targetOrg', 16) ?? '';
  const country = countryIn(body) ?? trade.country;
  const payment = paymentBy(trade, country, type, org);
  trade.hasFailed = false;
  if (type !== 'CARD') {
    trade.underWay = payment;
    return;
  }
  const card = cardIn(objectIn(body, 'card'));
  const outcome = decide(card, trade.subject, trade.amount);
  if (outcome.kind === 'refused') throw new Refusal(outcome.code, outcome.msg);
  const byCard = { ...payment, card: traceOf(card.number) };
  if (outcome.kind === 'paid') pay(world, trade, byCard);
  else trade.underWay = byCard;
  trade.isWaiting = outcome.kind === 'pending';
}

function cardIn(body: Body): TypedCard {
  return {
    number: textIn(body, 'number', 32).replaceAll(/[\s-]/g, ''),
    expiry: textIn(body, 'expiry', 8).replaceAll(/\s/g, ''),
    cvv: textIn(body, 'cvv', 4),
    holder: textIn(body, 'holder', 128),
  };
}

/** What the payer picks on the page of a wallet or bank, or on the card's challenge. */
function chooseResult(world: World, trade: Trade, choice: string): void {
  const { underWay } = trade;
  if (underWay === null) throw new Refusal('PARAMS_INVALID', 'Nothing is under way.');
  switch (choice) {
    case 'successful':
      pay(world, trade, underWay);
      return;
    case 'failed':
      trade.underWay = null;
      // A card that is not authenticated is only a refused card.
      trade.hasFailed = underWay.card === null;
      return;
    case 'pending':
      trade.isWaiting = true;
      return;
    default:
      throw invalid('choice', 'an unknown word');
  }
}

function stageOf(trade: Trade): string {
  if (trade.status === 'SUCCESS') return 'paid';
  if (trade.status !== 'PENDING') return 'closed';
  if (trade.isWaiting) return 'waiting';
  if (trade.underWay !== null) return trade.underWay.card === null ? 'result' : 'challenge';
  return trade.hasFailed ? 'failed' : 'choose';
}

function show(reply: FastifyReply, trade: Trade, asked: string | null): void {
  const code = asked !== null && countryOf(asked) !== null ? asked : trade.country;
  const country = countryOf(code);
  const local = convert(trade.amount, country?.currency ?? trade.amount.currency).amount;
  const methods = (country?.methods ?? []).filter(
    ({ paymentMethodType, targetOrg }) =>
      trade.chosen === null ||
      (trade.chosen.type === paymentMethodType && (trade.chosen.org ?? targetOrg) === targetOrg),
  );
  const text = (money: typeof local) => `${money.currency} ${printMoney(money)}`;
  reply.headers(HEADERS).send(
    writeJson({
      stage: stageOf(trade),
      subject: trade.subject,
      shown: text(trade.amount),
      local: text(local),
      country: code,
      countries: countryCodes(),
      methods,
      backUrl: backUrlOf(trade),
    }),
  );
}

/** The merchant's page; what is added says nothing that could be relied on. */
function backUrlOf({ frontCallbackUrl, outTradeNo, tradeToken, status }: Trade): string {
  const url = new URL(frontCallbackUrl);
  url.searchParams.append('outTradeNo', outTradeNo);
  url.searchParams.append('tradeToken', tradeToken);
  url.searchParams.append('status', status);
  return url.toString();
}

/** `/api/v1/transfers`, `/api/v1/balances` and the sandbox's `/api/v1/simulation`. */
import type { FastifyInstance } from 'fastify';
import { bodyOf } from '../shared/admin.ts';
import type { Money } from '../shared/money.ts';
import { checkToken, claimRequestId } from './auth.ts';
import { parseMoney } from './money.ts';
import { type Body, idOf, send, within } from './payment-routes.ts';
import { currencyIn, objectIn, optionalText, Refusal, textIn } from './refusal.ts';
import { pageOf, transferView } from './views.ts';
import { report } from './webhooks.ts';
import { balanceOf, move, type Transfer, type World } from './world.ts';

const TRANSFERS = '/api/v1/transfers';
export const SIMULATION = '/api/v1/simulation';
const ID_MAX = 64;

function invalidTransfer(source: string): Refusal {
  const errors = [{ source, code: 'field_required' }];
  return new Refusal(400, 'validation_failed', `${source} is wrong or missing`, { errors });
}

/** What is required of a transfer to a bank account (upstream notes, section 6). */
function checkTransfer(body: Body): void {
  for (const name of ['reason', 'reference', 'source_currency', 'transfer_method']) {
    if (optionalText(body, name, 140) === null) throw invalidTransfer(name);
  }
  const beneficiary = objectIn(body, 'beneficiary');
  const isCompany = textIn(beneficiary, 'entity_type', 16) === 'COMPANY';
  for (const name of isCompany ? ['company_name'] : ['first_name', 'last_name']) {
    if (optionalText(beneficiary, name, 200) === null) throw invalidTransfer(name);
  }
  const bank = objectIn(beneficiary, 'bank_details');
  for (const name of ['account_currency', 'account_name', 'bank_country_code']) {
    if (optionalText(bank, name, 200) === null) throw invalidTransfer(name);
  }
  if (bank.account_number === undefined && bank.iban === undefined) {
    throw invalidTransfer('account_number');
  }
}

/** The amount of a transfer of which all is there that must be. */
function transferredIn(body: Body): Money {
  const currency = currencyIn(body, 'transfer_currency');
  const amount = parseMoney(optionalText(body, 'transfer_amount', 32) ?? '', currency);
  if (amount === null || amount.minor <= 0n) throw invalidTransfer('transfer_amount');
  checkTransfer(body);
  return amount;
}

/** States of a transfer that has not left yet. */
const CANCELLABLE: readonly string[] = ['IN_APPROVAL', 'SCHEDULED', 'OVERDUE'];

export function transferChangeRoutes(app: FastifyInstance, world: World): void {
  /** The checks of a create, and nothing else. */
  app.post(`${TRANSFERS}/validate`, (request, reply) => {
    checkToken(request, world);
    const body = bodyOf(request);
    transferredIn(body);
    send(reply, 200, body);
  });

  app.post(`${TRANSFERS}/:id/cancel`, (request, reply) => {
    checkToken(request, world);
    const transfer = transferById(world, idOf(request));
    if (!CANCELLABLE.includes(transfer.status)) {
      const message = `The transfer status ${transfer.status} is invalid for operation cancel.`;
      throw new Refusal(400, 'invalid_status_for_operation', message);
    }
    turn(world, transfer, 'CANCELLED', null);
    send(reply, 200, transferView(transfer));
  });
}

export function transferRoutes(app: FastifyInstance, world: World): void {
  app.post(`${TRANSFERS}/create`, (request, reply) => {
    checkToken(request, world);
    const body = bodyOf(request);
    const requestId = textIn(body, 'request_id', ID_MAX);
    const amount = transferredIn(body);
    const { currency } = amount;
    if (amount.minor > balanceOf(world, currency)) {
      throw new Refusal(400, 'insufficient_fund', 'The wallet does not hold enough');
    }
    claimRequestId(world, 'transfers', requestId);
    const { reason, reference, source_currency, transfer_method, beneficiary } = body;
    const transfer: Transfer = {
      id: crypto.randomUUID(),
      requestId,
      shortId: `P${Date.now()}`,
      amount,
      sent: { reason, reference, source_currency, transfer_method, beneficiary },
      status: 'SCHEDULED',
      failureType: null,
      createdAt: new Date(),
    };
    world.transfers.set(transfer.id, transfer);
    send(reply, 201, transferView(transfer));
    const { settleAfterMs = 0 } = world.options;
    if (settleAfterMs !== null) {
      world.timers.later(settleAfterMs, () => {
        if (transfer.status === 'SCHEDULED') turn(world, transfer, 'PAID', null);
      });
    }
  });

  app.get(TRANSFERS, (request, reply) => {
    checkToken(request, world);
    const query = request.query as Readonly<Record<string, string>>;
    const { request_id: requestId, status } = query;
    const isWithin = within(query, 'created_at');
    const found = [...world.transfers.values()].filter(
      (transfer) =>
        (requestId === undefined || transfer.requestId === requestId) &&
        (status === undefined || transfer.status === status) &&
        isWithin(transfer.createdAt),
    );
    reply.send(pageOf(found.map(transferView), query));
  });

  app.get(`${TRANSFERS}/:id`, (request, reply) => {
    checkToken(request, world);
    send(reply, 200, transferView(transferById(world, idOf(request))));
  });

  app.get('/api/v1/balances/current', (request, reply) => {
    checkToken(request, world);
    const currencies = new Set([...world.balances.keys(), 'SGD', 'USD']);
    const balances = [...currencies].map((currency) => {
      const available = { currency, minor: balanceOf(world, currency) };
      const none = { currency, minor: 0n };
      return {
        currency,
        available_amount: available,
        pending_amount: none,
        reserved_amount: none,
        prepayment_amount: none,
        total_amount: available,
      };
    });
    send(reply, 200, balances);
  });
}

/** The sandbox's own helpers: what banks and payers do, on order. */
export function simulationRoutes(app: FastifyInstance, world: World): void {
  app.post(`${SIMULATION}/transfers/:id/transition`, (request, reply) => {
    checkToken(request, world);
    const body = bodyOf(request);
    const transfer = transferById(world, idOf(request));
    const next = textIn(body, 'next_status', 32);
    turn(world, transfer, next, optionalText(body, 'failure_type', 64));
    send(reply, 200, transferView(transfer));
  });
}

function transferById(world: World, id: string): Transfer {
  const transfer = world.transfers.get(id);
  if (transfer === undefined) throw new Refusal(404, 'resource_not_found', 'no such transfer');
  return transfer;
}

/** A transfer's next state; money moves when it is paid, and when a paid one comes back. */
function turn(world: World, transfer: Transfer, next: string, failureType: string | null): void {
  const { requestId: reference, id, amount, status } = transfer;
  if (next === 'PAID') move(world, { reference, id, what: 'transferred', amount });
  if (next === 'FAILED' && status === 'PAID') {
    move(world, { reference, id, what: 'returned', amount });
  }
  transfer.status = next;
  transfer.failureType = failureType;
  report(world, `payout.transfer.${next.toLowerCase()}`, transferView(transfer));
}

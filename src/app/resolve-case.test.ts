/** An operator's word on a doubt, where the commit that carries it is not answered. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openShop, orderIn } from '../../tests/support/memory-shop.ts';
import { paid } from '../../tests/support/sample.ts';
import { payinRequest, payoutRequest } from '../../tests/support/shop.ts';
import type { Case } from '../domain/case.ts';
import type { Cases, CaseView } from '../ports/core.ts';
import { type Finding, resolveDoubt } from './resolve-case.ts';

const FINDINGS: readonly Finding[] = [
  { kind: 'failed', proof: 'letter of the provider' },
  { kind: 'paid', ref: 'UTR1', amountMinor: null },
];

for (const finding of FINDINGS) {
  test(`that it ${finding.kind} counts once, and is answered as the first time`, async () => {
    const shop = openShop();
    await shop.tell(orderIn(await shop.ask(payinRequest('in'))), paid(20_000n));
    const payout = orderIn(await shop.ask(payoutRequest('out')));
    const cases = openDoubt({ orderId: payout.id, merchantId: payout.merchantId });
    const lanes = { ...shop.lanes, shardCount: 4, submit: inDoubt(shop) };
    const result = await resolveDoubt({ ...shop.deps, lanes, cases }, payout.id, finding, 'ann');
    assert.deepEqual(result, { ok: true, state: finding.kind });
    assert.equal(shop.lanes.rows.closedCases.size, 1);
    assert.equal(shop.balance()?.reserved, 0n);
    const again = await resolveDoubt({ ...shop.deps, cases }, payout.id, finding, 'ann');
    assert.deepEqual(again, { ok: false, why: 'repeat' }, 'told by somebody else');
  });
}

function inDoubt({ lanes }: ReturnType<typeof openShop>) {
  return <A>(command: Parameters<typeof lanes.submit<A>>[0]) => lanes.submitInDoubt(command);
}

function openDoubt(of: Pick<Case, 'orderId' | 'merchantId'>): Cases {
  const doubt: CaseView = {
    ...{ ...of, kind: 'doubt', key: '1', detail: '', state: 'open', openedAt: new Date() },
    ...{ closedAt: null, closedBy: null, resolution: null },
    ...{ mode: null, asset: null, heldMinor: 0n },
  };
  return {
    list: async () => [doubt],
    ofOrder: async () => [doubt],
  };
}

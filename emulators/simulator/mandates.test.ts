/** Agreements to be debited, and the debits that rest on them. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Json, Platform, Reply } from './testing/harness.ts';
import { startPlatform } from './testing/harness.ts';

let platform: Platform;
before(async () => {
  platform = await startPlatform({ faultDefaults: { late_reversal: { delayMs: 30 } } });
});
after(() => platform.stop());

const press = (id: unknown, button: string) =>
  fetch(`${platform.simulator.url}/m/${id}/${button}`, { method: 'POST' });
const page = async (id: unknown) => (await fetch(`${platform.simulator.url}/m/${id}`)).text();

async function statusOf(reference: string): Promise<unknown> {
  return (await platform.query('mandate', reference)).body.status;
}

function reported(reference: string): unknown[] {
  return platform.events(reference).map(({ type }) => type);
}

function problem({ body }: Reply): unknown {
  return (body.error as Json).code;
}

async function agreed(over: Json = {}): Promise<Reply & { reference: string }> {
  const made = await platform.mandate(over);
  await platform.call('POST', '/pay', { order: made.reference });
  return made;
}

const debit = (mandateId: unknown, over: Json = {}) =>
  platform.payment({ method: 'direct_debit', mandateId, ...over });

test('a payer agrees on the page, is led back, and ends it there later', async () => {
  const returnUrl = 'http://shop.example/back';
  const made = await platform.mandate({ returnUrl, bank: 'GCash', description: 'Monthly fee' });
  assert.deepEqual([made.http, made.body.status], [201, 'pending']);
  const { kind, url } = made.body.instructions as { kind: string; url: string };
  assert.deepEqual([kind, url], ['redirect', made.body.payerUrl]);
  const asked = await (await fetch(url)).text();
  for (const text of [/TEST GCash/, /Shop 12/, /Monthly fee/, /u-1/]) assert.match(asked, text);
  const done = await (await press(made.body.id, 'agree')).text();
  assert.match(done, /3;url=http:\/\/shop\.example\/back/);
  assert.deepEqual(reported(made.reference), ['mandate.active']);
  const view = (await platform.query('mandate', made.reference)).body;
  assert.deepEqual([view.kind, view.status, view.user], ['mandate', 'active', 'u-1']);
  const years = (Date.parse(String(view.validUntil)) - Date.now()) / (365.25 * 86_400_000);
  assert.ok(9.9 < years && years < 10.1, 'ten years');
  assert.equal('amountMinor' in view || 'paidMinor' in view, false);
  await press(made.body.id, 'revoke');
  const [, ended] = platform.events(made.reference);
  assert.equal(ended?.type, 'mandate.revoked');
  assert.deepEqual((ended.failure as Json).code, 'revoked_by_payer');
  assert.match(await page(made.body.id), /Ended/);
  await press(made.body.id, 'agree');
  assert.equal(await statusOf(made.reference), 'revoked');
});

test('a payer refuses, and cannot agree afterwards', async () => {
  const made = await platform.mandate();
  await press(made.body.id, 'refuse');
  await press(made.body.id, 'agree');
  assert.deepEqual(
    [await statusOf(made.reference), reported(made.reference)],
    ['refused', ['mandate.refused']],
  );
  assert.equal((await platform.call('POST', '/pay', { order: made.reference })).http, 409);
});

test('the account ends a mandate, open or in use, once', async () => {
  for (const made of [await platform.mandate(), await agreed()]) {
    for (const path of [`by-reference/${made.reference}`, made.body.id]) {
      const ended = await platform.api('POST', `/v1/mandates/${path}/revoke`);
      assert.deepEqual([ended.http, ended.body.status], [200, 'revoked']);
    }
    const last = await platform.until(() =>
      platform.events(made.reference).find(({ type }) => type === 'mandate.revoked'),
    );
    assert.equal((last.failure as Json).code, 'revoked_by_account');
    assert.equal(reported(made.reference).filter((type) => type === 'mandate.revoked').length, 1);
  }
  const refused = await platform.mandate();
  await press(refused.body.id, 'refuse');
  const late = await platform.api('POST', `/v1/mandates/${refused.body.id}/revoke`);
  assert.deepEqual([late.http, problem(late)], [409, 'not_closable']);
});

test('a mandate expires when it is not agreed to, and when its time is over', async () => {
  const soon = new Date(Date.now() + 200).toISOString();
  const asked = await platform.mandate({ expiresAt: soon });
  const used = await agreed({ expiresAt: soon, validUntil: soon });
  const lasting = await agreed({ expiresAt: soon });
  for (const { reference } of [asked, used]) {
    await platform.until(() => reported(reference).includes('mandate.expired'));
    assert.equal(await statusOf(reference), 'expired');
  }
  assert.equal(await statusOf(lasting.reference), 'active');
  assert.deepEqual(reported(used.reference), ['mandate.active', 'mandate.expired']);
});

test('a debit needs no page, is reported and counts once', async () => {
  const mandate = await agreed();
  const made = await debit(mandate.body.id);
  assert.deepEqual([made.http, made.body.status], [201, 'pending']);
  assert.deepEqual(made.body.instructions, { kind: 'debit', mandateId: mandate.body.id });
  assert.equal('payerUrl' in made.body, false);
  const event = await platform.until(() => platform.events(made.reference)[0]);
  assert.deepEqual([event.type, event.amountMinor], ['payment.succeeded', '10050']);
  const byReference = await platform.payment({
    method: 'direct_debit',
    mandateReference: mandate.reference,
  });
  await platform.until(() => platform.events(byReference.reference)[0]);
  const { body } = await platform.query('payment', byReference.reference);
  assert.deepEqual(
    [body.status, body.paidMinor, body.mandateId],
    ['succeeded', '10050', mandate.body.id],
  );
});

test('a debit fails for want of money, or of a mandate in use', async () => {
  const mandate = await agreed();
  const poor = await debit(mandate.body.id, { amountMinor: '900200' });
  await platform.until(() => platform.events(poor.reference)[0]);
  const unasked = await debit((await platform.mandate()).body.id);
  await platform.api('POST', `/v1/mandates/${mandate.body.id}/revoke`);
  const ended = await debit(mandate.body.id);
  for (const [made, code] of [
    [poor, 'insufficient_funds'],
    [unasked, 'mandate_inactive'],
    [ended, 'mandate_inactive'],
  ] as const) {
    const event = await platform.until(() => platform.events(made.reference)[0]);
    assert.deepEqual([event.type, (event.failure as Json).code], ['payment.failed', code]);
  }
  const { body } = await platform.call('GET', '/admin/journal');
  const references = (body.movements as Json[]).map(({ reference }) => reference);
  for (const { reference } of [poor, unasked, ended]) {
    assert.equal(references.includes(reference), false);
  }
});

test('a mandate ended while a debit is under way lets nothing through', async () => {
  await platform.call('PUT', '/admin/knobs', { payoutDelayMs: 3_600_000 });
  const mandate = await agreed();
  const made = await debit(mandate.body.id);
  await press(mandate.body.id, 'revoke');
  await platform.call('PUT', '/admin/knobs', { payoutDelayMs: 20 });
  const paid = await platform.call('POST', '/pay', { order: made.reference });
  assert.deepEqual([paid.http, problem(paid)], [422, 'mandate_inactive']);
  assert.equal((await platform.query('payment', made.reference)).body.status, 'failed');
});

test('a debit needs a mandate of this account and currency, and only a debit has one', async () => {
  const mandate = await agreed();
  const cases = [
    [await debit('mdt_none'), 404, 'mandate_not_found'],
    [await debit(mandate.body.id, { asset: 'IDR/0' }), 422, 'asset_mismatch'],
    [await platform.payment({ method: 'direct_debit' }), 400, 'invalid_request'],
    [await platform.payment({ mandateId: mandate.body.id }), 400, 'invalid_request'],
  ] as const;
  for (const [reply, http, code] of cases) {
    assert.deepEqual([reply.http, problem(reply)], [http, code]);
  }
});

test('no page and no form can confirm, refuse or pay a debit in the payer’s place', async () => {
  await platform.call('PUT', '/admin/knobs', { payoutDelayMs: 3_600_000 });
  const made = await debit((await agreed()).body.id);
  await platform.call('PUT', '/admin/knobs', { payoutDelayMs: 20 });
  const shown = await fetch(`${platform.simulator.url}/p/${made.body.id}`);
  assert.match(await shown.text(), /nothing is to be done/);
  for (const form of ['confirm', 'refuse', 'card', 'transfer']) {
    const sent = await fetch(`${platform.simulator.url}/p/${made.body.id}/${form}`, {
      method: 'POST',
    });
    assert.equal(sent.status, 404, form);
  }
  assert.equal((await platform.query('payment', made.reference)).body.status, 'pending');
});

test('faults act on mandates as on other orders', async () => {
  const rule = (fault: string, reference: string, operation?: string) =>
    platform.call('POST', '/admin/faults', {
      match: { reference, ...(operation ? { operation } : {}) },
      fault,
    });
  await rule('decline', 'no-1');
  assert.equal((await platform.mandate({ reference: 'no-1' })).http, 422);
  await rule('accept_502', 'spoiled-1');
  assert.equal((await platform.mandate({ reference: 'spoiled-1' })).http, 502);
  assert.equal(await statusOf('spoiled-1'), 'pending');
  await rule('decline_later', 'later-1');
  await agreed({ reference: 'later-1' });
  await platform.until(() => reported('later-1').length > 0);
  assert.deepEqual(reported('later-1'), ['mandate.refused']);
  await rule('late_reversal', 'back-1');
  await agreed({ reference: 'back-1' });
  await platform.until(() => reported('back-1').length === 2);
  assert.deepEqual(reported('back-1'), ['mandate.active', 'mandate.revoked']);
  await rule('forged_callback', 'forged-1');
  await agreed({ reference: 'forged-1' });
  const received = platform.received.filter(({ body }) => body.reference === 'forged-1');
  const types = received.map(({ body, genuine }) => `${body.type} ${genuine}`);
  assert.deepEqual(new Set(types), new Set(['mandate.revoked false', 'mandate.active true']));
  await rule('unknown_word', 'odd-1');
  const odd = await platform.mandate({ reference: 'odd-1' });
  assert.equal(odd.body.status, 'under_review');
  await rule('query_down', 'odd-2', 'query');
  await platform.mandate({ reference: 'odd-2' });
  assert.equal((await platform.query('mandate', 'odd-2')).http, 503);
  await rule('html_200', 'odd-2', 'close');
  const close = await platform.api('POST', '/v1/mandates/by-reference/odd-2/revoke');
  assert.match(close.text, /It works/);
  assert.equal(await statusOf('odd-2'), 'revoked');
});

test('the same mandate asked for again is one mandate with one answer', async () => {
  const over = { reference: 'same-1', order: 'o', merchantOrder: 'm' };
  const first = await platform.mandate(over);
  await press(first.body.id, 'agree');
  const again = await platform.mandate(over);
  assert.equal(again.text, first.text);
  assert.equal((await platform.mandate({ ...over, user: 'u-2' })).http, 409);
});

test('an operator can end a mandate in every way', async () => {
  const acts = [
    ['fail', 'refused', false],
    ['expire', 'expired', false],
    ['expire', 'expired', true],
    ['reverse', 'revoked', true],
  ] as const;
  for (const [act, status, first] of acts) {
    const made = await (first ? agreed() : platform.mandate());
    const done = await platform.call('POST', '/admin/act', { order: made.reference, act });
    assert.deepEqual([done.http, done.body.status], [200, status]);
  }
});

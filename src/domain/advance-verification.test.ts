/** Every stage and event of a verification has an answer, and each ends once. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sampleOrder } from '../../tests/support/order.ts';
import {
  advanceVerification,
  type VerificationEvent,
  verificationOf,
} from './advance-verification.ts';
import type { Order } from './order.ts';
import {
  ANSWER_WITHIN_MS,
  maskedNumber,
  NEW_VERIFICATION,
  partsWanted,
  REVIEW_WITHIN_MS,
  type VerificationStage,
} from './verification.ts';

const AT = new Date(Date.UTC(2026, 10, 30, 8));
const STAGES: readonly VerificationStage[] = [
  ...(['created', 'capturing', 'submitted', 'review', 'passed', 'failed', 'expired'] as const),
];

const verdict = (outcome: 'passed' | 'failed' | 'referred'): VerificationEvent => ({
  ...{ kind: 'verified', outcome, upstreamId: 'V1', reading: null },
  reason: outcome === 'failed' ? 'face_mismatch' : null,
});
const EVENTS: Readonly<Record<string, VerificationEvent>> = {
  capture: { kind: 'capture', part: 'front' },
  submit: { kind: 'submit' },
  accepted: { kind: 'accepted', upstreamId: 'V1', instructions: null },
  passed: verdict('passed'),
  failed: verdict('failed'),
  referred: verdict('referred'),
  unreachable: { kind: 'declined', failure: { code: 'upstream_unavailable', text: 'away' } },
  decide: { kind: 'decide', passed: true, reason: null },
  expire: { kind: 'expire' },
  erase: { kind: 'erase' },
  close: { kind: 'close' },
  unclear: { kind: 'unclear', reason: 'a word' },
};

function at(stage: VerificationStage): Order {
  return sampleOrder({
    ...{ kind: 'verification', amountMinor: 0n, state: 'pending', upstreamId: null },
    fields: { 'payer.name': 'Maria Santos', 'payer.userId': 'u-1' },
    verification: { ...NEW_VERIFICATION, stage, parts: ['front'] },
  });
}

/** Where each event leads from each stage; `=`: it moves nothing, `!`: a case is opened. */
const TABLE: Readonly<Record<string, readonly string[]>> = {
  //             created      capturing    submitted  review     passed  failed  expired
  capture: ['capturing', 'capturing', '=', '=', '=', '=', '='],
  submit: ['submitted', 'submitted', '=', '=', '=', '=', '='],
  accepted: ['!', '!', 'submitted', 'review', '=', '=', '='],
  passed: ['!', '!', 'passed', 'passed', '=', '!', '='],
  failed: ['!', '!', 'failed', 'failed', '!', '=', '='],
  referred: ['!', '!', 'review', '=', '=', '=', '='],
  unreachable: ['!', '!', 'review', '=', '=', '=', '='],
  decide: ['=', '=', '=', 'passed', '=', '=', '='],
  expire: ['expired', 'expired', 'review', 'expired', '=', '=', '='],
  erase: ['=', '=', '=', '=', 'passed', 'failed', 'expired'],
  close: ['=', '=', '=', '=', '=', '=', '='],
  unclear: ['=', '=', '=', '=', '=', '=', '='],
};

describe('a verification', () => {
  for (const [name, event] of Object.entries(EVENTS)) {
    test(`${name} leads where the table says, from every stage`, () => {
      const led = STAGES.map((stage) => {
        const effect = advanceVerification(at(stage), event, AT);
        if (effect.cases.length > 0) return '!';
        return effect.note === null ? verificationOf(effect.order).stage : '=';
      });
      assert.deepEqual(led, TABLE[name]);
    });
  }

  test('moves no money, and reports its end once, without what is known of the payer', () => {
    for (const stage of STAGES) {
      for (const event of Object.values(EVENTS)) {
        const { order, entries, events } = advanceVerification(at(stage), event, AT);
        assert.equal(entries.length, 0);
        const hasEnded = order.finalAt !== null && at(stage).finalAt === null;
        assert.equal(events.length, hasEnded ? 1 : 0, `${event.kind} while ${stage}`);
        for (const one of events) assert.deepEqual(one.order.fields, { 'payer.userId': 'u-1' });
      }
    }
  });

  test('that its provider does not answer goes to a person, and ends if nobody decides', () => {
    const sent = advanceVerification(at('capturing'), { kind: 'submit' }, AT).order;
    assert.equal(sent.expiresAt?.getTime(), AT.getTime() + ANSWER_WITHIN_MS);
    const review = advanceVerification(sent, { kind: 'expire' }, AT).order;
    assert.equal(verificationOf(review).stage, 'review');
    assert.equal(review.expiresAt?.getTime(), AT.getTime() + REVIEW_WITHIN_MS);
    const { order, events } = advanceVerification(review, { kind: 'expire' }, AT);
    assert.deepEqual(
      [verificationOf(order).stage, events[0]?.type],
      ['expired', 'verification.failed'],
    );
  });

  test('is an order that is open, or has ended, to whoever knows orders alone', () => {
    const stateAfter = (stage: VerificationStage, name: string) =>
      advanceVerification(at(stage), EVENTS[name] as VerificationEvent, AT).order.state;
    assert.equal(stateAfter('created', 'capture'), 'active');
    assert.equal(stateAfter('capturing', 'submit'), 'pending');
    assert.equal(stateAfter('submitted', 'referred'), 'pending');
    assert.equal(stateAfter('review', 'passed'), 'paid');
    assert.equal(stateAfter('review', 'failed'), 'failed');
    assert.equal(stateAfter('capturing', 'expire'), 'expired');
  });

  test('of another document begins its sides anew, and keeps the face', () => {
    const before = at('capturing');
    const both: Order = {
      ...before,
      verification: { ...verificationOf(before), parts: ['front', 'selfie'], document: 'A' },
    };
    const other = advanceVerification(both, { kind: 'document', code: 'B' }, AT).order;
    assert.deepEqual(verificationOf(other).parts, ['selfie']);
    const same = advanceVerification(both, { kind: 'document', code: 'A' }, AT).order;
    assert.deepEqual(verificationOf(same).parts, ['front', 'selfie']);
  });

  test('that is erased has its result, and nothing of the payer but the merchant’s id', () => {
    const { order } = advanceVerification(at('passed'), { kind: 'erase' }, AT);
    assert.deepEqual(order.fields, { 'payer.userId': 'u-1' });
    assert.ok(verificationOf(order).isErased);
    assert.equal(advanceVerification(order, { kind: 'erase' }, AT).note, 'erased already');
  });
});

test('each method wants its pictures, the back only where the document has one', () => {
  assert.deepEqual(partsWanted('id_face', { hasBack: true }), ['front', 'back', 'selfie']);
  assert.deepEqual(partsWanted('id_face', { hasBack: false }), ['front', 'selfie']);
  assert.deepEqual(partsWanted('id', { hasBack: true }), ['front', 'back']);
  assert.deepEqual(partsWanted('face', null), ['portrait', 'selfie']);
  assert.equal(partsWanted('qr', null), null);
});

test('a document’s number shows half of itself at most', () => {
  assert.equal(maskedNumber('123456785678'), '123****678');
  assert.equal(maskedNumber('1234567890123456'), '1234****3456');
  assert.equal(maskedNumber('P1234567A'), 'P1****7A');
  assert.equal(maskedNumber('123'), '****');
});

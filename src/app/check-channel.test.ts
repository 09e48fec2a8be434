import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHANNELS, DEFAULT_ROUTES, DEFAULT_TERMS } from '../catalogue/catalogue.ts';
import { channelProblem, FIELD_CHOICES, routeProblem, termsProblem } from './check-channel.ts';

test('an operator may save every row of the catalogue as it stands', () => {
  for (const channel of CHANNELS) assert.equal(channelProblem(channel), null, channel.code);
  for (const route of DEFAULT_ROUTES) {
    const there = { carries: true, hasAccount: true };
    assert.equal(routeProblem(route, there), null, route.channelCode);
  }
  for (const terms of DEFAULT_TERMS) {
    const nowMs = terms.effectiveFrom.getTime();
    assert.equal(termsProblem(terms, [], nowMs), null, terms.channelCode);
  }
});

test('the choice of a check says whether something must follow it', () => {
  const named = new Map(FIELD_CHOICES.checks.map(({ name, argument }) => [name, argument]));
  const inUse = CHANNELS.flatMap(({ fields }) => fields.map(({ check }) => check.split(':')));
  for (const [name = '', argument] of inUse) {
    assert.equal(named.get(name), argument !== undefined, name);
  }
});

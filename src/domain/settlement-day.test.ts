import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type Calendars,
  type CalendarTerms,
  type CalendarYear,
  due,
  dueAt,
  isFallback,
  isZone,
  missingYears,
  NO_CALENDARS,
} from './settlement-day.ts';

const closed = (...dates: string[]): CalendarYear => ({
  version: 3,
  days: Object.fromEntries(dates.map((date) => [date, { is: 'closed', name: '' }])),
});

/** Manila, 12 June a holiday, as the vectors have it. */
const MANILA: Calendars = (id, year) =>
  id === 'PH' && year === 2026 ? closed('2026-06-12') : null;
const BUSINESS: CalendarTerms = {
  ...{ kind: 'business', n: 1, cutoff: '18:00', zone: 'Asia/Manila' },
  ...{ calendars: ['PH'], trade: 'following' },
};
const SAME: CalendarTerms = { ...BUSINESS, trade: 'same' };
const manila = (text: string) => new Date(`${text}:00+08:00`);
const dateOf = (at: string, terms: CalendarTerms, calendars = MANILA) =>
  due(manila(at), terms, calendars).on?.date;

describe('settlement day', () => {
  test('counts business days from the trading day, which ends at the cut-off', () => {
    const vectors: readonly (readonly [string, CalendarTerms, string])[] = [
      ['2026-06-05T17:59', BUSINESS, '2026-06-08'],
      ['2026-06-05T18:00', BUSINESS, '2026-06-09'],
      ['2026-06-05T18:00', SAME, '2026-06-08'],
      ['2026-06-11T10:00', BUSINESS, '2026-06-15'],
      ['2026-06-06T10:00', BUSINESS, '2026-06-09'],
      ['2026-06-06T10:00', SAME, '2026-06-08'],
      ['2026-06-10T10:00', { ...BUSINESS, kind: 'natural', n: 2 }, '2026-06-15'],
    ];
    for (const [at, terms, date] of vectors) assert.equal(dateOf(at, terms), date, at);
  });

  test('pays on the weekday after, and on the day of the month or its last', () => {
    const weekly: CalendarTerms = { ...BUSINESS, kind: 'weekly', weekday: 5 };
    assert.equal(dateOf('2026-06-03T10:00', weekly), '2026-06-05');
    assert.equal(dateOf('2026-06-05T10:00', weekly), '2026-06-15', 'the 12th is a holiday');
    const monthly = (day: number): CalendarTerms => ({ ...BUSINESS, kind: 'monthly', day });
    assert.equal(dateOf('2026-06-15T10:00', monthly(15)), '2026-07-15');
    assert.equal(dateOf('2026-02-10T10:00', monthly(31)), '2026-03-02', '28 February: Saturday');
    assert.equal(dateOf('2026-12-31T10:00', monthly(31)), '2027-02-01', '31 January: Sunday');
  });

  test('is available when its day begins there, whatever the clocks do', () => {
    assert.equal(
      due(manila('2026-06-05T10:00'), BUSINESS, MANILA).at?.toISOString(),
      '2026-06-07T16:00:00.000Z',
    );
    const berlin: CalendarTerms = { ...BUSINESS, zone: 'Europe/Berlin', calendars: [] };
    assert.equal(dueAt('2026-03-30', berlin).toISOString(), '2026-03-29T22:00:00.000Z');
    assert.equal(dueAt('2026-03-27', berlin).toISOString(), '2026-03-26T23:00:00.000Z');
    // Where the clock goes from 24:00 to 01:00, the day begins at 01:00.
    const beirut: CalendarTerms = { ...berlin, zone: 'Asia/Beirut' };
    assert.equal(dueAt('2026-03-29', beirut).toISOString(), '2026-03-28T22:00:00.000Z');
  });

  test('a cut-off that clocks show twice is the first, and one that they skip is the jump', () => {
    const own: CalendarTerms = {
      ...{ kind: 'natural', n: 0, cutoff: '02:30', zone: 'Europe/Berlin' },
      ...{ calendars: [], trade: 'same' },
    };
    const at = (date: string, zone = own.zone) => dueAt(date, { ...own, zone }).toISOString();
    assert.equal(at('2026-10-25'), '2026-10-25T00:30:00.000Z', 'summer time, then winter time');
    assert.equal(at('2026-03-29'), '2026-03-29T01:00:00.000Z', '02:00 is 03:00');
    assert.equal(at('2026-03-28'), '2026-03-28T01:30:00.000Z');
    assert.equal(at('2026-11-01', 'America/New_York'), '2026-11-01T07:30:00.000Z');
    assert.equal(at('2026-03-08', 'America/New_York'), '2026-03-08T07:00:00.000Z');
  });

  test('T+0 is available at once, unless there is a cut-off: then at that', () => {
    const own: CalendarTerms = { ...BUSINESS, n: 0, kind: 'business' };
    assert.deepEqual(due(manila('2026-06-06T10:00'), { ...own, cutoff: null }, MANILA), {
      at: null,
      on: null,
    });
    const before = due(manila('2026-06-05T17:59'), own, MANILA);
    assert.equal(before.at?.toISOString(), manila('2026-06-05T18:00').toISOString());
    const after = due(manila('2026-06-05T18:00'), own, MANILA);
    assert.equal(after.at?.toISOString(), manila('2026-06-08T18:00').toISOString());
  });

  test('a number is so many times 24 hours, and no calendar has a say', () => {
    const at = new Date('2026-06-05T17:59:12.345Z');
    const next = new Date('2026-06-06T17:59:12.345Z');
    assert.deepEqual(due(at, 1, MANILA), { at: next, on: null });
    assert.deepEqual(due(at, 0, MANILA), { at: null, on: null });
  });

  test('works on a Saturday that a calendar opens, and on none that another one closes', () => {
    const moved: CalendarYear = {
      version: 1,
      days: { '2026-06-06': { is: 'open', name: 'moved from Monday' } },
    };
    const both =
      (other: CalendarYear): Calendars =>
      (id) =>
        id === 'CN' ? moved : other;
    const terms: CalendarTerms = { ...BUSINESS, calendars: ['CN'] };
    assert.equal(dateOf('2026-06-05T10:00', terms, both(moved)), '2026-06-06');
    const two: CalendarTerms = { ...BUSINESS, calendars: ['CN', 'PH'] };
    assert.equal(dateOf('2026-06-05T10:00', two, both(closed())), '2026-06-08');
  });

  test('says which years it went by, and goes by weekdays where none is approved', () => {
    const known = due(manila('2026-06-11T10:00'), BUSINESS, MANILA).on;
    assert.equal(known?.calendar, 'PH/2026:3');
    assert.equal(known !== null && isFallback(known), false);
    const beyond = due(manila('2026-12-31T10:00'), BUSINESS, MANILA).on;
    assert.deepEqual(beyond, { date: '2027-01-01', calendar: 'PH/2026:3 PH/2027:0' });
    assert.equal(beyond !== null && isFallback(beyond), true);
    assert.equal(dateOf('2026-06-11T10:00', BUSINESS, NO_CALENDARS), '2026-06-12');
  });

  test('a calendar that closes everything holds nobody up', () => {
    const never = closed(
      ...Array.from({ length: 800 }, (_, i) =>
        new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10),
      ),
    );
    assert.equal(
      dateOf('2026-06-05T10:00', BUSINESS, () => never),
      '2026-06-06',
    );
  });

  test('misses a calendar that terms name and nobody has drafted', () => {
    const years = [{ calendar: 'PH', year: 2026, state: 'approved' }];
    assert.deepEqual(missingYears(years, ['PH', 'PHL'], new Date('2026-06-01T00:00:00Z')), [
      { calendar: 'PHL', year: 2026 },
    ]);
  });

  test('misses this year, and from 1 November on the next, of each calendar', () => {
    const year = (calendar: string, of: number, state = 'approved') => ({
      calendar,
      year: of,
      state,
    });
    const years = [year('PH', 2026), year('PH', 2027, 'draft'), year('CN', 2027)];
    const at = (day: string) =>
      missingYears(years, [], new Date(`${day}T12:00:00Z`)).map((o) => `${o.calendar} ${o.year}`);
    assert.deepEqual(at('2026-10-31'), ['CN 2026']);
    assert.deepEqual(at('2026-11-01'), ['PH 2027', 'CN 2026']);
    assert.deepEqual(at('2027-01-01'), ['PH 2027']);
  });

  test('knows zones by their names', () => {
    assert.equal(isZone('Asia/Manila'), true);
    assert.equal(isZone('Asia/Nowhere'), false);
  });
});

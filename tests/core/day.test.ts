import { addDays, dayAt, daysBetween, isDay, isTimeZone } from '../../bot/core/day.ts';
import { readLanguage, readUntil } from '../../bot/core/readAsk.ts';

describe('days', () => {
  it('are those of the wall clock in the time zone, also across a change of the clock', () => {
    expect(dayAt(new Date('2026-03-28T23:30:00Z'), 'Europe/Berlin')).toBe('2026-03-29');
    expect(dayAt(new Date('2026-03-29T22:30:00Z'), 'Europe/Berlin')).toBe('2026-03-30');
    expect(dayAt(new Date('2026-01-01T03:00:00Z'), 'America/New_York')).toBe('2025-12-31');
    expect(dayAt(new Date('2026-01-01T11:00:00Z'), 'Pacific/Kiritimati')).toBe('2026-01-02');
  });
  it('are counted without hours', () => {
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    expect(daysBetween('2026-03-01', '2026-02-28')).toBe(-1);
    expect(daysBetween('2027-12-31', '2028-03-01')).toBe(61);
    expect([addDays('2028-02-28', 1), addDays('2026-12-31', 1), addDays('2026-01-01', -1)]).toEqual(['2028-02-29', '2027-01-01', '2025-12-31']);
  });
  it.each(['2026-02-29', '2026-13-01', '26-01-01', '2026-1-1', '2026-01-01T00:00', '', '0000-00-00', '２０２６-01-01'])('%j is none', (text) => expect(isDay(text)).toBe(false));
  it('need a time zone that exists', () => {
    expect([isTimeZone('Europe/Berlin'), isTimeZone('UTC'), isTimeZone('Middle/Earth'), isTimeZone('')]).toEqual([true, true, false, false]);
  });
});

describe('the last day of access', () => {
  const now = new Date('2026-01-05T23:30:00Z');
  it.each([
    ['2026-01-05', 'UTC', undefined],
    ['2026-01-05', 'Europe/Berlin', 'day-in-the-past'],
    ['2026-01-16', 'Europe/Berlin', undefined],
    ['2026-01-16', 'UTC', 'stay-too-long'],
  ])('%s, said in %s: %s', (day, timeZone, key) => {
    const read = readUntil(day, now, timeZone, 10);
    expect('problem' in read ? read.problem.key : undefined).toBe(key);
  });
  it('is told with the longest possible day', () => expect(readUntil('2027-01-01', now, 'UTC', 10)).toEqual({ problem: { key: 'stay-too-long', facts: { days: 10, day: '2026-01-15' } } }));
});

it.each([[null, 'de-DE', 'de'], ['', 'fr', 'fr'], ['ES-es', 'en', 'es'], [null, '!!', 'en']])('language %j of a person reading %s is %s', (text, locale, language) => {
  expect(readLanguage(text, locale)).toEqual({ value: language });
});

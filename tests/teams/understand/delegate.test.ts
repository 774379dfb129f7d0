import { understandDelegate } from '../../../bot/teams/understand/understandDelegate.ts';

const moment = (locale: string) => ({ now: new Date('2026-01-05T09:00:00Z'), timeZone: 'Europe/Berlin', locale });

it.each<[string, string, object]>([
  ['en-GB', 'to Farid until 12 April', { to: 'Farid', from: null, until: '2026-04-12', untilSaid: null }],
  ['en-GB', 'to Farid Haddad from 1 April until 12 April', { to: 'Farid Haddad', from: '2026-04-01', until: '2026-04-12' }],
  ['en-GB', 'to farid@hospital.example till 2026-04-12', { to: 'farid@hospital.example', until: '2026-04-12' }],
  ['en-GB', '', { to: null, from: null, until: null, untilSaid: null }],
  ['en-GB', 'to Farid', { to: 'Farid', until: null, untilSaid: null }],
  ['en-GB', 'until 12 April', { to: null, until: '2026-04-12' }],
  ['en-GB', 'to Farid until the cows come home', { to: 'Farid', until: null, untilSaid: 'the cows come home' }],
  ['de-DE', 'durch Farid bis 12. April', { to: 'Farid', until: '2026-04-12' }],
  ['de-DE', 'an Farid vom 1. April bis zum 12. April', { to: 'Farid', from: '2026-04-01', until: '2026-04-12' }],
  ['fr-FR', 'à Farid jusqu’au 12 avril', { to: 'Farid', until: '2026-04-12' }],
  ['es-ES', 'en Farid hasta el 12/04/2026', { to: 'Farid', until: '2026-04-12' }],
  ['ar-EG', 'إلى فريد حتى 2026-04-12', { to: 'فريد', until: '2026-04-12' }],
  ['ja-JP', 'ファリドさんに4月12日まで', { to: 'ファリド', until: '2026-04-12' }],
  ['ja-JP', '4月1日から4月12日までファリドさんに', { to: 'ファリド', from: '2026-04-01', until: '2026-04-12' }],
])('%s: %s', (locale, sentence, words) => {
  expect(understandDelegate(sentence, moment(locale))).toMatchObject(words);
});

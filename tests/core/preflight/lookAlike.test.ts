import { isMixedScript, lookAlikeOf } from '../../../bot/core/preflight/lookAlike.ts';
import { domainToASCII } from 'node:url';

const known = ['hospital.example', 'clinic.example', 'abc.de'];

it.each([
  ['one letter changed', 'hospitel.example'], ['one letter dropped', 'hospial.example'], ['one letter more', 'hospitall.example'], ['two swapped', 'hosiptal.example'],
  ['a digit for a letter', 'h0spital.example'], ['rn for m, the other way round', 'hospita1.example'], ['Cyrillic а and о', 'hоspitаl.example'], ['an accent', 'hospitál.example'],
  ['i for l', 'hospitai.example'],
])('%s', (_name, domain) => expect(lookAlikeOf(domainToASCII(domain), known)).toBe('hospital.example'));

it.each([
  ['one of them', 'clinic.example'], ['a subdomain of one', 'mail.clinic.example'], ['something else', 'university.example'], ['short names differ by a letter all the time', 'abd.de'], ['another ending', 'hospital.test'],
])('is no twin: %s', (_name, domain) => expect(lookAlikeOf(domain, known)).toBeUndefined());

it.each([['пример.example', true], ['clinic.example', false], ['例え.example', true], ['пример.рф', false], ['xn--e1afmkfd.example', true], ['klinik-süd.example', false], ['123.example', false]])('mixes scripts: %s %s', (domain, mixes) =>
  expect(isMixedScript(domainToASCII(domain))).toBe(mixes));

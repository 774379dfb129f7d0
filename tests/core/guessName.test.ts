import { guessName } from '../../bot/core/guessName.ts';

it.each([
  ['cleo@clinic.example', 'Cleo'],
  ['cleo.vance@clinic.example', 'Cleo Vance'],
  ['cleo-marie_vance2@clinic.example', 'Cleo Marie Vance'],
  ['o.hadi@praxis.example', 'O Hadi'],
  ['4711@clinic.example', null],
  ['x7@clinic.example', null],
  ['...@clinic.example', null],
  [`${'a'.repeat(200)}@clinic.example`, `A${'a'.repeat(63)}`],
])('%s is probably %s', (email, name) => expect(guessName(email)).toBe(name));

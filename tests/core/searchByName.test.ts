import { searchByName } from '../../bot/core/searchByName.ts';

const apps = ['Archive of Imaging', 'Imaging', 'Reports · Reporter', 'Reports · Viewer', 'Shift Planner', 'تقارير', '画像診断'].map((name) => ({ name }));

it.each<[string, readonly string[]]>([
  ['imag', ['Imaging', 'Archive of Imaging']],
  ['  IMAG ', ['Imaging', 'Archive of Imaging']],
  ['viewer reports', ['Reports · Viewer']],
  ['report', ['Reports · Reporter', 'Reports · Viewer']],
  ['تقا', ['تقارير']],
  ['診断', ['画像診断']],
  ['ｓｈｉｆｔ', ['Shift Planner']],
  ['im\u202Eag\u0000', ['Imaging', 'Archive of Imaging']],
  ['nonesuch', []],
  ['.*', []],
  ['%', []],
])('%j finds %j', (text, names) => {
  expect(searchByName(apps, text).map(({ name }) => name)).toEqual(names);
});

it.each(['', ' ', '\uD800', '\u202E'])('nothing to be seen (%j) finds all in their order', (text) => {
  expect(searchByName(apps, text)).toEqual(apps);
});

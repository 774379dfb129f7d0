import { lengthOf, normaliseText, toMatchable } from '../../bot/core/personText.ts';
import { findApp } from '../../bot/core/findApp.ts';

describe('what people write', () => {
  it.each([
    ['  she  reads\n\tour scans ', 'she reads our scans'],
    ['no\u202Eabc\u202C way', 'noabc way'],
    ['a\u200bb\u200dc\ufeffd\u00ade', 'abcde'],
    ['a\u0000b\u001bc\u0085d', 'abc d'],
    ['e\u0301', 'é'],
    ['\ud800x', 'x'],
    ['\u2028a\u00a0b\u3000c', 'a b c'],
    ['${x} {{y}} <b>', '${x} {{y}} <b>'],
    ['مرحبا', 'مرحبا'],
    ['\u200b \u2060', ''],
  ])('%j is kept as %j', (text, kept) => {
    expect(normaliseText(text)).toBe(kept);
    expect(normaliseText(normaliseText(text))).toBe(kept);
  });

  it('counts as people count', () => expect(lengthOf('a👩b')).toBe(3));
  it('matches without case, width and spaces', () => expect(toMatchable(' Ｓhift   PLANNER')).toBe('shift planner'));
});

describe('the app a person means', () => {
  const apps = [{ id: '1', name: 'Imaging' }, { id: '2', name: 'Shift Planner' }, { id: '3', name: 'Shift' }, { id: '4', name: 'Twice' }, { id: '5', name: 'twice' }];
  it.each([
    ['imaging', '1'], ['  IMAGING. ', '1'], ['"Shift Planner"', '2'], ['shift', '3'], ['Shift Planner for the nights', '2'], ['Shift for the nights', '3'],
    ['Imag', '1'], ['2', '2'], ['«Imaging»', '1'],
  ])('%s is app %s', (words, id) => expect(findApp(apps, words)?.id).toBe(id));
  it.each(['', ' ', 'twice', 'Radiology', 'to Imaging', 'imagingx'])('%j is none', (words) => expect(findApp(apps, words)).toBeUndefined());
});

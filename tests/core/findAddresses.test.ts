import { findAddresses, fitsName, mostAddresses } from '../../bot/core/extension/findAddresses.ts';

const own = ['hospital.example'];
const emails = (text: string): string[] => findAddresses(text, own).map(({ email }) => email);

describe('the addresses of a message', () => {
  it('are found in their order, each once, however they are written', () => {
    expect(emails('Ask cleo@clinic.example, (omar@praxis.example) and mailto:CLEO@clinic.example.\n"dana.x@freemail.example"!')).toEqual([
      'cleo@clinic.example', 'omar@praxis.example', 'dana.x@freemail.example',
    ]);
  });

  it('bring the name that stands before them', () => {
    expect(findAddresses('Please meet Cleo Marsh <cleo@clinic.example>; Omar <omar@praxis.example>; thanks, <x@freemail.example>', own)).toEqual([
      { email: 'cleo@clinic.example', name: 'Cleo Marsh' }, { email: 'omar@praxis.example', name: 'Omar' }, { email: 'x@freemail.example', name: null },
    ]);
  });

  it('leave out colleagues and what is no address', () => {
    expect(emails('ada@hospital.example @ada cleo@ a@b @ name+tag@clinic.example сleo@clіnic.example')).toEqual([]);
  });

  it('are five at most, and a long text takes no long time', () => {
    const many = Array.from({ length: 40 }, (_, index) => `p${index}@clinic.example`).join(' ');
    expect(emails(many)).toHaveLength(mostAddresses);
    const started = performance.now();
    findAddresses(`${'<'.repeat(20_000)} ${'a@'.repeat(20_000)} ${'x '.repeat(20_000)}<cleo@clinic.example>`, own);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

it.each([
  ['cleo.marsh@clinic.example', 'Cleo Marsh', true], ['cleo@clinic.example', 'Cleo Marsh', true], ['cmarsh@clinic.example', 'Cleo Marsh', true],
  ['marsh-cleo@clinic.example', 'Cléo Marsh', true], ['office@clinic.example', 'Cleo Marsh', false], ['cleo@clinic.example', '', false], ['c@clinic.example', 'C', false],
])('%s fits %j: %s', (email, name, fits) => expect(fitsName(email, name)).toBe(fits));

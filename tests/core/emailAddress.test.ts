import { domainOf, parseEmailAddress } from '../../bot/core/emailAddress.ts';

describe('an address', () => {
  it.each([
    ['Cleo@Clinic.Example', 'cleo@clinic.example'],
    ['  cleo.vance-2@clinic.example. ', 'cleo.vance-2@clinic.example'],
    ['_cleo_@clinic.example', '_cleo_@clinic.example'],
    ['dr@bücher.example', 'dr@xn--bcher-kva.example'],
    ['dr@XN--BCHER-KVA.example', 'dr@xn--bcher-kva.example'],
    ['dr@BÜCHER.example', 'dr@xn--bcher-kva.example'],
    ['dr@клиника.example', 'dr@xn--80apagcdp.example'],
    ['dr@東京クリニック.example', 'dr@xn--pcka3d5a7l514pgiyb.example'],
    ['a@b.co', 'a@b.co'],
  ])('%s is kept as %s', (text, kept) => {
    const address = parseEmailAddress(text);
    expect(address).toBe(kept);
    expect(address === undefined ? undefined : parseEmailAddress(address)).toBe(address);
  });

  it.each([
    '', 'cleo', '@clinic.example', 'cleo@', 'cleo@@clinic.example', 'cleo@clinic@example.org', 'cleo@localhost', 'cleo@127.0.0.1', 'cleo@[127.0.0.1]',
    'cleo+scan@clinic.example', '"cleo"@clinic.example', "o'neil@clinic.example", 'cleo/x@clinic.example', '.cleo@clinic.example', 'cleo.@clinic.example', '-cleo@clinic.example',
    'cleo..v@clinic.example', 'clèo@clinic.example', 'cleo vance@clinic.example', 'cleo@clinic .example', 'cleo@clinic..example', 'cleo@-clinic.example', 'cleo@clinic.example..',
    'cleo\u200b@clinic.example', 'cleo@cli\u200bnic.example', 'cleo@clinic.example\u0000', 'cleo@clіnic.example', 'cleo@xn--clnic-8ya0h.example@x', 'cleo@pаypal.example', 'cleo@clinic.example/x',
    'cleo@clinic.example?x=1', 'cleo@cli%6eic.example', 'cleo@clinic.example:443', `${'x'.repeat(65)}@clinic.example`, `cleo@${'x'.repeat(64)}.example`, `cleo@${'x.'.repeat(130)}example`,
  ])('%j is none', (text) => {
    expect(parseEmailAddress(text)).toBeUndefined();
  });

  it('has a domain', () => expect(domainOf('cleo@clinic.example')).toBe('clinic.example'));
});

/** What people and attackers type into a form that must not become a request; each with the answer its input gives. */
type Bad = readonly [text: string, key: string];

const good = 'cleo@clinic.example';
const mended = (texts: readonly string[]): Bad[] => texts.map((text) => [text, 'address-mended']);
const unusable = (texts: readonly string[]): Bad[] => texts.map((text) => [text, 'address-unusable']);

/** Every way to put some of the replacements into a word: position → letter. */
const disguises = (word: string, letters: Readonly<Record<number, string>>): string[] => {
  const places = Object.keys(letters).map(Number);
  return Array.from({ length: 2 ** places.length - 1 }, (_, index) =>
    [...word].map((letter, at) => (places.includes(at) && ((index + 1) >> places.indexOf(at)) % 2 === 1 ? letters[at]! : letter)).join(''),
  );
};
const fullWidth = (text: string): string => text.replace(/[!-~]/gu, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));

export const badAddresses: readonly Bad[] = [
  ...unusable(disguises('cleo', { 0: 'с', 2: 'е', 3: 'о' }).map((local) => `${local}@clinic.example`)),
  ...unusable(disguises('clinic', { 0: 'с', 2: 'і', 4: 'і', 5: 'с' }).map((label) => `cleo@${label}.example`)),
  ...unusable(['cleo@clinιc.example', 'cleo@cliոic.example', 'cleο@clinic.example', 'cleo@clinic.eхample', 'cleo@clinic.еxample', 'cleo@pаypal.example', 'clеo.vance@clinic.example', 'cleo@сlinic.clinic.example']),
  ...mended([fullWidth(good), fullWidth('cleo') + '@clinic.example', `cleo@${fullWidth('clinic')}.example`, 'cleo＠clinic.example', 'cleo@clinic．example', 'cleo@clinic。example', 'cleo@clinic｡example', 'ｃleo@clinic.example', fullWidth('CLEO@CLINIC.EXAMPLE'), fullWidth('dr_weiss-2@praxis.example')]),
  ...unusable(['+scan', '+', '+a+b', '+scan.2', '+clinic=example'].flatMap((tag) => [`cleo${tag}@clinic.example`, `cleo.vance${tag}@clinic.example`])),
  ...unusable(['"cleo"@clinic.example', '"cleo vance"@clinic.example', '"cleo@home"@clinic.example', '"cleo\\"x"@clinic.example', '""@clinic.example', '"<script>"@clinic.example', "'cleo'@clinic.example", '“cleo”@clinic.example', '«cleo»@clinic.example', '`cleo`@clinic.example']),
  ...mended([`Cleo <${good}>`, `Cleo Vance <${good}>`, `"Vance, Cleo" <${good}>`, `Dr. Cleo Vance  <  ${good}  >`, `<${good}>`, `Cleo Vance<${good}>;`, `Zoë Müller <${good}>,`, `محمد <${good}>`, `Cleo Vance <mailto:${good}>`, `mailto:${good}`, `MAILTO:${good}`, `${good};`, `${good},`, `${good},;`]),
  ...mended([`${good}.`, `CLEO@Clinic.Example.`, `Cleo <${good}.>`, `dr.weiss@praxis.example.`]),
  ...unusable([`${good}..`, `${good}...`, 'cleo.@clinic.example', '.cleo@clinic.example', 'cleo..vance@clinic.example', 'cleo@clinic..example', 'cleo@.clinic.example', 'cleo@clinic.']),
  ...unusable([`${'x'.repeat(385)}@clinic.example`.slice(0, 400), `cleo@${'x'.repeat(395)}`, `cleo@${'clinic.'.repeat(56)}ex`, `${'x'.repeat(65)}@clinic.example`, `cleo@${'x'.repeat(64)}.example`, `${'a.'.repeat(193)}@clinic.example`, `Cleo ${'very '.repeat(70)}Vance, ${good}`]),
  ...unusable(['cleo\u200b@clinic.example', 'cleo@cli\u200bnic.example', 'cl\u00adeo@clinic.example', 'cleo@clinic\u2060.example', 'cleo\u202e@clinic.example', 'cleo@clinic.example\u0000', 'cl eo@clinic.example', 'cleo @clinic.example', 'cleo@ clinic.example', 'cl\u00a0eo@clinic.example', 'cleo\t@clinic.example', 'cleo@clinic.\u{E0065}example']),
  ...unusable(['cleo', '@', 'cleo@', '@clinic.example', 'cleo@@clinic.example', 'cleo@clinic@example.org', 'clinic.example', 'cleo at clinic.example', 'cleo@localhost', 'cleo@example', 'cleo@127.0.0.1', 'cleo@[127.0.0.1]', 'cleo@[IPv6:::1]', 'cleo@clinic.example:25', 'cleo@clinic.example/inbox', 'cleo@clinic.example?cc=eve@evil.example']),
  ...unusable([`${good} ${good}`, `${good}, eve@evil.example`, `${good};eve@evil.example`, `${good}\r\nBcc: eve@evil.example`, 'cleo%40clinic.example', 'cleo@cli%6eic.example', 'cleo(comment)@clinic.example', 'cleo@clinic.example(comment)', 'cleo!clinic@relay.example', 'cleo%clinic.example@relay.example']),
  ...unusable([`<a href="mailto:${good}">${good}</a>`, `[${good}](mailto:${good})`, '${email}@clinic.example', '{{cleo}}@clinic.example', "cleo'--@clinic.example", 'cleo|x@clinic.example', 'cleo*@clinic.example', '<script>@clinic.example', 'cléo@clinic.example', 'cleo🙂@clinic.example', 'cleo@clinic🙂.example', 'cleo@-clinic.example', 'cleo@clinic-.example', 'cleo@cli_nic.example']),
  ['', 'missing'], ['   ', 'missing'], ['\u00a0', 'missing'],
  ['boris@hospital.example', 'internal-address'], ['BORIS@Hospital.Example', 'internal-address'], [`Boris <boris@hospital.example>`, 'internal-address'], [fullWidth('boris@hospital.example'), 'internal-address'], ['nobody.new@hospital.example', 'internal-address'],
];

const machineTexts = [
  '${1+1}', '${$root.secret}', '${string($root)}', '$\u007Btext.action.approve}', '{{DATE(2026-01-01T00:00:00Z,SHORT)}}', '{{TIME(x)}}', '{{{{', '{"$when":"false"}', '"},{"type":"Action.OpenUrl","url":"https://evil.example"',
  '[click](https://evil.example)', '![x](https://evil.example/p.png)', '[x] (https://evil.example)', '<https://evil.example>', '**bold**', '__bold__', '*it*', '_it_', '~~gone~~', '`code`', '```\ncode\n```', '# head', 'hello\n# head', 'one\n- list', 'one\n* list', 'one\n1. list', 'one\n> said',
  '<at>Ada</at>', '<at id="0">Ada Berg</at> look', '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<b>bold</b>', '</div>', '<!-- x -->', '<svg/onload=alert(1)>', 'javascript:alert(1)', 'JavaScript:alert(1)', 'data:text/html,x', 'vbscript:x',
  'abc\u202Egnp.exe', '\u202Dabc', '\u2066abc\u2069', '\u2067abc', 'a\u0007b', 'a\u001b[31mb', 'a\u0000b', 'x\u{E0041}\u{E0042}', 'a\u007Fb', '\u202A',
];
const around = ['', 'Cleo '];
/** A hundred names: nobody is called so. */
export const badNames: readonly string[] = [
  ...machineTexts.flatMap((text) => around.map((before) => `${before}${text}`)),
  'cleo@clinic.example', 'https://evil.example', '42', '***', '👩‍⚕️', '— —', 'x'.repeat(65), 'Cleo | Vance', 'Cleo; DROP TABLE', 'Cleo\\Vance',
].filter((text) => text !== '\u202A').slice(0, 100);
/** A hundred reasons with marks that some program could take for more than words. */
export const badReasons: readonly string[] = [
  ...machineTexts.flatMap((text) => [`she reads our scans ${text}`, `${text} she reads our scans`]),
  'x'.repeat(501), '', '  ', '\u200b', 'see **scans**', 'as said <at>Boris</at>', 'for {name}', 'use `sudo`',
].filter((text) => text !== '\u202A she reads our scans').slice(0, 100);

/** Ordinary names and reasons of many languages; none of them may be stopped. */
export const goodNames: readonly string[] = [
  'Cleo Vance', 'Dr. Cleo Vance', "Zoë O'Neill-Müller", 'Jean‑Luc D’Arc', 'Mª José Núñez y Pérez', 'Sánchez, Ana (Radiología)', 'Nguyễn Thị Ánh', 'محمد عبد الله', 'مریم‌زاده', '李小龙', '山田 太郎', 'ジョン・スミス', 'Ґудзь К.', 'Ó Briain', "N'Golo", 'X Æ A-12', 'Anne/Marie', 'Müller & Sons', 'J. R. R. Tolkien III', 'Guest 7', '김철수', 'Αλέξανδρος', 'אבי כהן', 'अनिल कुमार',
];
export const goodReasons: readonly string[] = [
  'she reads our scans', '2. Meinung zu CT-Befunden', 'R&D trial #12 (phase 2)', 'covers 50 % of nights', 'a < b and b > c', 'see https://example.org/x_y_z', 'two readers * three sites', 'file_name_x of the study', 'C++ and C# work', "she's on call; we're short of people", '« Imagerie » le week-end', 'Ticket [RAD-12]', 'لأنها تقرأ صورنا', '画像を読むため', 'weil sie unsere Aufnahmen befundet – auch nachts', 'first line\nsecond line', 'costs 5 $ a day', 'Q: who? A: she',
];

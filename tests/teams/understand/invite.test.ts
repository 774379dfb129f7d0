import { type InviteWords } from '../../../bot/desk/inviteForm.ts';
import { understandInvite } from '../../../bot/teams/understand/understandInvite.ts';

/** Sunday, 22 November 2026, 11:00 in Berlin. */
const now = new Date('2026-11-22T10:00:00Z');
const understand = (text: string, locale: string): InviteWords => understandInvite(text, { now, timeZone: 'Europe/Berlin', locale });
const nothing: InviteWords = { email: null, name: null, app: null, sponsor: null, until: null, reason: null };
const cleo = 'cleo@clinic.example';
type Row = readonly [sentence: string, means: Partial<InviteWords>];

const whole = { email: cleo, app: 'Imaging', until: '2027-03-31', reason: 'she reads our scans' };

const english: readonly Row[] = [
  [`${cleo} to Imaging until 31 March because she reads our scans`, whole],
  [`${cleo} until 31 March to Imaging because she reads our scans`, whole],
  [`to Imaging ${cleo} until 31 March because she reads our scans`, whole],
  [`to Imaging until 31 March ${cleo} because she reads our scans`, whole],
  [`until 31 March ${cleo} to Imaging because she reads our scans`, whole],
  [`${cleo} because she reads our scans until 31 March to Imaging`, whole],
  [`${cleo} because she reads our scans to Imaging until 31 March`, whole],
  [`because she reads our scans ${cleo} to Imaging until 31 March`, whole],
  [`until 31 March because she reads our scans, ${cleo} to Imaging`, whole],
  [`${cleo} into Imaging till March 31 because she reads our scans.`, whole],
  [`${cleo} for Imaging until 31st of March because she reads our scans`, whole],
  [`please ${cleo} to the Imaging app until 31/3/2027 because she reads our scans`, whole],
  [`${cleo}, to Imaging, until 31 March, because she reads our scans`, whole],
  [`${cleo} to Imaging until end of March because she reads our scans`, whole],
  [`${cleo} to Imaging until March because she reads our scans`, whole],
  [`${cleo} to Imaging up to 31 March as she reads our scans`, whole],
  [`${cleo} to Imaging until 31 March since she reads our scans`, whole],
  [`${cleo} to Imaging until 31.3. reason: she reads our scans`, whole],
  [`${cleo} to Imaging by 31 March because she reads our scans`, whole],
  [`${cleo} Imaging until 31 March because she reads our scans`, whole],
  [`${cleo} to Imaging until 31 March, she reads our scans`, whole],
  [`CLEO@Clinic.Example TO Imaging UNTIL 31 MARCH BECAUSE she reads our scans`, { ...whole, email: 'CLEO@Clinic.Example' }],
  // "to" inside the reason
  [`${cleo} to Imaging until 31 March because she wants to talk to us`, { ...whole, reason: 'she wants to talk to us' }],
  [`${cleo} because she wants to talk to us to Imaging until 31 March`, { ...whole, reason: 'she wants to talk to us' }],
  [`${cleo} until 31 March because she has to report to Dr Weiss`, { email: cleo, until: '2027-03-31', reason: 'she has to report', app: 'Dr Weiss' }],
  [`${cleo} to Imaging until 31 March because she hands over to Dr Weiss`, { ...whole, reason: 'she hands over to Dr Weiss' }],
  [`${cleo} to Imaging because she is with us until her contract ends`, { ...whole, until: null, reason: 'she is with us until her contract ends' }],
  [`${cleo} to Imaging because she works as a reader for us`, { ...whole, until: null, reason: 'she works as a reader for us' }],
  [`${cleo} to Imaging because the sponsor asked for it`, { ...whole, until: null, reason: 'the sponsor asked for it' }],
  [`${cleo} to Imaging until 31 March because bob@praxis.example asked`, { ...whole, reason: 'bob@praxis.example asked' }],
  [`${cleo} to Imaging to read our scans`, { email: cleo, app: 'Imaging', reason: 'to read our scans' }],
  [`${cleo} to Imaging until 31 March for second opinions`, { ...whole, reason: 'for second opinions' }],
  // app names
  [`${cleo} to Shift Planner until 31 March`, { email: cleo, app: 'Shift Planner', until: '2027-03-31' }],
  [`${cleo} to "Path to Care" until 31 March`, { email: cleo, app: 'Path to Care', until: '2027-03-31' }],
  [`${cleo} to “Imaging until now” until 31 March`, { email: cleo, app: 'Imaging until now', until: '2027-03-31' }],
  [`${cleo} to Path to Care until 31 March because she helps`, { email: cleo, app: 'Path to Care', until: '2027-03-31', reason: 'she helps' }],
  [`${cleo} to imaging`, { email: cleo, app: 'imaging' }],
  [`${cleo} to R&D Viewer 2.0`, { email: cleo, app: 'R&D Viewer 2.0' }],
  [`${cleo} to the app Imaging`, { email: cleo, app: 'Imaging' }],
  [`${cleo} access to Imaging`, { email: cleo, app: 'Imaging' }],
  [`${cleo} app: Imaging`, { email: cleo, app: 'Imaging' }],
  // names
  [`${cleo} as Cleo Vance to Imaging`, { email: cleo, name: 'Cleo Vance', app: 'Imaging' }],
  [`Cleo Vance <${cleo}> to Imaging`, { email: cleo, name: 'Cleo Vance', app: 'Imaging' }],
  [`Cleo Vance (${cleo}) to Imaging`, { email: cleo, name: 'Cleo Vance', app: 'Imaging' }],
  [`Cleo ${cleo} to Imaging`, { email: cleo, name: 'Cleo', app: 'Imaging' }],
  [`${cleo} Cleo Vance to Imaging`, { email: cleo, name: 'Cleo Vance', app: 'Imaging' }],
  [`${cleo} named Cleo Vance to Imaging until 31 March`, { email: cleo, name: 'Cleo Vance', app: 'Imaging', until: '2027-03-31' }],
  [`Dr. Cleo Vance ${cleo} to Imaging`, { email: cleo, name: 'Dr. Cleo Vance', app: 'Imaging' }],
  [`${cleo} to Imaging as Zoë O'Neill-Müller`, { email: cleo, name: "Zoë O'Neill-Müller", app: 'Imaging' }],
  [`our colleague ${cleo} to Imaging`, { email: cleo, app: 'Imaging' }],
  [`the guest ${cleo} to Imaging`, { email: cleo, app: 'Imaging' }],
  // sponsors
  [`${cleo} to Imaging sponsor Dana`, { email: cleo, app: 'Imaging', sponsor: 'Dana' }],
  [`${cleo} to Imaging sponsor dana@hospital.example until 31 March`, { email: cleo, app: 'Imaging', sponsor: 'dana@hospital.example', until: '2027-03-31' }],
  [`sponsor dana@hospital.example ${cleo} to Imaging`, { email: cleo, app: 'Imaging', sponsor: 'dana@hospital.example' }],
  [`${cleo} to Imaging with sponsor Dana Holm because she reads our scans`, { email: cleo, app: 'Imaging', sponsor: 'Dana Holm', reason: 'she reads our scans' }],
  [`${cleo} to Imaging, sponsored by Dana Holm, until 31 March`, { email: cleo, app: 'Imaging', sponsor: 'Dana Holm', until: '2027-03-31' }],
  [`${cleo} to Imaging because she reads our scans sponsor: Dana`, { email: cleo, app: 'Imaging', sponsor: 'Dana', reason: 'she reads our scans' }],
  // what Teams makes of it
  [`<a href="mailto:${cleo}">${cleo}</a> to Imaging`, { email: cleo, app: 'Imaging' }],
  [`${cleo}<mailto:${cleo}> to Imaging`, { email: cleo, app: 'Imaging' }],
  [`[${cleo}](mailto:${cleo}) to Imaging`, { email: cleo, app: 'Imaging' }],
  [`<p>${cleo}&nbsp;to&nbsp;Imaging</p>`, { email: cleo, app: 'Imaging' }],
  [`${cleo}\u00A0to\u00A0Imaging\u00A0until\u00A031\u00A0March`, { email: cleo, app: 'Imaging', until: '2027-03-31' }],
  [`<at>Guest Desk</at> ${cleo} to Imaging`, { email: cleo, app: 'Imaging' }],
  [`${cleo}\nto Imaging\r\nuntil 31 March\n`, { email: cleo, app: 'Imaging', until: '2027-03-31' }],
  [`\u200B${cleo}\u200B to \u202DImaging\u202C`, { email: cleo, app: 'Imaging' }],
  // little, or nothing
  [cleo, { email: cleo }],
  [`to Imaging`, { app: 'Imaging' }],
  [`until 31 March`, { until: '2027-03-31' }],
  [`because she reads our scans`, { reason: 'she reads our scans' }],
  [``, {}],
  [`   `, {}],
  [`to`, {}],
  [`until`, {}],
  [`because`, {}],
  [`to until because`, {}],
  [`${cleo} to Imaging until whenever`, { email: cleo, app: 'Imaging' }],
  [`${cleo}.`, { email: cleo }],
  [`(${cleo})`, { email: cleo }],
];

const days: Row[] = (
  [
    ['until 31 March', '2027-03-31'], ['until 1 December', '2026-12-01'], ['until 22 November', '2026-11-22'], ['until 21 November', '2027-11-21'], ['until tomorrow', '2026-11-23'], ['until Friday', '2026-11-27'],
    ['until 2027-03-31', '2027-03-31'], ['until 31.03.2027', '2027-03-31'], ['until 31.3.27', '2027-03-31'], ['until 29 February', '2028-02-29'], ['until 31 February', null],
    ['until the end of the month', '2026-11-30'], ['until the end of next month', '2026-12-31'], ['until the end of the year', '2026-12-31'], ['until end of February', '2027-02-28'], ['until March 2028', '2028-03-31'], ['until Dec', '2026-12-31'],
    ['for 3 months', '2027-02-22'], ['for two weeks', '2026-12-06'], ['for 10 days', '2026-12-02'], ['for a year', '2027-11-22'], ['for a month', '2026-12-22'], ['until 1 January 2020', '2020-01-01'], ['until 32 March', null],
  ] as const
).map(([words, until]) => [`${cleo} to Imaging ${words}`, { email: cleo, app: 'Imaging', until }]);

days.push([`${cleo} to Imaging until 5/4/2027`, { email: cleo, app: 'Imaging', until: '2027-04-05', untilOther: '2027-05-04' }]);

const german: readonly Row[] = [
  [`${cleo} zu Imaging bis 31. März, weil sie unsere Aufnahmen befundet`, { email: cleo, app: 'Imaging', until: '2027-03-31', reason: 'sie unsere Aufnahmen befundet' }],
  [`${cleo} zu Imaging ein bis 31. März, weil sie zu uns gehört`, { email: cleo, app: 'Imaging', until: '2027-03-31', reason: 'sie zu uns gehört' }],
  [`${cleo} bis zum 31.3. zu Shift Planner`, { email: cleo, app: 'Shift Planner', until: '2027-03-31' }],
  [`${cleo} für Imaging für 3 Monate`, { email: cleo, app: 'Imaging', until: '2027-02-22' }],
  [`${cleo} als Cleo Vance zu Imaging bis Ende März`, { email: cleo, name: 'Cleo Vance', app: 'Imaging', until: '2027-03-31' }],
  [`bitte ${cleo} zu „Weg zur Pflege“ bis Freitag`, { email: cleo, app: 'Weg zur Pflege', until: '2026-11-27' }],
  [`${cleo} zu Imaging, Sponsorin Dana Holm, bis 1.2.2027`, { email: cleo, app: 'Imaging', sponsor: 'Dana Holm', until: '2027-02-01' }],
  [`${cleo} zur Dienstplanung bis Jahresende damit sie planen kann`, { email: cleo, app: 'Dienstplanung', until: '2026-12-31', reason: 'sie planen kann' }],
  [`${cleo} zu Imaging bis morgen Grund: Vertretung`, { email: cleo, app: 'Imaging', until: '2026-11-23', reason: 'Vertretung' }],
];

const french: readonly Row[] = [
  [`${cleo} à Imaging jusqu’au 31 mars parce qu’elle lit nos images`, { email: cleo, app: 'Imaging', until: '2027-03-31', reason: 'elle lit nos images' }],
  [`${cleo} à Imaging jusqu'au 31 mars 2027 car elle aide à lire`, { email: cleo, app: 'Imaging', until: '2027-03-31', reason: 'elle aide à lire' }],
  [`${cleo} pour Imaging pendant 2 semaines`, { email: cleo, app: 'Imaging', until: '2026-12-06' }],
  [`${cleo} nommée Cleo Vance à Imaging jusqu’à fin mars`, { email: cleo, name: 'Cleo Vance', app: 'Imaging', until: '2027-03-31' }],
  [`${cleo} à « Soins à domicile » jusqu’à demain`, { email: cleo, app: 'Soins à domicile', until: '2026-11-23' }],
  [`${cleo} à Imaging, référent : Dana Holm, jusqu’au 1er avril`, { email: cleo, app: 'Imaging', sponsor: 'Dana Holm', until: '2027-04-01' }],
];

const arabic: readonly Row[] = [
  [`${cleo} إلى Imaging حتى 31 مارس لأنها تقرأ صورنا`, { email: cleo, app: 'Imaging', until: '2027-03-31', reason: 'تقرأ صورنا' }],
  [`${cleo} إلى Imaging حتى ٣١ مارس`, { email: cleo, app: 'Imaging', until: '2027-03-31' }],
  [`${cleo} إلى Imaging حتى ٣١/٣/٢٠٢٧ بسبب المناوبة`, { email: cleo, app: 'Imaging', until: '2027-03-31', reason: 'المناوبة' }],
  [`${cleo} إلى Imaging لمدة 3 أشهر`, { email: cleo, app: 'Imaging', until: '2027-02-22' }],
  [`${cleo} باسم كليو إلى Imaging`, { email: cleo, name: 'كليو', app: 'Imaging' }],
];

const spanish: readonly Row[] = [
  [`a ${cleo} a Imaging hasta el 31 de marzo porque lee nuestras imágenes`, { email: cleo, app: 'Imaging', until: '2027-03-31', reason: 'lee nuestras imágenes' }],
  [`${cleo} a la aplicación Imaging hasta el 31 de marzo de 2027, ya que ayuda a nuestros médicos`, { email: cleo, app: 'Imaging', until: '2027-03-31', reason: 'ayuda a nuestros médicos' }],
  [`a Cleo Vance <${cleo}> a Imaging durante 3 meses`, { email: cleo, name: 'Cleo Vance', app: 'Imaging', until: '2027-02-22' }],
  [`por favor a ${cleo} al «Plan de turnos» hasta fin de mes`, { email: cleo, app: 'Plan de turnos', until: '2026-11-30' }],
  [`${cleo}, acceso a Imaging, referente: Dana Holm, hasta finales de marzo`, { email: cleo, app: 'Imaging', sponsor: 'Dana Holm', until: '2027-03-31' }],
  [`${cleo} como Cleo Ramón y Cajal a Imaging hasta el viernes`, { email: cleo, name: 'Cleo Ramón y Cajal', app: 'Imaging', until: '2026-11-27' }],
  [`${cleo} a Imaging para leer nuestras imágenes`, { email: cleo, app: 'Imaging', reason: 'para leer nuestras imágenes' }],
  [`${cleo} a Imaging hasta mañana motivo: guardia`, { email: cleo, app: 'Imaging', until: '2026-11-23', reason: 'guardia' }],
  [`${cleo} a Imaging hasta el 29 de febrero`, { email: cleo, app: 'Imaging', until: '2028-02-29' }],
  [`${cleo} a Imaging por dos semanas`, { email: cleo, app: 'Imaging', until: '2026-12-06' }],
];

const japanese: readonly Row[] = [
  [`${cleo} を Imaging に3月31日まで。理由: 画像を読むため`, { email: cleo, app: 'Imaging', until: '2027-03-31', reason: '画像を読むため' }],
  [`${cleo}をImagingに2027年3月31日まで。理由は読影です`, { email: cleo, app: 'Imaging', until: '2027-03-31', reason: '読影です' }],
  [`3月31日まで${cleo}を「Path to Care」に`, { email: cleo, app: 'Path to Care', until: '2027-03-31' }],
  [`Cleo Vance さん(${cleo})を Shift Planner に3か月間`, { email: cleo, name: 'Cleo Vance', app: 'Shift Planner', until: '2027-02-22' }],
  [`Cleo Vance <${cleo}> を Imaging へ来月末まで`, { email: cleo, name: 'Cleo Vance', app: 'Imaging', until: '2026-12-31' }],
  [`画像を読むため、${cleo} を Imaging に来週の金曜日まで`, { email: cleo, app: 'Imaging', until: '2026-11-27', reason: '画像を読むため' }],
  [`${cleo} を Imaging に、担当者は Dana Holm さん、年度末まで`, { email: cleo, app: 'Imaging', sponsor: 'Dana Holm', until: '2027-03-31' }],
  [`田中先生(${cleo})を勤務表に令和9年3月31日まで`, { email: cleo, name: '田中', app: '勤務表', until: '2027-03-31' }],
  [`${cleo} を Imaging に３月３１日(水)まで`, { email: cleo, app: 'Imaging', until: '2027-03-31' }],
  [`${cleo} を Imaging に3/31まで`, { email: cleo, app: 'Imaging', until: '2027-03-31' }],
  [`${cleo} を Imaging に半年`, { email: cleo, app: 'Imaging', until: '2027-05-22' }],
  [`${cleo} を Imaging に2月29日まで`, { email: cleo, app: 'Imaging', until: '2028-02-29' }],
  [`${cleo} を Imaging に明日まで`, { email: cleo, app: 'Imaging', until: '2026-11-23' }],
  [`${cleo} を Imaging に2月31日まで`, { email: cleo, app: 'Imaging' }],
  [`${cleo}`, { email: cleo }],
  [`Imaging に`, { app: 'Imaging' }],
];

const tables = { 'en-GB': [...english, ...days], 'de-DE': german, 'fr-FR': french, 'es-ES': spanish, 'ar-EG': arabic, 'ja-JP': japanese } as const;

it('is a table of at least 120 sentences', () => expect(Object.values(tables).flat().length).toBeGreaterThanOrEqual(120));

describe.each(Object.entries(tables))('written in %s', (locale, rows) => {
  it.each(rows)('%s', (sentence, means) => {
    expect(understand(sentence, locale)).toEqual({ ...nothing, ...means });
  });
});

describe('the writer’s place and habits', () => {
  it('a day is read in the writer’s time zone', () => {
    const late = new Date('2026-11-22T23:30:00Z');
    const tomorrow = (timeZone: string): string | null => understandInvite('until tomorrow', { now: late, timeZone, locale: 'en' }).until;
    expect([tomorrow('Europe/London'), tomorrow('Europe/Berlin'), tomorrow('America/New_York'), tomorrow('Asia/Tokyo')]).toEqual(['2026-11-23', '2026-11-24', '2026-11-23', '2026-11-24']);
  });

  it('with slashes the month comes first only in the United States', () => {
    expect(understand('until 3/4/2027', 'en-US').until).toBe('2027-03-04');
    expect(understand('until 3/4/2027', 'en-GB').until).toBe('2027-04-03');
  });

  it('an English sentence is understood whatever the writer’s language, and the other way round', () => {
    expect(understand(`${cleo} to Imaging until 31 March because she reads our scans`, 'de-DE')).toEqual({ ...nothing, ...whole });
    expect(understand(`${cleo} zu Imaging bis 31. März weil sie unsere Scans liest`, 'en-GB')).toEqual({ ...nothing, ...whole, reason: 'sie unsere Scans liest' });
  });

  it('an unknown locale or zone is no fault', () => {
    expect(understandInvite(`${cleo} until tomorrow`, { now, timeZone: 'Moon/Base', locale: '??' })).toEqual({ ...nothing, email: cleo, until: '2026-11-23' });
  });
});

describe('whatever is written', () => {
  const pieces = [cleo, 'to', 'until', 'because', 'as', 'sponsor', 'for', 'Imaging', '31 March', '31.', '"', '“', '<', '>', '(', '@', '@@', '.', ',', 'a@b', '\u0000', '\uD800', '\u202E', '<a href="', 'mailto:', '&nbsp;', '\uE0000\uE001', '99999999', '0.0.0000', '-1', 'jusqu’au', 'bis', 'حتى', '${x}', 'NaN', '2026-99-99', '[', '](', '\\', '*'];
  const random = (seed: number) => (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;

  it('never throws, and says nothing but short plain texts and real days', () => {
    const next = random(20_261_122);
    for (let round = 0; round < 1_500; round += 1) {
      const sentence = Array.from({ length: Math.floor(next() * 14) }, () => pieces[Math.floor(next() * pieces.length)]).join(next() < 0.8 ? ' ' : '');
      const words = understand(sentence, ['en-GB', 'de-DE', 'fr-FR', 'ar-EG', 'ja-JP'][Math.floor(next() * 5)]!);
      for (const [part, value] of Object.entries(words)) {
        if (value === null) continue;
        expect(value).not.toMatch(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u);
        expect(value.trim()).toBe(value);
        expect(value.length).toBeLessThanOrEqual(500);
        if (part === 'until') expect(new Date(`${value}T00:00:00Z`).toISOString().slice(0, 10)).toBe(value);
        if (part === 'email') expect(value).toContain('@');
      }
    }
  });

  it.each(['to '.repeat(4_000), 'a@'.repeat(4_000), '"'.repeat(4_000), `${'until 31 March '.repeat(500)}`, 'x'.repeat(100_000), '<a '.repeat(5_000), '['.repeat(5_000), ' '.repeat(50_000)])('is read quickly (%#)', (text) => {
    const start = performance.now();
    understand(text, 'en-GB');
    expect(performance.now() - start).toBeLessThan(1_500);
  });
});

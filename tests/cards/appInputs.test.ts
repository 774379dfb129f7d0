import { type InviteForm } from '../../bot/desk/inviteForm.ts';
import { createCards } from '../../bot/teams/render/createCards.ts';
import { createTexts } from '../../bot/text/text.ts';
import { type Card } from '../support/cardText.ts';
import { inviteForm, manyApps, readerIn } from './sampleFacts.ts';

const cards = createCards(createTexts());
const reader = readerIn('en');
const empty = { ...inviteForm.filled, appId: null, moreAppIds: [] };
type Input = { id?: string; style?: string; choices: { value: string }[]; value?: string; isMultiSelect?: boolean; 'choices.data'?: unknown };
const inputs = (apps: InviteForm['apps'], filled: InviteForm['filled'] = empty) => {
  const body = (cards.inviteForm({ ...inviteForm, apps, filled }, reader) as Card)['body'] as Input[];
  return { app: body.filter(({ id }) => id === 'app'), moreApps: body.filter(({ id }) => id === 'moreApps') };
};
const dataset = { type: 'Data.Query', dataset: 'shared-apps' };

it('few apps stand in one list', () => {
  const { app, moreApps } = inputs(manyApps.slice(0, 15));
  expect([app.length, moreApps.length]).toEqual([1, 1]);
  for (const input of [...app, ...moreApps]) expect([input.style, input.choices.length, input['choices.data']]).toEqual(['compact', 15, undefined]);
  expect(inputs(manyApps.slice(0, 1)).moreApps).toEqual([]);
});

it('more than fifteen are looked for by name, with the first of them for clients that cannot ask', () => {
  const { app, moreApps } = inputs(manyApps);
  expect([app.length, moreApps.length]).toEqual([1, 1]);
  for (const input of [...app, ...moreApps]) expect(input).toMatchObject({ style: 'filtered', 'choices.data': dataset, placeholder: 'Type part of the app’s name' });
  expect(app[0]?.choices).toHaveLength(25);
  expect(inputs(manyApps.slice(0, 16)).app[0]?.['choices.data']).toEqual(dataset);
});

it('what was chosen keeps its title wherever it stands', () => {
  const [far, farther] = [manyApps[38]!.id, manyApps[39]!.id];
  const { app, moreApps } = inputs(manyApps, { ...empty, appId: far, moreAppIds: [farther] });
  expect(app[0]).toMatchObject({ value: far });
  expect(moreApps[0]).toMatchObject({ value: farther });
  expect(app[0]?.choices.slice(25).map(({ value }) => value)).toEqual([far, farther]);
});

it('a line found says what one of the list says', () => {
  expect(cards.foundApps(manyApps.slice(0, 1), reader)).toEqual([{ title: 'Imaging archive of ward 1 (up to 365 days)', value: manyApps[0]!.id }]);
  expect(cards.foundApps([{ ...manyApps[0]!, name: '**b** <b>x</b> ${y}' }], reader)[0]?.title).not.toMatch(/\*\*|<b>/u);
});

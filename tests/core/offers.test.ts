import { appOf, asRole, findOffers, offersOf } from '../../bot/core/offers.ts';
import { aRequest, aSharedApp as anApp } from '../support/requestStates.ts';

const viewer = { appRoleId: 'r1', value: 'viewer', name: 'Viewer', groupId: 'g-viewer' };
const reporter = { appRoleId: 'r2', value: 'reporter', name: 'Reporter', groupId: 'g-reporter' };
const imaging = anApp({ id: 'a1', name: 'Imaging', accessGroupId: 'g-imaging' });
const reports = anApp({ id: 'a2', name: 'Reports', accessGroupId: 'g-viewer', roles: [viewer, reporter] });
const planner = anApp({ id: 'a3', name: 'Shift Planner' });
const health = anApp({ id: 'a4', name: 'Health and Safety' });
const law = anApp({ id: 'a5', name: 'Law and Order', roles: [viewer] });
const offers = offersOf([imaging, reports, planner, health, law]);

it('are apps, or each role of an app with its own group', () => {
  expect(offers.map(({ id, name, app }) => [id, name, app.accessGroupId])).toEqual([
    ['a1', 'Imaging', 'g-imaging'], ['a2#viewer', 'Reports · Viewer', 'g-viewer'], ['a2#reporter', 'Reports · Reporter', 'g-reporter'], ['a3', 'Shift Planner', planner.accessGroupId], ['a4', 'Health and Safety', health.accessGroupId], ['a5#viewer', 'Law and Order · Viewer', 'g-viewer'],
  ]);
});

it.each<[string, readonly string[] | undefined]>([
  ['Imaging', ['a1']],
  ['a2#reporter', ['a2#reporter']],
  ['Reports as reporter', ['a2#reporter']],
  ['Reports as a viewer', ['a2#viewer']],
  ['reports reporter', ['a2#reporter']],
  ['Reports als Reporter', ['a2#reporter']],
  ['Reports · Viewer', ['a2#viewer']],
  ['Reports', undefined],
  ['Imaging and Shift Planner', ['a1', 'a3']],
  ['Imaging, Shift Planner and Reports as viewer', ['a1', 'a3', 'a2#viewer']],
  ['Imaging und Shift Planner', ['a1', 'a3']],
  ['Imaging et Shift Planner', ['a1', 'a3']],
  ['Imaging y Shift Planner', ['a1', 'a3']],
  ['Imaging و Shift Planner', ['a1', 'a3']],
  ['ImagingとShift Planner', ['a1', 'a3']],
  ['a1,a3', ['a1', 'a3']],
  ['Imaging and Imaging', ['a1']],
  ['Imaging and Nonesuch', undefined],
  ['Health and Safety', ['a4']],
  ['Law and Order as viewer', ['a5#viewer']],
  ['law and order · Viewer', ['a5#viewer']],
  ['Health and Safety and Imaging', undefined],
  ['', undefined],
])('%j means %j', (text, ids) => {
  expect(findOffers(offers, text)?.map(({ id }) => id)).toEqual(ids);
});

it('an app is what the request asked for, applied once or twice', () => {
  const asked = appOf(reports, aRequest({ role: reporter }));
  expect(asked).toMatchObject({ name: 'Reports · Reporter', accessGroupId: 'g-reporter' });
  expect(asRole(asked, reporter)).toBe(asked);
  // The app's own access group is that of its first role.
  const first = appOf(reports, aRequest({ role: viewer }));
  expect(first).toMatchObject({ name: 'Reports · Viewer', accessGroupId: 'g-viewer' });
  expect(asRole(first, viewer)).toBe(first);
  expect(appOf(imaging, aRequest())).toBe(imaging);
});

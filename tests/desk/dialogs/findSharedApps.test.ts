import { actor, makeDesk, type TestDesk } from '../../support/makeDesk.ts';

/** Imaging and thirty archives; one of them has roles. */
const manyApps = (): TestDesk => {
  const of = makeDesk();
  const imaging = of.store.rows().apps.get('imaging')!;
  for (let ward = 1; ward <= 30; ward += 1) of.store.rows().apps.set(`archive-${ward}`, { ...imaging, id: `archive-${ward}`, name: `Archive ${String(ward).padStart(2, '0')}`, servicePrincipalId: `sp-${ward}` });
  const roles = ['viewer', 'reporter'].map((value) => ({ appRoleId: value, value, name: value === 'viewer' ? 'Viewer' : 'Reporter', groupId: `group-${value}` }));
  of.store.rows().apps.set('reports', { ...imaging, id: 'reports', name: 'Reports', servicePrincipalId: 'sp-reports', roles });
  return of;
};
const find = async (who: 'rosa' | 'eve', text: string, skip = 0, count = 15): Promise<readonly string[] | string> => {
  const found = await manyApps().desk.findSharedApps(actor(who), { text, skip, count });
  return found.kind === 'found' ? found.apps.map(({ id }) => id) : found.rule;
};

it('finds apps and their roles by part of the name, a page at a time', async () => {
  expect(await find('rosa', 'imag')).toEqual(['imaging']);
  expect(await find('rosa', 'reports')).toEqual(['reports#reporter', 'reports#viewer']);
  expect(await find('rosa', 'archive')).toHaveLength(15);
  expect(await find('rosa', 'archive', 28)).toEqual(['archive-29', 'archive-30']);
  expect(await find('rosa', '')).toHaveLength(15);
  expect(await find('rosa', 'nonesuch')).toEqual([]);
});

it('tells people outside nothing', async () => {
  expect(await find('eve', 'imag')).toBe('outsider');
});

it('says nothing of what may be asked: what is sent is looked up again', async () => {
  const of = manyApps();
  expect(await of.ask('rosa', { app: 'archive-99' })).toMatchObject({ kind: 'problems', problems: { app: {} } });
  expect(await of.ask('rosa', { app: 'imaging' })).toMatchObject({ kind: 'shown', view: { appName: 'Imaging' } });
});

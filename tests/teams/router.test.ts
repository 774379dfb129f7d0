import { cardRoutes, commandRoutes, routes } from '../../bot/teams/handlers/routes.ts';
import { commandRoute } from '../../bot/teams/route.ts';
import { createRouter } from '../../bot/teams/router.ts';
import { understandCommand } from '../../bot/teams/understand/understandCommand.ts';

const router = createRouter(routes, understandCommand);

it('finds every verb of the house and no other', () => {
  for (const { verb } of cardRoutes) expect(router.card(verb)?.verb).toBe(verb);
  for (const verb of ['request.submit', 'request.approve', 'request.decline', 'request.withdraw', 'request.finish', 'request.retry', 'request.show', 'access.end', 'app.share']) expect(router.card(verb)).toBeDefined();
  for (const verb of ['', 'toString', '__proto__', 'request', 'Request.Approve', 'request.approve ']) expect(router.card(verb)).toBeUndefined();
});

it('every command is found by its word, in any letter case, and by words of other languages', () => {
  for (const { name } of commandRoutes) expect(router.command(name.toUpperCase(), 'en')).toMatchObject({ kind: 'found', route: { name } });
  expect(router.command('  Hilfe ', 'de')).toMatchObject({ kind: 'found', route: { name: 'help' } });
  expect(router.command('Invite a@b.example to X', 'en')).toMatchObject({ kind: 'found', route: { name: 'invite' }, rest: 'a@b.example to X' });
});

it.each(['request.approve', 'request.finish', 'request.retry'])('%s needs a sign-in', (verb) => expect(router.card(verb)?.signIn).toBe('needed'));
it.each(['request.decline', 'request.withdraw', 'request.show'])('%s needs none', (verb) => expect(router.card(verb)?.signIn).toBe('not-needed'));

it('a verb or command with two routes stops the start', () => {
  const help = commandRoute({ name: 'help', signIn: 'not-needed', run: async () => ({ kind: 'message', text: '' }) });
  expect(() => createRouter([...routes, help], understandCommand)).toThrow('help');
});

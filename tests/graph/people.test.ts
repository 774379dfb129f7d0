import { type DeskError, isDeskError } from '../../bot/core/errors.ts';
import { nationalClouds } from '../../bot/core/clouds.ts';
import { type People } from '../../bot/desk/ports.ts';
import { createPeople, type PeopleTokens } from '../../bot/graph/people.ts';
import { strictBody } from './strictBody.ts';
import { graphError, startStubGraph, type Given, type Received, type StubGraph } from './stubGraph.ts';

let graph: StubGraph;
const forgotten: string[] = [];
const tokens = new Map<string, string>();
const sponsorsNotSet: string[] = [];
const keeper: PeopleTokens = { get: async (id) => tokens.get(id), forget: async (id) => void (forgotten.push(id), tokens.delete(id)) };
let now = new Date('2026-03-01T08:00:00Z');
let people: People;

const jwt = (name: string, minutes: number): string =>
  ['h', Buffer.from(JSON.stringify({ name, exp: now.getTime() / 1000 + minutes * 60 })).toString('base64url'), 's'].join('.');
const owners = new Map<string, string>();
const create = (hasInvitationSponsors = true): People =>
  createPeople({ cloud: { ...graph.cloud, hasInvitationSponsors }, correlationId: () => 'c', clock: { now: () => now }, callTimeoutMs: 8000, onSponsorNotSet: (code) => sponsorsNotSet.push(code) }, keeper);

/** `/me` says whose the token is; the rest is the test's. */
const serve = (rest: (request: Received) => Given): void => {
  graph.answer = (request) => {
    if (request.path.startsWith('/v1.0/me?')) return { status: 200, body: { id: owners.get(request.headers.authorization ?? '') } };
    return rest(request);
  };
};
const signIn = (id: string, minutes = 30, owner = id): void => {
  const token = jwt(`${id} ${Math.random()}`, minutes);
  tokens.set(id, token);
  owners.set(`Bearer ${token}`, owner);
};
const failureOf = async (work: Promise<unknown>): Promise<DeskError> => {
  const error = await work.then(() => undefined, (reason: unknown) => reason);
  if (!isDeskError(error)) throw new Error(`not a DeskError`, { cause: error });
  return error;
};
const sent = (): string[] => graph.received.map(({ method, path }) => `${method} ${path.replace('/v1.0', '').split('?')[0]}`);
const invitation = { email: 'cleo@clinic.example', name: 'Cleo Park', redirectUrl: 'https://imaging.hospital.example/', sponsorId: '0a10c0de-0000-4000-8000-000000000005', language: 'de', message: 'Guten Tag' };
const invited: Given = { status: 201, body: { id: 'i', invitedUser: { id: 'guest-1' }, status: 'PendingAcceptance' } };

beforeAll(async () => {
  graph = await startStubGraph();
});
afterAll(() => graph.stop());
beforeEach(() => {
  graph.received.length = 0;
  forgotten.length = 0;
  sponsorsNotSet.length = 0;
  tokens.clear();
  now = new Date('2026-03-01T08:00:00Z');
  people = create();
});

describe('whose token it is', () => {
  it('asks for a sign-in when there is none, and calls nobody', async () => {
    const error = await failureOf(people.invite('boris', invitation));
    expect([error.kind, error.detail.userId]).toEqual(['sign-in-needed', 'boris']);
    expect((await failureOf(people.ensureSignedIn('boris'))).kind).toBe('sign-in-needed');
    expect(graph.received).toEqual([]);
  });

  it('never acts with the token of another person', async () => {
    serve(() => invited);
    signIn('boris', 30, 'grace');
    const error = await failureOf(people.invite('boris', invitation));
    expect([error.kind, error.detail.code]).toEqual(['bug', 'graph/token-of-another-person']);
    expect(sent()).toEqual(['GET /me']);
    expect(forgotten).toEqual(['boris']);
  });

  it('does not mistake a proved token for a proof for somebody else', async () => {
    serve(() => invited);
    signIn('boris');
    await people.ensureSignedIn('boris');
    tokens.set('rosa', tokens.get('boris') ?? '');
    expect((await failureOf(people.invite('rosa', invitation))).detail.code).toBe('graph/token-of-another-person');
    expect(sent()).toEqual(['GET /me']);
  });

  it('proves each token once while it lives, also for calls side by side', async () => {
    serve(() => ({ status: 204 }));
    signIn('boris', 10);
    await Promise.all([people.ensureSignedIn('boris'), people.addToGroup('boris', 'g', 'u1'), people.addToGroup('boris', 'g', 'u2')]);
    expect(sent().filter((call) => call === 'GET /me')).toHaveLength(1);
    now = new Date(now.getTime() + 11 * 60_000);
    await people.ensureSignedIn('boris');
    expect(sent().filter((call) => call === 'GET /me')).toHaveLength(2);
  });

  it('proves again after a proof that failed', async () => {
    signIn('boris');
    graph.answer = () => graphError(403, 'Authorization_RequestDenied');
    expect((await failureOf(people.ensureSignedIn('boris'))).kind).toBe('tenant-denies');
    serve(() => invited);
    await expect(people.ensureSignedIn('boris')).resolves.toBeUndefined();
  });

  it('drops a challenged token and asks for a sign-in; a failing token service does not hide that', async () => {
    const challenge = graphError(401, 'InvalidAuthenticationToken', 'more', { 'www-authenticate': 'Bearer error="insufficient_claims", claims="e30="' });
    serve(() => challenge);
    signIn('boris');
    expect((await failureOf(people.invite('boris', invitation))).detail).toEqual({ claims: '{}', code: 'graph/claims-challenge', userId: 'boris' });
    expect([forgotten, sent()]).toEqual([['boris'], ['GET /me', 'POST /invitations']]);
    signIn('boris');
    const stubborn = createPeople({ cloud: graph.cloud, correlationId: () => 'c', clock: { now: () => now } }, { ...keeper, forget: () => Promise.reject(new Error('down')) });
    expect((await failureOf(stubborn.invite('boris', invitation))).kind).toBe('sign-in-needed');
  });

  it('signs out at the token service', async () => {
    await people.signOut('boris');
    expect(forgotten).toEqual(['boris']);
  });
});

describe('inviting', () => {
  beforeEach(() => signIn('boris'));

  it('sends what the strict schema wants, once', async () => {
    serve(() => invited);
    await expect(people.invite('boris', invitation)).resolves.toEqual({ guestId: 'guest-1' });
    const body = graph.received[1]?.body;
    expect(body).toEqual({
      invitedUserEmailAddress: 'cleo@clinic.example', invitedUserDisplayName: 'Cleo Park', inviteRedirectUrl: 'https://imaging.hospital.example/', sendInvitationMessage: true,
      invitedUserMessageInfo: { messageLanguage: 'de', customizedMessageBody: 'Guten Tag' }, invitedUserSponsors: [{ id: '0a10c0de-0000-4000-8000-000000000005' }],
    });
    expect(strictBody('/invitations', 'post', body)).toEqual([]);
  });

  it('that Graph took without saying whom is ambiguous, not failed', async () => {
    serve(() => ({ status: 201, body: { id: 'i' } }));
    expect((await failureOf(people.invite('boris', invitation))).kind).toBe('ambiguous');
  });

  it('sets the sponsor afterwards where the invitation cannot carry one', async () => {
    expect(nationalClouds.usgov.hasInvitationSponsors).toBe(false);
    let tries = 0;
    serve(({ path }) => (path === '/v1.0/invitations' ? invited : (tries += 1) === 1 ? graphError(404, 'Request_ResourceNotFound') : { status: 204 }));
    await create(false).invite('boris', invitation);
    expect(graph.received[1]?.body).not.toHaveProperty('invitedUserSponsors');
    expect(sent().slice(2)).toEqual(['POST /users/guest-1/sponsors/$ref', 'POST /users/guest-1/sponsors/$ref']);
    expect(strictBody('/users/{user-id}/sponsors/$ref', 'post', graph.received[2]?.body)).toEqual([]);
    expect(sponsorsNotSet).toEqual([]);
  });

  it('stands when the sponsor cannot be set: nobody may invite twice for that', async () => {
    serve(({ path }) => (path === '/v1.0/invitations' ? invited : graphError(403, 'Authorization_RequestDenied')));
    await expect(create(false).invite('boris', invitation)).resolves.toEqual({ guestId: 'guest-1' });
    expect(sponsorsNotSet).toEqual(['graph/authorization-request-denied']);
  });
});

describe('the access group', () => {
  beforeEach(() => signIn('boris'));

  it('adds by reference; a member already is as good; an unseen guest is not found', async () => {
    serve(() => ({ status: 204 }));
    await expect(people.addToGroup('boris', 'g1', 'u1')).resolves.toBe('added');
    expect(graph.received[1]?.body).toEqual({ '@odata.id': `${graph.cloud.graphUrl}/v1.0/directoryObjects/u1` });
    expect(strictBody('/groups/{group-id}/members/$ref', 'post', graph.received[1]?.body)).toEqual([]);
    serve(() => graphError(400, 'Request_BadRequest', "One or more added object references already exist for the following modified properties: 'members'."));
    await expect(people.addToGroup('boris', 'g1', 'u1')).resolves.toBe('already');
    serve(() => graphError(404, 'Request_ResourceNotFound'));
    expect((await failureOf(people.addToGroup('boris', 'g1', 'u1'))).kind).toBe('not-found');
  });

  it('removes the reference only, and takes absence for done', async () => {
    serve(() => ({ status: 204 }));
    await expect(people.removeFromGroup('boris', 'g1', 'u1')).resolves.toBe('removed');
    serve(() => graphError(404, 'Request_ResourceNotFound'));
    await expect(people.removeFromGroup('boris', 'g1', 'u1')).resolves.toBe('absent');
    expect(sent().filter((call) => call.startsWith('DELETE'))).toEqual(['DELETE /groups/g1/members/u1/$ref', 'DELETE /groups/g1/members/u1/$ref']);
  });
});

it('lists owned enterprise apps over all pages, nothing else', async () => {
  signIn('ada');
  serve(({ path }) =>
    path.includes('skiptoken')
      ? { status: 200, body: { value: [{ '@odata.type': '#microsoft.graph.servicePrincipal', id: 's2', displayName: 'Shift Planner' }] } }
      : { status: 200, body: { value: [{ '@odata.type': '#microsoft.graph.group', id: 'g1', displayName: 'G' }, { '@odata.type': '#microsoft.graph.servicePrincipal', id: 's1', displayName: 'Imaging' }], '@odata.nextLink': `${graph.cloud.graphUrl}/v1.0/me/ownedObjects?$skiptoken=2` } },
  );
  await expect(people.ownedApps('ada')).resolves.toEqual([{ servicePrincipalId: 's1', name: 'Imaging' }, { servicePrincipalId: 's2', name: 'Shift Planner' }]);
});

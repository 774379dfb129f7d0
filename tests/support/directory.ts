import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadCertificates } from '../../sandbox/certificates.ts';
import { createClock } from '../../sandbox/clock.ts';
import { startDirectory } from '../../sandbox/directory.ts';
import { createFaults } from '../../sandbox/faults.ts';
import { createJournal } from '../../sandbox/journal.ts';
import { loadKeys } from '../../sandbox/keys.ts';
import { people, seedTenant, type PersonKey } from '../../sandbox/seed.ts';
import { readSettings } from '../../sandbox/settings.ts';
import type { RegistrationName } from '../../sandbox/state/objects.ts';
import { loadTenant, resetTenant } from '../../sandbox/state/tenant.ts';
import { testPort } from './ports.ts';
import { graphProblems } from './graphChecks.ts';
import { sharedFolder } from './sharedFolder.ts';

/** What tests look at in an answer's JSON; `{}` where it is something else. */
export type Body = {
  id?: string;
  error?: { code: string; message: string; innerError: Record<string, string> };
  value?: Record<string, unknown>[];
  [member: string]: unknown;
};
export type Answer = { status: number; headers: Record<string, string | string[] | undefined>; body: Body; text: string };
export type Ask = { token?: string; body?: unknown; headers?: Record<string, string>; form?: Record<string, string> };

/** The sandbox's Entra, Graph and mail on free ports, with nothing else around them. */
export async function startTestDirectory() {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'guest-desk-directory-'));
  const ports = Object.fromEntries(await Promise.all(['GRAPH', 'CHANNEL', 'DOOR'].map(async (name) => [`SANDBOX_${name}_PORT`, String(await testPort())] as const)));
  const settings = readSettings({ SANDBOX_DATA_DIR: dataDir, ...ports });
  const clock = createClock(dataDir);
  const tenant = loadTenant(dataDir, seedTenant);
  tenant.settings.replicationMs = 0;
  const journal = createJournal(clock);
  const faults = createFaults();
  const [keys, certificates] = await Promise.all([loadKeys(dataDir), loadCertificates(dataDir)]);
  const directory = await startDirectory({ settings, tenant, clock, journal, faults, keys, certificates });
  const { origin, issuer } = directory;

  const call = (method: string, url: string, { token, body, headers = {}, form }: Ask = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const text = form === undefined ? (body === undefined ? undefined : JSON.stringify(body)) : new URLSearchParams(form).toString();
      const type = form === undefined ? 'application/json' : 'application/x-www-form-urlencoded';
      const target = url.startsWith('https:') ? url : `${origin}${url}`;
      const given = { ...(text !== undefined && { 'content-type': type }), ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers };
      const sent = request(target.replaceAll(' ', '%20'), { method, ca: certificates.ca, headers: given, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const answer = Buffer.concat(chunks).toString('utf8');
          const isJson = response.headers['content-type']?.includes('json') === true;
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text: answer, body: isJson ? (JSON.parse(answer) as Body) : {} });
        });
      });
      sent.on('error', reject);
      sent.end(text);
    });

  const user = (key: PersonKey) => {
    const found = tenant.users.find((each) => each.id === people[key].oid);
    if (found === undefined) throw new Error(`${key} is gone`);
    return found;
  };

  return {
    settings, tenant, clock, journal, faults, keys, certificates, directory, call, user,
    /** A Graph token of a person through a registration; all its scopes are in it. */
    as: (key: PersonKey, through: RegistrationName = 'people') => issuer.userToken(tenant.registrations[through], user(key), origin),
    /** A Graph token of a registration for itself. */
    asApp: (name: RegistrationName) => issuer.applicationToken(tenant.registrations[name], origin),
    invite: async (by: PersonKey, email: string, more: Record<string, unknown> = {}) =>
      call('POST', '/v1.0/invitations', {
        token: await issuer.userToken(tenant.registrations.people, user(by), origin),
        body: { invitedUserEmailAddress: email, inviteRedirectUrl: 'https://imaging.hospital.example/', sendInvitationMessage: true, ...more },
      }),
    /** The tenant as on the first start, without replication delay. */
    async reset() {
      resetTenant(tenant, seedTenant);
      tenant.settings.replicationMs = 0;
      faults.clear();
      await clock.reset();
    },
    /** What the official model has against the answers so far; undefined (and a loud line) where it is absent. */
    modelProblems(): string[] | undefined {
      if (sharedFolder() === undefined) {
        console.warn('../shared is absent (set SHARED_DIR): the answers of the sandbox are NOT checked against the official model.');
        return undefined;
      }
      const modelled = journal.since().filter((entry) => entry.to === 'graph' && entry.path.startsWith('/v1.0/') && entry.status !== 501 && !/\/domains|microsoft\.graph\.|transitiveMembers/.test(entry.path));
      return graphProblems(modelled, 'answers').problems;
    },
    async stop() {
      await directory.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export type TestDirectory = Awaited<ReturnType<typeof startTestDirectory>>;

import { customCloud, isLoopbackHost, nationalClouds } from '../../bot/core/clouds.ts';

const given = {
  loginUrl: 'https://localhost:4001', graphUrl: 'https://localhost:4001', channelMetadataUrl: 'https://localhost:4002/.well-known/openidconfiguration',
  channelIssuer: 'https://api.botframework.com', channelServiceOrigins: ['https://localhost:4002'], tokenServiceUrl: 'https://localhost:4002',
};

it('makes a custom cloud of loopback addresses', () => {
  expect(customCloud(given)).toEqual({ cloud: { teamsOrigins: [], ...given, teamsScriptOrigins: [], teamsUrl: 'https://teams.microsoft.com', roleActivationUrl: nationalClouds.public.roleActivationUrl, name: 'custom', channelScope: 'https://api.botframework.com/.default', hasInvitationSponsors: true } });
});

it.each([
  ['loginUrl', 'https://login.evil.example'], ['graphUrl', 'http://localhost:4001'], ['graphUrl', 'https://localhost:4001/'], ['tokenServiceUrl', 'https://localhost.evil.example'],
  ['tokenServiceUrl', 'https://user@localhost:4002'], ['channelMetadataUrl', 'https://127.0.0.1.evil.example/x'], ['channelMetadataUrl', 'nonsense'], ['channelIssuer', ''],
] as const)('refuses %s %s', (field, value) => {
  expect(customCloud({ ...given, [field]: value })).toEqual({ problems: [expect.objectContaining({ field })] });
});

it('names every problem at once', () => {
  const made = customCloud({ ...given, loginUrl: 'x', channelServiceOrigins: [], tokenServiceUrl: 'https://10.0.0.1' });
  expect('problems' in made ? made.problems.map(({ field }) => field) : []).toEqual(['loginUrl', 'tokenServiceUrl', 'channelServiceOrigins']);
});

it('knows loopback hosts', () => {
  expect(['localhost', '127.0.0.1', '127.9.8.7', '[::1]'].filter((host) => !isLoopbackHost(host))).toEqual([]);
  expect(['127.0.0.1.example', 'localhost.example', '10.0.0.1', '::1', '0.0.0.0'].filter(isLoopbackHost)).toEqual([]);
});

it('describes national clouds by origins alone, each apart from the others', () => {
  for (const cloud of Object.values(nationalClouds)) {
    for (const origin of [cloud.loginUrl, cloud.graphUrl, cloud.tokenServiceUrl, ...cloud.channelServiceOrigins]) expect(new URL(origin).origin).toBe(origin);
  }
  const origins = Object.values(nationalClouds).flatMap((cloud) => [cloud.graphUrl, ...cloud.channelServiceOrigins]);
  expect(new Set(origins).size).toBe(origins.length);
});

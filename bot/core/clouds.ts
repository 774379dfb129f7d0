/**
 * Where Entra, Graph and the bot channel of one cloud live. All addresses are without a trailing slash; `loginUrl`,
 * `graphUrl`, `tokenServiceUrl` and the service origins are origins, to which callers append paths.
 */
export type Cloud = {
  readonly name: CloudName;
  /** Entra, e.g. `https://login.microsoftonline.com`; the tenant follows as first path segment. */
  readonly loginUrl: string;
  /** Graph without version, e.g. `https://graph.microsoft.com`; also the resource of its scopes. */
  readonly graphUrl: string;
  readonly channelMetadataUrl: string;
  /** Issuer of the tokens with which the channel calls the bot. */
  readonly channelIssuer: string;
  /** The only origins to which the bot may send its answers. */
  readonly channelServiceOrigins: readonly string[];
  readonly tokenServiceUrl: string;
  /** Where people activate directory roles they are eligible for (Privileged Identity Management). */
  readonly roleActivationUrl: string;
  /** Where links into Teams begin, e.g. `https://teams.microsoft.com`. */
  readonly teamsUrl: string;
  /** Scope of the bot's own token for channel and token service. */
  readonly channelScope: string;
  /** Whether `POST /invitations` knows `invitedUserSponsors`; elsewhere sponsors are set on the new guest (facts/graph.md fact 5). */
  readonly hasInvitationSponsors: boolean;
  /** Origins under which Teams runs in a browser; only they may show a page of ours in a frame. May hold `*.`. */
  readonly teamsOrigins: readonly string[];
  /** Where teams-js reads the newest list of Teams' origins; it has its own list beside that. */
  readonly teamsScriptOrigins: readonly string[];
};

export type NationalCloudName = 'public' | 'usgov' | 'usgov-dod' | 'china';
export type CloudName = NationalCloudName | 'custom';

/** The page of roles in the portal; the same in every cloud. */
const activationPage = '/#view/Microsoft_Azure_PIMCommon/ActivationMenuBlade/~/aadmigratedroles';

const usGovernment = {
  loginUrl: 'https://login.microsoftonline.us',
  channelMetadataUrl: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
  channelIssuer: 'https://api.botframework.us',
  tokenServiceUrl: 'https://token.botframework.azure.us',
  roleActivationUrl: `https://portal.azure.us${activationPage}`,
  channelScope: 'https://api.botframework.us/.default',
  hasInvitationSponsors: false,
  teamsScriptOrigins: [],
} as const;

/** Microsoft's clouds. GCC lives in `public` and brings its own service origin. */
export const nationalClouds: Readonly<Record<NationalCloudName, Cloud>> = {
  public: {
    name: 'public',
    loginUrl: 'https://login.microsoftonline.com',
    graphUrl: 'https://graph.microsoft.com',
    channelMetadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
    channelIssuer: 'https://api.botframework.com',
    channelServiceOrigins: [
      'https://smba.trafficmanager.net',
      'https://smba.onyx.prod.teams.trafficmanager.net',
      'https://smba.infra.gcc.teams.microsoft.com',
    ],
    tokenServiceUrl: 'https://token.botframework.com',
    roleActivationUrl: `https://portal.azure.com${activationPage}`,
    teamsUrl: 'https://teams.microsoft.com',
    channelScope: 'https://api.botframework.com/.default',
    hasInvitationSponsors: true,
    teamsOrigins: ['https://teams.microsoft.com', 'https://*.teams.microsoft.com', 'https://teams.cloud.microsoft'],
    teamsScriptOrigins: ['https://res.cdn.office.net'],
  },
  usgov: {
    ...usGovernment,
    name: 'usgov',
    graphUrl: 'https://graph.microsoft.us',
    channelServiceOrigins: ['https://smba.infra.gov.teams.microsoft.us'],
    teamsOrigins: ['https://gov.teams.microsoft.us'],
    teamsUrl: 'https://gov.teams.microsoft.us',
  },
  'usgov-dod': {
    ...usGovernment,
    name: 'usgov-dod',
    graphUrl: 'https://dod-graph.microsoft.us',
    channelServiceOrigins: ['https://smba.infra.dod.teams.microsoft.us'],
    teamsOrigins: ['https://dod.teams.microsoft.us'],
    teamsUrl: 'https://dod.teams.microsoft.us',
  },
  china: {
    name: 'china',
    loginUrl: 'https://login.chinacloudapi.cn',
    graphUrl: 'https://microsoftgraph.chinacloudapi.cn',
    channelMetadataUrl: 'https://login.botframework.azure.cn/v1/.well-known/openidconfiguration',
    channelIssuer: 'https://api.botframework.azure.cn',
    channelServiceOrigins: ['https://frontend.botapi.msg.infra.teams.microsoftonline.cn'],
    tokenServiceUrl: 'https://token.botframework.azure.cn',
    roleActivationUrl: `https://portal.azure.cn${activationPage}`,
    teamsUrl: 'https://teams.microsoftonline.cn',
    channelScope: 'https://api.botframework.azure.cn/.default',
    hasInvitationSponsors: false,
    teamsOrigins: ['https://teams.microsoftonline.cn'],
    teamsScriptOrigins: [],
  },
};

/** What a custom cloud must be given; see {@link customCloud}. */
export type CustomCloudUrls = Pick<
  Cloud,
  'loginUrl' | 'graphUrl' | 'channelMetadataUrl' | 'channelIssuer' | 'channelServiceOrigins' | 'tokenServiceUrl'
> & {
  /** Pages on this machine that stand in for Teams, http or https; none unless told. */
  readonly teamsOrigins?: readonly string[];
};

export type CloudProblem = { readonly field: keyof CustomCloudUrls; readonly problem: string };

/**
 * A cloud of which every address is given. Only https on loopback hosts is accepted, so that a mistaken setting
 * can never send a secret or a token to a stranger (`channelIssuer` is a name that is compared, never called).
 * @returns the cloud, or every problem found, in words
 */
export function customCloud(urls: CustomCloudUrls): { readonly cloud: Cloud } | { readonly problems: readonly CloudProblem[] } {
  const problems: CloudProblem[] = [];
  const check = (field: keyof CustomCloudUrls, problem: string | null): void => {
    if (problem !== null) problems.push({ field, problem });
  };
  for (const field of ['loginUrl', 'graphUrl', 'tokenServiceUrl'] as const) check(field, originProblem(urls[field]));
  check('channelMetadataUrl', loopbackProblem(urls.channelMetadataUrl));
  if (urls.channelIssuer === '') check('channelIssuer', 'is empty');
  if (urls.channelServiceOrigins.length === 0) check('channelServiceOrigins', 'names no origin');
  for (const origin of urls.channelServiceOrigins) check('channelServiceOrigins', originProblem(origin));
  for (const origin of urls.teamsOrigins ?? []) check('teamsOrigins', originProblem(origin.replace(/^http:/, 'https:')));
  if (problems.length > 0) return { problems };
  return { cloud: { teamsOrigins: [], ...urls, teamsScriptOrigins: [], name: 'custom', roleActivationUrl: nationalClouds.public.roleActivationUrl, teamsUrl: nationalClouds.public.teamsUrl, channelScope: nationalClouds.public.channelScope, hasInvitationSponsors: true } };
}

/** True for hosts that never leave this machine. `host` as in `URL.hostname`. */
export const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

const loopbackProblem = (value: string): string | null => {
  const url = URL.parse(value);
  if (url === null) return `is not an address: ${value}`;
  if (url.protocol !== 'https:') return `must be https: ${value}`;
  if (!isLoopbackHost(url.hostname)) return `a custom cloud may only name loopback hosts, not ${url.hostname}`;
  if (url.username !== '' || url.password !== '') return 'must not carry a user name or password';
  return null;
};

const originProblem = (value: string): string | null => {
  const problem = loopbackProblem(value);
  if (problem !== null) return problem;
  return URL.parse(value)?.origin === value ? null : `must be an origin without path or trailing slash: ${value}`;
};

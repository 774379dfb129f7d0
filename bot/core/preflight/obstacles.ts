/** What can stand between an address and an app, in the order people are told; each has texts (`preflight.obstacle.<key>`). */
const table = {
  // key: who can remove it, and whether everybody may be told
  'invitations-off': ['administrator', 'open'],
  'nobody-invites': ['administrator', 'open'],
  'nobody-adds': ['owner', 'open'],
  'rights-unread': ['administrator', 'open'],
  'own-domain': ['requester', 'open'],
  'own-domain-unread': ['administrator', 'open'],
  'mixed-script': ['requester', 'open'],
  'look-alike': ['requester', 'open'],
  member: ['owner', 'closed'],
  'guest-disabled': ['administrator', 'closed'],
  'guest-redeemed': ['nobody', 'closed'],
  'guest-pending': ['nobody', 'closed'],
  'holder-unread': ['administrator', 'closed'],
  deleted: ['administrator', 'closed'],
  'deleted-unread': ['administrator', 'closed'],
  contact: ['administrator', 'closed'],
  'contact-unread': ['administrator', 'closed'],
  'domain-blocked': ['administrator', 'closed'],
  'domain-not-listed': ['administrator', 'closed'],
  'domain-list-unread': ['administrator', 'closed'],
  'partner-unread': ['administrator', 'closed'],
  'inbound-users-blocked': ['administrator', 'closed'],
  'inbound-users-some': ['administrator', 'closed'],
  'inbound-app-blocked': ['administrator', 'closed'],
  'inbound-unread': ['administrator', 'closed'],
  'no-provider': ['administrator', 'closed'],
  'passcodes-unread': ['administrator', 'closed'],
  'entra-not-used': ['administrator', 'closed'],
  'microsoft-account': ['nobody', 'closed'],
  'app-gone': ['owner', 'open'],
  'group-missing': ['owner', 'open'],
  'group-not-assigned': ['owner', 'open'],
  'open-to-all': ['owner', 'open'],
  'app-unread': ['administrator', 'open'],
  'sponsor-gone': ['requester', 'open'],
  'sponsor-disabled': ['requester', 'open'],
  'sponsor-guest': ['requester', 'open'],
  'sponsor-unreachable': ['requester', 'open'],
  'sponsor-unread': ['administrator', 'open'],
} as const satisfies Record<string, readonly [Remover, 'open' | 'closed']>;

/** Who can remove an obstacle; `nobody`: it is how things are. */
export type Remover = 'administrator' | 'owner' | 'requester' | 'nobody';
export type ObstacleKey = keyof typeof table;
/** `blocks`: it fails for certain · `warns`: it works, and should be known · `unknown`: it could not be seen. */
export type Severity = 'blocks' | 'warns' | 'unknown';

export type Obstacle = {
  readonly key: ObstacleKey;
  readonly severity: Severity;
  readonly remover: Remover;
  /** Values for the sentence. */
  readonly facts: Readonly<Record<string, string>>;
};

export const obstacleKeys = Object.keys(table) as readonly ObstacleKey[];

export const obstacle = (key: ObstacleKey, severity: Severity, facts: Obstacle['facts'] = {}): Obstacle => ({ key, severity, remover: table[key][0], facts });

/**
 * Whether everybody may be told. What is closed would tell an outsider's friend who is a guest here and what our rules
 * for partners are, so people without an administrative role get one sentence for all of it.
 */
export const isOpen = (key: ObstacleKey): boolean => table[key][1] === 'open';

const weights: Readonly<Record<Severity, number>> = { blocks: 0, unknown: 1, warns: 2 };

/** The gravest first, each group in the order of the table. */
export const inOrder = (obstacles: readonly Obstacle[]): readonly Obstacle[] =>
  obstacles.toSorted((a, b) => weights[a.severity] - weights[b.severity] || obstacleKeys.indexOf(a.key) - obstacleKeys.indexOf(b.key));

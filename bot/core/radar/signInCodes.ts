/** What the numbers of the sign-in log mean (AADSTS codes of Microsoft Entra). Each meaning has a sentence: `aadsts.<meaning>`. */

export type SignInMeaning =
  | 'wrong-account' | 'locked' | 'password' | 'password-expired' | 'account-disabled' | 'not-signed-in' | 'session-over' | 'mfa-missing' | 'mfa-not-done' | 'risk' | 'device' | 'app-not-approved'
  | 'conditional-access' | 'external-challenge' | 'not-assigned' | 'no-consent' | 'consent-declined' | 'home-forbids' | 'host-forbids' | 'app-disabled' | 'app-unknown' | 'no-tenant' | 'unknown';

/** Who can do something about it: the guest, the guest's own organisation, the app's owner, or an administrator here. */
export type SignInHelper = 'guest' | 'home' | 'owner' | 'administrator';

const meanings: Readonly<Record<Exclude<SignInMeaning, 'unknown'>, readonly [helper: SignInHelper, ...codes: number[]]>> = {
  'wrong-account': ['guest', 16000, 50020, 50034, 90072],
  locked: ['home', 50053],
  password: ['guest', 50056, 50126],
  'password-expired': ['guest', 50055, 50144],
  'account-disabled': ['administrator', 50057],
  'not-signed-in': ['guest', 50058, 50140],
  'session-over': ['guest', 50132, 50133, 50173, 70044, 70046],
  'mfa-missing': ['guest', 50072, 50079],
  'mfa-not-done': ['guest', 50074, 50076, 500121],
  risk: ['administrator', 53004],
  device: ['administrator', 50097, 50129, 50131, 53000, 53001],
  'app-not-approved': ['administrator', 53002],
  'conditional-access': ['administrator', 53003],
  'external-challenge': ['administrator', 50158],
  'not-assigned': ['owner', 50105],
  'no-consent': ['administrator', 65001, 90094],
  'consent-declined': ['guest', 65004],
  'home-forbids': ['home', 500212],
  'host-forbids': ['administrator', 500213],
  'app-disabled': ['owner', 7000112],
  'app-unknown': ['owner', 700016],
  'no-tenant': ['home', 50128],
};

const byCode = new Map(Object.entries(meanings).flatMap(([meaning, [helper, ...codes]]) => codes.map((code) => [code, { meaning: meaning as SignInMeaning, helper }] as const)));

/** Every code that has a meaning of its own. */
export const knownSignInCodes: readonly number[] = [...byCode.keys()];

/** What a code means and who can help; an unknown one is for an administrator. */
export const explainSignInCode = (code: number): { readonly meaning: SignInMeaning; readonly helper: SignInHelper } => byCode.get(code) ?? { meaning: 'unknown', helper: 'administrator' };

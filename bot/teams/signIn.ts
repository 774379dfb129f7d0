import { type UserId } from '../core/ids.ts';
import { type AssertionCheck } from './assertion.ts';
import { type Say } from './errorAnswers.ts';
import { type Inbound } from './inbound/activity.ts';
import { type OutMessage } from './outgoing.ts';
import { type TokenService } from './tokenService.ts';

/** What a press or invoke brought along: a single sign-on token, or the code of the sign-in page. */
export type Offer = { readonly assertion?: { readonly connectionName: string; readonly token: string } | undefined; readonly code?: string | undefined };

/** `none`: nothing was offered. `accepted`: the person is signed in now. */
export type OfferOutcome = 'none' | 'accepted' | 'refused';

export type SignIn = {
  /** Name of the connection that people sign in to. */
  readonly connection: string;
  /** Uses what was offered, after checking that it is the sender's own. */
  accept(inbound: Inbound, offer: Offer): Promise<OfferOutcome>;
  isSignedIn(userId: UserId): Promise<boolean>;
  /** What asks the person's client for a sign-in. */
  request(inbound: Inbound): Promise<Extract<OutMessage, { kind: 'sign-in' }>>;
};

export type SignInOptions = { readonly tokens: TokenService; readonly checkAssertion: AssertionCheck; readonly connection: string; readonly say: Say };

/** Single sign-on of Teams: silent where consent was given, by a button where it was not. */
export const createSignIn = ({ tokens, checkAssertion, connection, say }: SignInOptions): SignIn => ({
  connection,
  async accept(inbound, { assertion, code }) {
    if (assertion !== undefined) {
      if (assertion.connectionName !== connection) return 'refused';
      const subject = await checkAssertion(assertion.token);
      if (subject === undefined || subject.userId !== inbound.userId) return 'refused';
      return (await tokens.exchange(inbound, assertion.token)) ? 'accepted' : 'refused';
    }
    if (code !== undefined) return (await tokens.redeem(inbound, code)) ? 'accepted' : 'refused';
    return 'none';
  },
  isSignedIn: async (userId) => (await tokens.get(userId)) !== undefined,
  request: async (inbound) => ({
    kind: 'sign-in',
    text: say(inbound.locale, 'signIn.text'),
    button: say(inbound.locale, 'signIn.button'),
    connection,
    resource: await tokens.signInResource(inbound),
  }),
});

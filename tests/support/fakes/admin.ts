import { DeskError } from '../../../bot/core/errors.ts';
import { type Binding } from '../../../bot/core/stepUp/binding.ts';
import { type AdminSignIn, type SignedIn } from '../../../bot/desk/stepUp/stepUpPorts.ts';
import { type FakeTenant } from './tenant.ts';

type Code = { readonly binding: Binding; readonly who: SignedIn; readonly claims: string | null };

/** Entra and Graph as an administrative act meets them: codes that are good once and for one proof key, and a guest who has to accept anew. */
export const fakeAdmin = (tenant: FakeTenant) => {
  const codes = new Map<string, Code>();
  let last: { readonly binding: Binding; readonly claims: string | null } | undefined;
  const facts = {
    resets: [] as { guestId: string; email: string; by: string }[],
    addresses: [] as string[],
    /** What Graph answers instead of doing it, in order. */
    troubles: [] as DeskError[],
    /** The answer is lost after the effect. */
    losesAnswer: false,
    /** What happens between the effect and its answer. */
    meanwhile: (): void => undefined,
  };
  const signIn: AdminSignIn = {
    authorizeUrl: async ({ binding, claims }) => {
      last = { binding, claims };
      return `https://login.example/authorize?state=${binding.state}`;
    },
    withToken: async ({ code, binding }, work) => {
      const granted = codes.get(code);
      codes.delete(code);
      if (granted === undefined || granted.binding.verifier !== binding.verifier) throw new DeskError('sign-in-needed', { code: 'entra/invalid-grant' });
      const trouble = (): void => {
        const next = facts.troubles.shift();
        if (next !== undefined) throw next;
      };
      return work(granted.who, {
        addAddress: async (_guestId, email) => void facts.addresses.push(email),
        resetRedemption: async ({ guestId, email }) => {
          trouble();
          facts.resets.push({ guestId, email, by: granted.who.userId });
          tenant.change(guestId, { redemption: 'pending', redemptionChangedAt: null, provider: { kind: 'unknown', account: null }, mail: email });
          facts.meanwhile();
          if (facts.losesAnswer) throw new DeskError('ambiguous', { code: 'graph/timeout' });
        },
      });
    },
  };
  return {
    signIn,
    facts,
    /** The person signs in on the page that was last led to. @returns what comes back to the browser */
    signedIn: (who: SignedIn): { code: string; state: string; claims: string | null } => {
      if (last === undefined) throw new Error('nobody was led to the sign-in page');
      const code = `code-${String(codes.size)}-${last.binding.state.slice(0, 8)}`;
      codes.set(code, { ...last, who });
      return { code, state: last.binding.state, claims: last.claims };
    },
  };
};

import { domainOf } from '../emailAddress.ts';

/** Google reads dots in these mailboxes as nothing and both domains as one. */
const googleDomains: readonly string[] = ['gmail.com', 'googlemail.com'];

/** Entra's organisation of personal Microsoft accounts. */
export const personalAccountsTenant = '9188040d-6c67-4c5b-b112-36a304b66dad';

/**
 * Whether two addresses certainly lead to one mailbox (docs/aliases.md): letter case; what stands after a plus; dots and
 * domain at Google; and, where `areOneTenant`, the same local part at another domain of the same organisation.
 */
export const isSameMailbox = (one: string, other: string, areOneTenant = false): boolean => {
  const [a, b] = [canonical(one), canonical(other)];
  return a.local === b.local && (a.domain === b.domain || areOneTenant);
};

const canonical = (address: string): { readonly local: string; readonly domain: string } => {
  const email = address.trim().toLowerCase();
  const domain = domainOf(email).replace(/\.$/u, '');
  const local = email.slice(0, email.indexOf('@')).replace(/\+.*$/u, '');
  return googleDomains.includes(domain) ? { local: local.replaceAll('.', ''), domain: 'gmail.com' } : { local, domain };
};

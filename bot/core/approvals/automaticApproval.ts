import { domainOf } from '../emailAddress.ts';
import { type ApprovalRule } from './approvalRule.ts';

/** The listed partner domain that lets this address in without a decision; null where people decide. Subdomains are not meant. */
export const automaticDomainOf = ({ automaticDomains }: Pick<ApprovalRule, 'automaticDomains'>, email: string): string | null => {
  const domain = domainOf(email);
  return automaticDomains.includes(domain) ? domain : null;
};

import { type CardRoute, type CommandRoute } from '../route.ts';
import { chooseLanguageRoute, languageRoute } from './dialogs/language.ts';
import { runCommandRoute } from './dialogs/runCommand.ts';
import { stepByStepRoute } from './dialogs/stepByStep.ts';
import { signInRoute } from './dialogs/signIn.ts';
import { chooseDecidersRoute } from './approvals/chooseDeciders.ts';
import { planRulesRoute, previewRulesRoute, setRulesRoute } from './approvals/rules.ts';
import { approveRequestRoute } from './approveRequest.ts';
import { delegateRoute, endDelegationRoute, makeDelegationRoute, planDelegationRoute } from './delegation/delegate.ts';
import { declineRequestRoute } from './declineRequest.ts';
import { endAccessRoute } from './endAccess.ts';
import { finishInvitationRoute } from './finishInvitation.ts';
import { helpRoute } from './help.ts';
import { inviteRoute } from './invite.ts';
import { listAppsRoute } from './listApps.ts';
import { listGuestsRoute, moreGuestsRoute } from './listGuests.ts';
import { askOnCallRoute, planOnCallRoute, reviewOnCallRoute, setOnCallRoute } from './onCall/onCall.ts';
import { amendRequestRoute, nudgeRequestRoute } from './waiting/press.ts';
import { listRequestsRoute, moreRequestsRoute, showDigestRoute } from './waiting/requests.ts';
import { askResetRoute } from './radar/askReset.ts';
import { confirmAccountRoute } from './radar/confirmAccount.ts';
import { askAgainRoute, explainRequestRoute, whyRoute } from './radar/why.ts';
import { resendInvitationRoute } from './radar/resendInvitation.ts';
import { checkCommandRoute, checkRequestRoute, editRequestRoute } from './preflight/checkRequest.ts';
import { replaceSponsorRoute } from './replaceSponsor.ts';
import { retryInvitationRoute } from './retryInvitation.ts';
import { planShareRoute, shareRoute } from './share.ts';
import { shareAppRoute } from './shareApp.ts';
import { openRequestRoute, showRequestRoute } from './showRequest.ts';
import { signOutRoute } from './signOut.ts';
import { submitRequestRoute } from './submitRequest.ts';
import { closeStepUpRoute } from './stepUp/closeStepUp.ts';
import { openStepUpRoute } from './stepUp/openStepUp.ts';
import { withdrawRequestRoute } from './withdrawRequest.ts';

/** What people can write. */
export const commandRoutes: readonly CommandRoute[] = [
  inviteRoute,
  checkCommandRoute,
  shareRoute,
  listRequestsRoute,
  listGuestsRoute,
  listAppsRoute,
  whyRoute,
  helpRoute,
  signOutRoute,
  delegateRoute,
  signInRoute,
  languageRoute,
];

/** What people can press. */
export const cardRoutes: readonly CardRoute[] = [
  submitRequestRoute,
  checkRequestRoute,
  editRequestRoute,
  approveRequestRoute,
  declineRequestRoute,
  withdrawRequestRoute,
  chooseDecidersRoute,
  finishInvitationRoute,
  retryInvitationRoute,
  showRequestRoute,
  openRequestRoute,
  endAccessRoute,
  replaceSponsorRoute,
  resendInvitationRoute,
  confirmAccountRoute,
  askResetRoute,
  planRulesRoute,
  previewRulesRoute,
  setRulesRoute,
  explainRequestRoute,
  askAgainRoute,
  planShareRoute,
  shareAppRoute,
  moreRequestsRoute,
  showDigestRoute,
  nudgeRequestRoute,
  askOnCallRoute,
  planOnCallRoute,
  setOnCallRoute,
  reviewOnCallRoute,
  amendRequestRoute,
  moreGuestsRoute,
  openStepUpRoute,
  closeStepUpRoute,
  chooseLanguageRoute,
  stepByStepRoute,
  runCommandRoute(commandRoutes),
  planDelegationRoute,
  makeDelegationRoute,
  endDelegationRoute,
];

/** Every route of the bot. */
export const routes: readonly (CardRoute | CommandRoute)[] = [...cardRoutes, ...commandRoutes];

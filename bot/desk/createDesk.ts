import { createDialogs } from './dialogs/createDialogs.ts';
import { checkApproval, checkApprovals } from './approvals/checkApproval.ts';
import { chooseDeciders } from './approvals/chooseDeciders.ts';
import { planRules, previewRules, setRules } from './approvals/setRules.ts';
import { keepTimeLimits } from './approvals/keepTimeLimits.ts';
import { decideRequest } from './decideRequest.ts';
import { applyDelegation, settleDelegations } from './delegation/applyDelegation.ts';
import { delegate, endDelegation, makeDelegation, planDelegation } from './delegation/delegate.ts';
import { endAccess } from './endAccess.ts';
import { createExtensionDesk } from './extension/createExtensionDesk.ts';
import { finishInvitation } from './finishInvitation.ts';
import { listGuests } from './listGuests.ts';
import { amendRequest } from './waiting/amendRequest.ts';
import { listRequests } from './waiting/listRequests.ts';
import { askOnCall } from './onCall/askOnCall.ts';
import { keepOnCall } from './onCall/keepOnCall.ts';
import { askReview, pageOnCall, reviewOnCall } from './onCall/reviewOnCall.ts';
import { planOnCall, setOnCall } from './onCall/setOnCall.ts';
import { nudgeRequest } from './waiting/nudgeRequest.ts';
import { sendDigests } from './waiting/sendDigests.ts';
import { listSharedApps } from './listSharedApps.ts';
import { planShare } from './planShare.ts';
import { type Ports } from './ports.ts';
import { checkRequest } from './preflight/checkRequest.ts';
import { postCard } from './postCard.ts';
import { prepareRequest } from './prepareRequest.ts';
import { createRadarDesk, createRadarWork } from './radar/createRadar.ts';
import { recordRedemption } from './recordRedemption.ts';
import { refreshCards } from './refreshCards.ts';
import { removeAccess } from './removeAccess.ts';
import { replaceSponsor } from './replaceSponsor.ts';
import { requestAccess } from './requestAccess.ts';
import { retryInvitation } from './retryInvitation.ts';
import { sendInvitation } from './sendInvitation.ts';
import { shareApp } from './shareApp.ts';
import { showRequest } from './showRequest.ts';
import { signOut } from './signOut.ts';
import { closeStepUp, enterStepUp } from './stepUp/closeStepUp.ts';
import { openStepUp } from './stepUp/openStepUp.ts';
import { settleStepUp } from './stepUp/settleStepUp.ts';
import { sweepRedemptions } from './sweepRedemptions.ts';
import { type Desk, type DeskWork } from './useCases.ts';
import { withdrawRequest } from './withdrawRequest.ts';

/** The verbs people press and type. */
export const createDesk = (ports: Ports): Desk => ({
  ...createDialogs(ports),
  ...createExtensionDesk(ports),
  checkRequest: checkRequest(ports),
  prepareRequest: prepareRequest(ports),
  requestAccess: requestAccess(ports),
  decideRequest: decideRequest(ports),
  chooseDeciders: chooseDeciders(ports),
  planRules: planRules(ports),
  previewRules: previewRules(ports),
  setRules: setRules(ports),
  withdrawRequest: withdrawRequest(ports),
  finishInvitation: finishInvitation(ports),
  retryInvitation: retryInvitation(ports),
  endAccess: endAccess(ports),
  replaceSponsor: replaceSponsor(ports),
  showRequest: showRequest(ports),
  planShare: planShare(ports),
  shareApp: shareApp(ports),
  listRequests: listRequests(ports),
  listGuests: listGuests(ports),
  listSharedApps: listSharedApps(ports),
  signOut: signOut(ports),
  nudgeRequest: nudgeRequest(ports),
  amendRequest: amendRequest(ports),
  planOnCall: planOnCall(ports),
  setOnCall: setOnCall(ports),
  askOnCall: askOnCall(ports),
  reviewOnCall: reviewOnCall(ports),
  delegate: delegate(ports),
  planDelegation: planDelegation(ports),
  makeDelegation: makeDelegation(ports),
  endDelegation: endDelegation(ports),
  ...createRadarDesk(ports),
  openStepUp: openStepUp(ports),
  closeStepUp: closeStepUp(ports),
  enterStepUp: enterStepUp(ports),
});

/** What the worker runs when nobody is waiting. */
export const createDeskWork = (ports: Ports): DeskWork => ({
  postCard: postCard(ports),
  refreshCards: refreshCards(ports),
  sendInvitation: sendInvitation(ports),
  removeAccess: removeAccess(ports),
  recordRedemption: recordRedemption(ports),
  sweepRedemptions: sweepRedemptions(ports),
  sendDigests: sendDigests(ports),
  pageOnCall: pageOnCall(ports),
  askReview: askReview(ports),
  keepOnCall: keepOnCall(ports),
  applyDelegation: applyDelegation(ports),
  settleDelegations: settleDelegations(ports),
  ...createRadarWork(ports),
  checkApproval: checkApproval(ports),
  checkApprovals: checkApprovals(ports),
  keepTimeLimits: keepTimeLimits(ports),
  settleStepUp: settleStepUp(ports),
});

import { beginStepUp } from './beginStepUp.ts';
import { closeFromPage } from './closeStepUp.ts';
import { finishStepUp } from './finishStepUp.ts';
import { type PagePorts } from './pagePorts.ts';
import { type StepUpPages } from './stepUpUseCases.ts';
import { viewStepUp } from './viewStepUp.ts';

/** The page's side of step-up. */
export const createStepUpPages = (ports: PagePorts): StepUpPages => ({
  async show(actId) {
    const { store, clock } = ports;
    const act = await store.read.act(actId);
    // What came of it can be read for as long as it could be done; then the link tells nothing any more.
    if (act === undefined || act.expiresAt.getTime() <= clock.now().getTime()) return undefined;
    return viewStepUp(ports, act);
  },
  begin: (actId, secret) => beginStepUp(ports, actId, secret),
  finish: (actId, came, next) => finishStepUp(ports, actId, came, next),
  close: (actId) => closeFromPage(ports, actId),
});

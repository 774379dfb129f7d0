import { z } from 'zod';
import { dialogRoute } from '../../route.ts';
import { actId } from './closeStepUp.ts';

/** The act's page in a dialog of Teams. What the dialog is called, its page says; Teams shows the title until it is there. */
export const enterStepUpRoute = dialogRoute({
  name: 'stepUp.enter',
  payload: z.looseObject({ actId }),
  handle: async ({ actor }, input, { desk }) => {
    const { url } = await desk.enterStepUp(actor, { actId: input.actId });
    return { url, title: 'Guest Desk', width: 560, height: 640 };
  },
});

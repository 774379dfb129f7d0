import { type DialogRoute } from '../route.ts';
import { enterStepUpRoute } from './stepUp/enterStepUp.ts';

/** Dialogs that cards open. */
export const dialogRoutes: readonly DialogRoute[] = [enterStepUpRoute];

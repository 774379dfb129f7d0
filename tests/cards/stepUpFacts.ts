import { type StepUpView } from '../../bot/desk/stepUp/stepUpUseCases.ts';

const view = (differs: Partial<StepUpView> = {}): StepUpView => ({
  actId: '0f6c1b1e-7d7a-4c52-9d56-1f2e3d4c5b6a',
  url: 'https://desk.hospital.example/step-up/0f6c1b1e-7d7a-4c52-9d56-1f2e3d4c5b6a',
  kind: 'invitation.reset',
  state: 'open',
  requestId: '7f3c2a10-5b1e-4c2d-9a77-1d2e3f4a5b6c',
  version: 5,
  guest: { name: 'Cleo Vance', email: 'cleo@clinic.example' },
  address: null,
  appName: 'Imaging',
  askedBy: { id: 'iris', name: 'Iris Novak' },
  problem: null,
  phase: 'redeemed',
  isChallenged: false,
  signInsLeft: 5,
  expiresAt: new Date('2026-11-22T13:15:00Z'),
  locale: 'en-GB',
  timeZone: 'Europe/Berlin',
  ...differs,
});

/** An administrative act in every state its card shows. */
export const stepUpViews: Readonly<Record<string, StepUpView>> = {
  open: view(),
  'open, another address': view({ kind: 'invitation.changeAddress', address: 'cleo.vance@praxis.example' }),
  'open after a wrong person': view({ problem: 'wrong-person', signInsLeft: 4 }),
  'signing in': view({ state: 'signing-in' }),
  doing: view({ state: 'doing' }),
  done: view({ state: 'done', phase: 'invited' }),
  'done, another address': view({ kind: 'invitation.changeAddress', address: 'cleo.vance@praxis.example', state: 'done', phase: 'invited' }),
  'failed, moved': view({ state: 'failed', problem: 'request-moved', phase: 'ended' }),
  'failed, uncertain': view({ state: 'failed', problem: 'uncertain' }),
  closed: view({ state: 'closed' }),
  expired: view({ state: 'expired' }),
};

import { type OnCallAccess, type OnCallRule } from '../../../bot/core/onCall/onCall.ts';
import { type OnCallReads, type OnCallTx } from '../../../bot/desk/onCall/onCallPorts.ts';

type Held = { readonly onCallRules: Map<string, OnCallRule>; readonly onCall: Map<string, OnCallAccess> };

/** The on-call lane in memory. */
export const memoryOnCall = (rows: () => Held): OnCallReads => ({
  onCallRule: async (appId) => rows().onCallRules.get(appId),
  onCallAccess: async (id) => rows().onCall.get(id),
  openOnCall: async (after, limit) => [...rows().onCall.values()].filter(({ state, requestId }) => state !== 'closed' && requestId > (after ?? '')).sort((a, b) => (a.requestId < b.requestId ? -1 : 1)).slice(0, limit),
});

export const memoryOnCallTx = (draft: Held): OnCallTx => ({
  saveOnCallRule: async (appId, rule) => void (rule === null ? draft.onCallRules.delete(appId) : draft.onCallRules.set(appId, rule)),
  insertOnCallAccess: async (access) => void draft.onCall.set(access.requestId, access),
  moveOnCallAccess: async (access, from) => {
    if (draft.onCall.get(access.requestId)?.state !== from) return false;
    draft.onCall.set(access.requestId, access);
    return true;
  },
});

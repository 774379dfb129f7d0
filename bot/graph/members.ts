import { isDeskError } from '../core/errors.ts';
import { type UserId } from '../core/ids.ts';
import { type Call } from './calls.ts';
import { type Filling, type GraphClient } from './client.ts';

/** Reference to an object of the directory, as `$ref` bodies want it. */
export const referenceTo = (graphUrl: string, id: string): { readonly '@odata.id': string } => ({ '@odata.id': `${graphUrl}/v1.0/directoryObjects/${encodeURIComponent(id)}` });

type MemberAct = { readonly client: GraphClient; readonly call: Call; readonly token: string; readonly groupId: string; readonly memberId: UserId; readonly userId?: UserId };

/** Adds a member; being one already is as good. `not-found` while the directory does not show the guest yet. */
export const addMember = async (graphUrl: string, act: MemberAct): Promise<'added' | 'already'> => {
  try {
    await act.client.write(act.call, act.token, { ...fillingOf(act, { id: act.groupId }), body: referenceTo(graphUrl, act.memberId) });
    return 'added';
  } catch (error) {
    if (isDeskError(error, 'invalid') && error.detail.code === 'graph/already-a-member') return 'already';
    throw error;
  }
};

/** Removes a member; not being one is as good. */
export const removeMember = async (act: MemberAct): Promise<'removed' | 'absent'> => {
  try {
    await act.client.write(act.call, act.token, fillingOf(act, { id: act.groupId, memberId: act.memberId }));
    return 'removed';
  } catch (error) {
    if (isDeskError(error, 'not-found')) return 'absent';
    throw error;
  }
};

const fillingOf = (act: MemberAct, params: Record<string, string>): Filling => ({ params, ...(act.userId !== undefined && { userId: act.userId }) });

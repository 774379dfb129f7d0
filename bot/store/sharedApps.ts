import { type Insertable, type Selectable } from 'kysely';
import { type TenantId } from '../core/ids.ts';
import { type SharedApp } from '../core/sharedApp.ts';
import { type Reads } from '../desk/ports.ts';
import { ruleFromJson, ruleToJson } from './approvals.ts';
import { type Database, type DatabaseTransaction } from './pool.ts';
import { rolesFromJson } from './roles.ts';
import { type SharedAppTable } from './schema.ts';

const appFromRow = (row: Selectable<SharedAppTable>): SharedApp => ({
  id: row.id,
  version: row.version,
  tenantId: row.tenant_id,
  servicePrincipalId: row.service_principal_id,
  name: row.name,
  accessGroupId: row.access_group_id,
  redirectUrl: row.redirect_url,
  roles: rolesFromJson(row.roles),
  approvers: row.approvers,
  defaultSponsorId: row.default_sponsor_id,
  longestStayDays: row.longest_stay_days,
  ownerInvitesDirectly: row.owner_invites_directly,
  reminderDays: row.reminder_days,
  approval: ruleFromJson(row.approval),
  sharedBy: row.shared_by,
  sharedAt: row.shared_at,
});

const rowFromApp = (app: SharedApp): Insertable<SharedAppTable> => ({
  id: app.id,
  version: app.version,
  tenant_id: app.tenantId,
  service_principal_id: app.servicePrincipalId,
  name: app.name,
  access_group_id: app.accessGroupId,
  redirect_url: app.redirectUrl,
  roles: JSON.stringify(app.roles),
  approvers: [...app.approvers],
  default_sponsor_id: app.defaultSponsorId,
  longest_stay_days: app.longestStayDays,
  owner_invites_directly: app.ownerInvitesDirectly,
  reminder_days: [...app.reminderDays],
  approval: ruleToJson(app.approval),
  shared_by: app.sharedBy,
  shared_at: app.sharedAt,
});

export const insertSharedApp = async (trx: DatabaseTransaction, app: SharedApp): Promise<'inserted' | 'already-shared'> => {
  const { numInsertedOrUpdatedRows } = await trx.insertInto('shared_apps').values(rowFromApp(app)).onConflict((on) => on.columns(['tenant_id', 'service_principal_id']).doNothing()).executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n ? 'inserted' : 'already-shared';
};

export const saveSharedApp = async (trx: DatabaseTransaction, app: SharedApp): Promise<'saved' | 'conflict'> => {
  const { numUpdatedRows } = await trx.updateTable('shared_apps').set(rowFromApp(app)).where('id', '=', app.id).where('version', '=', app.version - 1).executeTakeFirstOrThrow();
  return numUpdatedRows === 1n ? 'saved' : 'conflict';
};

export const sharedAppReads = (db: Database, tenantId: TenantId): Pick<Reads, 'sharedApps' | 'sharedApp' | 'sharedAppOf'> => {
  const apps = () => db.selectFrom('shared_apps').selectAll().where('tenant_id', '=', tenantId);
  const one = (row: Selectable<SharedAppTable> | undefined): SharedApp | undefined => (row === undefined ? undefined : appFromRow(row));
  return {
    sharedApps: async () => (await apps().orderBy('name').orderBy('id').execute()).map(appFromRow),
    sharedApp: async (id) => one(await apps().where('id', '=', id).executeTakeFirst()),
    sharedAppOf: async (servicePrincipalId) => one(await apps().where('service_principal_id', '=', servicePrincipalId).executeTakeFirst()),
  };
};

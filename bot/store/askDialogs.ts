import { type Insertable } from 'kysely';
import { z } from 'zod';
import { askSteps, type AskDialog } from '../core/dialogs/askDialog.ts';
import { type AskDialogs } from '../desk/dialogs/dialogsPorts.ts';
import { type Database } from './pool.ts';
import { type DialogTable } from './schema.ts';

const said = z.strictObject({
  email: z.string().nullable(),
  name: z.string().nullable(),
  app: z.string().nullable(),
  sponsor: z.string().nullable(),
  until: z.string().nullable(),
  reason: z.string().nullable(),
});
const nothingSaid = { email: null, name: null, app: null, sponsor: null, until: null, reason: null };
/** An emptied row is what is left of a request in the making that ran out. */
const state = z.union([z.strictObject({ step: z.enum(askSteps), said, language: z.string() }), z.strictObject({}).transform(() => ({ step: 'email' as const, said: nothingSaid, language: 'en' }))]);

const rowOf = (dialog: AskDialog): Insertable<DialogTable> => ({
  person_id: dialog.personId,
  conversation_id: dialog.conversationId,
  draft_id: dialog.draftId,
  version: dialog.version,
  last_activity_id: dialog.lastActivityId,
  state: JSON.stringify({ step: dialog.step, said: dialog.said, language: dialog.language }),
  begun_at: dialog.begunAt,
});

export const askDialogs = (db: Database): AskDialogs => ({
  dialog: async (person, conversationId) => {
    const row = await db.selectFrom('dialogs').selectAll().where('person_id', '=', person).where('conversation_id', '=', conversationId).executeTakeFirst();
    if (row === undefined) return undefined;
    return { personId: row.person_id, conversationId: row.conversation_id, draftId: row.draft_id, version: row.version, lastActivityId: row.last_activity_id, begunAt: row.begun_at, ...state.parse(row.state) };
  },
  beginDialog: async (dialog) => {
    const row = rowOf(dialog);
    await db.insertInto('dialogs').values(row).onConflict((on) => on.columns(['person_id', 'conversation_id']).doUpdateSet(row)).execute();
  },
  saveDialog: async (dialog) => {
    const { numUpdatedRows } = await db
      .updateTable('dialogs')
      .set(rowOf(dialog))
      .where('person_id', '=', dialog.personId)
      .where('conversation_id', '=', dialog.conversationId)
      .where('draft_id', '=', dialog.draftId)
      .where('version', '=', dialog.version - 1)
      .executeTakeFirstOrThrow();
    return numUpdatedRows === 1n ? 'saved' : 'moved';
  },
  endDialog: async (person, conversationId) => void (await db.deleteFrom('dialogs').where('person_id', '=', person).where('conversation_id', '=', conversationId).execute()),
});

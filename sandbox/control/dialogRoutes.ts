import { z } from 'zod';
import { type DialogAnswer, type DialogRefusal } from '../client/dialogs.ts';
import { personKeys } from './cast.ts';
import { chatter } from './chatRoutes.ts';
import { ControlError } from './controlError.ts';
import { type ControlWorld } from './controlWorld.ts';
import { route, type Route } from './route.ts';

const as = z.enum(personKeys);
const inputs = z.record(z.string(), z.string()).default({});
const data = z.record(z.string(), z.unknown()).optional();

const dialogBody = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('open'), as, messageId: z.string().min(1), inputs, data }),
  z.strictObject({ op: z.literal('submit'), as, inputs, data }),
  z.strictObject({ op: z.literal('hand'), as, result: z.unknown() }),
  z.strictObject({ op: z.literal('close'), as }),
]);

/** An answer as the API gives it. @throws ControlError for what no client would send */
export function answered(answer: DialogAnswer | DialogRefusal): DialogAnswer {
  if ('kind' in answer) return answer;
  const more: Record<string, string> = 'input' in answer ? { input: answer.input } : {};
  throw new ControlError(answer.code === 'noDialog' ? 409 : 400, answer.code, answer.message, more);
}

async function dialog(world: ControlWorld, asked: z.infer<typeof dialogBody>): Promise<unknown> {
  const { client } = world.channel;
  const oid = chatter(world, asked.as);
  switch (asked.op) {
    case 'open': {
      const opened = await client.openDialog(oid, asked);
      if ('kind' in opened) return opened;
      throw new ControlError(opened.code === 'noSuchMessage' ? 404 : 400, opened.code, opened.message, 'input' in opened ? { input: opened.input } : {});
    }
    case 'submit':
      return answered(await client.submitDialog(oid, asked));
    case 'hand':
      return answered(await client.submitDialog(oid, { result: asked.result }));
    case 'close':
      client.dialogs.close(oid);
      return { kind: 'closed' };
  }
}

/** Teams dialogs: opened from a card of the chat, submitted from their own card or page, closed. */
export const dialogRoutes: Route[] = [
  route({ method: 'POST', path: 'dialog', body: dialogBody, answer: (world, { body }) => dialog(world, body) }),
];

import { z } from 'zod';
import { DeskError } from '../../../core/errors.ts';
import { cardRoute, type CardRoute, type CommandRoute } from '../../route.ts';

/** Runs a command that was suggested, with the words the person had written after it. */
export const runCommandRoute = (commands: readonly CommandRoute[]): CardRoute =>
  cardRoute({
    verb: 'command.run',
    signIn: 'not-needed',
    payload: z.strictObject({ command: z.string().max(32), rest: z.string().max(2_000) }),
    handle: (turn, { command, rest }, kit) => {
      const route = commands.find(({ name }) => name === command);
      if (route === undefined) throw new DeskError('invalid', { code: 'card/unknown-command', input: 'command' });
      return route.run(turn, rest, kit);
    },
  });

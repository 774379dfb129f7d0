import { z } from 'zod';
import { DeskError } from '../core/errors.ts';

/** Where a page ended: lists run newest first. */
export type Position = { readonly at: Date; readonly id: string };

const position = z.tuple([z.iso.datetime().transform((at) => new Date(at)), z.string().max(100)]);

/** Opaque text for a card; it says where to go on, and never what one may see. */
export const cursorOf = ({ at, id }: Position): string => Buffer.from(JSON.stringify([at.toISOString(), id])).toString('base64url');

/** @throws DeskError invalid for a cursor that is none */
export const afterCursor = (cursor: string): Position => {
  try {
    const [at, id] = position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return { at, id };
  } catch {
    throw new DeskError('invalid', { code: 'store/cursor', input: 'cursor' });
  }
};

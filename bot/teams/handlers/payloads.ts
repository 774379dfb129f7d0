import { z } from 'zod';

/** Shapes of what cards send back. Everything in them may be forged: they name things, they prove nothing. */

const id = z.string().min(1).max(64);

/** What every button on a request card sends. */
export const press = { requestId: id, version: z.int().positive() } as const;
export const requestId = id;
export const draftId = id;
/** Where a list goes on; opaque. */
export const cursor = z.string().min(1).max(500);

/** One input's text, as typed. What is too long here was not typed into our form. */
export const typed = (limit: number): z.ZodType<string> => z.string().max(limit).trim();

/** Several choices of a multi-select input, as a client joins them. */
export const people = z
  .string()
  .max(4_000)
  .transform((joined) => joined.split(',').map((person) => person.trim()).filter((person) => person !== ''));

/** A number input: some clients send a number, others its digits. */
export const count = z.union([z.int(), z.string().trim().regex(/^\d{1,6}$/).transform(Number)]);

/** A toggle input. */
export const toggle = z.enum(['true', 'false']).transform((value) => value === 'true');

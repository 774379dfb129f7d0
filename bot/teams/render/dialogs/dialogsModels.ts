import { z } from 'zod';

/** The facts each template of conversations binds to. */
const line = z.strictObject({ text: z.string() });
const choice = z.strictObject({ title: z.string(), value: z.string() });

export const unknownCommandModel = z.strictObject({
  title: z.string(),
  leads: z.array(line),
  /** Commands to press: their label, and what is run. */
  runs: z.array(z.strictObject({ label: z.string(), command: z.string(), rest: z.string() })),
});
export type UnknownCommandModel = z.output<typeof unknownCommandModel>;

export const languageChoiceModel = z.strictObject({ title: z.string(), leads: z.array(line), languages: z.array(choice), language: z.string() });
export type LanguageChoiceModel = z.output<typeof languageChoiceModel>;

export const bundleModel = z.strictObject({
  stripe: z.strictObject({ style: z.enum(['good', 'warning', 'attention', 'accent']), icon: z.string(), word: z.string() }),
  title: z.string(),
  leads: z.array(line),
  rows: z.array(z.strictObject({ requestId: z.string(), purpose: z.string(), icon: z.string(), title: z.string(), line: z.string() })),
  facts: z.array(z.strictObject({ label: z.string(), value: z.string() })),
  foot: z.string(),
  press: z.strictObject({ requestId: z.string(), purpose: z.string() }),
  readerId: z.string(),
});
export type BundleModel = z.output<typeof bundleModel>;

import { castOf, type Cast } from './cast.ts';
import { startSandbox, type RunningSandbox, type SandboxOptions } from './sandbox.ts';

export type WholeDesk = { readonly sandbox: RunningSandbox; readonly cast: Cast };

/** A whole desk and its people for the tests of one file. Filled before the first test. */
export const wholeDesk = (options: SandboxOptions = {}): WholeDesk => {
  const desk = {} as { -readonly [Part in keyof WholeDesk]: WholeDesk[Part] };
  beforeAll(async () => {
    desk.sandbox = await startSandbox(options);
    desk.cast = castOf(desk.sandbox);
  }, 90_000);
  afterAll(() => desk.sandbox?.stop());
  return desk;
};

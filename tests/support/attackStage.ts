import { createAttacker, type Attacker } from './attacker.ts';
import { castOf, type Cast } from './cast.ts';
import { startSandbox, type RunningSandbox, type SandboxOptions } from './sandbox.ts';

export type AttackStage = { readonly sandbox: RunningSandbox; readonly attacker: Attacker; readonly cast: Cast };

/** A whole desk for the tests of one file, its people, and somebody who means it no good. Filled before the first test. */
export const attackStage = (options: SandboxOptions = {}): AttackStage => {
  const stage = {} as { -readonly [Part in keyof AttackStage]: AttackStage[Part] };
  beforeAll(async () => {
    stage.sandbox = await startSandbox(options);
    stage.attacker = await createAttacker(stage.sandbox);
    stage.cast = castOf(stage.sandbox);
  }, 90_000);
  afterAll(() => stage.sandbox?.stop());
  return stage;
};

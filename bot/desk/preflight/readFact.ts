import { isDeskError } from '../../core/errors.ts';
import { type Fact, known, unknown } from '../../core/preflight/facts.ts';
import { type Clock } from '../ports.ts';

/** A read whose failure is a fact too: nothing that preflight looks at may stop the card. */
export const readFact = async <Value>(clock: Clock, read: () => Promise<Value>): Promise<Fact<Value>> => {
  try {
    return known(await read(), clock.now());
  } catch (error) {
    if (!isDeskError(error)) throw error;
    return unknown(error.detail.code);
  }
};

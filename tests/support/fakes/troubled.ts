/** Ports that can be interrupted: the process dies before or after any call, or one call answers with an error. */
export type Trouble = {
  /** Every port call in order, e.g. `people.invite`. */
  readonly calls: string[];
  /** The process dies at the nth call from now (1 is the next), before or after the call had its effect. */
  dieAt(nth: number, when: 'before' | 'after'): void;
  /** Whether a death was due and came. */
  readonly hasDied: () => boolean;
  revive(): void;
  /** The next call of that name throws, before or after its effect. */
  fail(name: string, error: Error, when?: 'before' | 'after', times?: number): void;
  /** The action takes place after the next call of that name had its effect, before its caller goes on. */
  meanwhile(name: string, action: () => Promise<unknown>): void;
};

/** Thrown where the process would be dead. */
export class Death extends Error {}

export const troubled = <Ports extends Record<string, object>>(ports: Ports): { ports: Ports; trouble: Trouble } => {
  const calls: string[] = [];
  const faults: { name: string; error: Error; when: 'before' | 'after'; times: number }[] = [];
  let death: { left: number; when: 'before' | 'after' } | undefined;
  let isDead = false;
  const actions: { name: string; action: () => Promise<unknown> }[] = [];
  const strike = (now: 'before' | 'after', name: string, fault: (typeof faults)[number] | undefined): void => {
    if (isDead) throw new Death(name);
    if (now === 'before') calls.push(name);
    if (now === 'before' && death !== undefined) death.left -= 1;
    if (death?.left === 0 && death.when === now) {
      isDead = true;
      throw new Death(name);
    }
    if (fault?.when === now) throw fault.error;
  };
  const wrap = (prefix: string, port: object): object =>
    new Proxy(port, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key);
        const name = `${prefix}.${String(key)}`;
        if (typeof value === 'object' && value !== null && key === 'read') return wrap(name, value);
        if (typeof value !== 'function' || key === 'rows' || key === 'takeJobs') return value;
        return async (...given: unknown[]) => {
          const fault = faults.find((one) => one.name === name && one.times > 0);
          if (fault !== undefined) fault.times -= 1;
          strike('before', name, fault);
          const answer: unknown = await (value as (...of: unknown[]) => unknown).apply(target, given);
          const due = actions.findIndex((one) => one.name === name);
          if (due >= 0) await actions.splice(due, 1)[0]?.action();
          strike('after', name, fault);
          return answer;
        };
      },
    });
  return {
    ports: Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, wrap(name, port)])) as Ports,
    trouble: {
      calls,
      dieAt: (nth, when) => {
        death = { left: nth, when };
        isDead = false;
      },
      hasDied: () => isDead,
      revive: () => {
        isDead = false;
        death = undefined;
      },
      meanwhile: (name, action) => void actions.push({ name, action }),
      fail: (name, error, when = 'before', times = 1) => void faults.push({ name, error, when, times }),
    },
  };
};

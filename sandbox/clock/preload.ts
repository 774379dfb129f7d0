/**
 * Loaded into the bot with `--import`: shifts its idea of now by what the sandbox says over IPC.
 * The first offset comes from SANDBOX_CLOCK_OFFSET_MS, later ones as `{ offsetMs }` messages, each answered by
 * the same message once it holds. Timers do not jump. When the sandbox is gone the bot drains as on SIGTERM.
 */
const RealDate = Date;
const drainLimitMs = 15_000;
let offsetMs = Number(process.env['SANDBOX_CLOCK_OFFSET_MS'] ?? 0) || 0;

const shiftedNow = (): number => RealDate.now() + offsetMs;

// A subclass would make `instanceof Date` fail for dates made by structuredClone or drivers; a Proxy does not.
const ShiftedDate: DateConstructor = new Proxy(RealDate, {
  apply: () => new RealDate(shiftedNow()).toString(),
  construct: (target, args: unknown[], newTarget: unknown): object =>
    Reflect.construct(target, args.length === 0 ? [shiftedNow()] : args, newTarget === ShiftedDate ? target : (newTarget as DateConstructor)) as object,
  get: (target, key): unknown => (key === 'now' ? shiftedNow : Reflect.get(target, key)),
});
Object.defineProperty(RealDate.prototype, 'constructor', { value: ShiftedDate, writable: true, configurable: true });
globalThis.Date = ShiftedDate;

process.on('message', (message: unknown) => {
  if (typeof message !== 'object' || message === null || !('offsetMs' in message)) return;
  if (typeof message.offsetMs !== 'number' || !Number.isFinite(message.offsetMs)) return;
  offsetMs = message.offsetMs;
  process.send?.({ offsetMs });
});

process.once('disconnect', () => {
  setTimeout(() => process.exit(1), drainLimitMs).unref();
  process.kill(process.pid, 'SIGTERM');
});
process.channel?.unref();

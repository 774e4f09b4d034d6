// To be loaded with --import: the wall clock of the process is CLOCK_SHIFT_MS ahead.
const shiftMs = Number(process.env.CLOCK_SHIFT_MS);

globalThis.Date = new Proxy(Date, {
  construct: (target, args: unknown[], newTarget) =>
    Reflect.construct(target, args.length === 0 ? [target.now() + shiftMs] : args, newTarget) as Date,
  get: (target, name) =>
    (name === 'now' ? () => target.now() + shiftMs : Reflect.get(target, name)) as unknown,
});

/**
 * The exit status of a service that refuses its environment: started again unchanged, it would refuse again (sysexits.h).
 * A command (`runCommand`), which nothing starts again, exits 1.
 */
export const EX_CONFIG = 78;

/**
 * The exit status of a service whose environment is invalid: to start it again unchanged is of no use (sysexits.h). A
 * command (`runCommand`), which no supervisor restarts, exits 1.
 * In a file of its own, because the local supervisor needs nothing else of the services.
 */
export const EX_CONFIG = 78;

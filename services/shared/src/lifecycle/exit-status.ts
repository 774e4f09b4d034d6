/** The exit status of a program that refuses its environment: started again as it is, it would refuse again (sysexits.h). */
export const EX_CONFIG = 78;

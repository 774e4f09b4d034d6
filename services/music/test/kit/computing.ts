/** Milliseconds of computing that this process has spent since `begin`, however busy the machine is beside it. */
export function cpuMsSince(begin: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1000;
}

/** Milliseconds by the clock and of all threads of the process together, which other processes disturb less. */
export interface Time {
  readonly clock: number;
  readonly cpu: number;
}

/** So much that the optimizing compiler is done: with less, the time for each app still falls by half. */
export const WARM_UP = { apps: 210, rounds: 16 };

export async function timed(run: () => unknown): Promise<Time> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await run();
  const clock = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { clock, cpu: (user + system) / 1000 };
}

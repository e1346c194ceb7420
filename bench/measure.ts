import { build, Built, Layout, Modes } from './build';
import { load, Variant, Write } from './case';

/** What one child process measures. */
export interface Job {
  readonly variant: Variant;
  readonly modes: Modes;
  readonly apps: number;
  readonly layout: Layout;
  readonly cold: boolean;
}

/** Milliseconds by the clock and of all threads of the process together, which other processes disturb less. */
export interface Time {
  readonly clock: number;
  readonly cpu: number;
}

/** The times of all apps together, and MiB. */
export interface Measurement {
  /** Loading the libraries. */
  readonly load: Time;
  readonly construct: Time;
  readonly synth: Time;
  /** Asking every app for what it tells beside the objects. */
  readonly read: Time;
  /** Peak resident memory of the whole process. */
  readonly peak: number;
  readonly bytes: number;
}

/** So much that the optimizing compiler is done: with less, the time for each app still falls by half. */
const WARM_UP = { apps: 210, rounds: 16 };

async function measure({ variant, modes, apps, layout, cold }: Job): Promise<Measurement> {
  let write: Write;
  const loading = await timed(async () => { write = await load(variant); });
  for (let round = 0; round < (cold ? 0 : WARM_UP.rounds); round++) {
    const warm = build(write!, modes, WARM_UP.apps, layout);
    warm.app.synthYaml();
    warm.readers.forEach(read => read());
  }
  global.gc?.();

  let built: Built;
  let yaml = '';
  const construct = await timed(() => { built = build(write!, modes, apps, layout); });
  const synth = await timed(() => { yaml = built.app.synthYaml(); });
  const peak = process.resourceUsage().maxRSS / 1024;
  const read = await timed(() => built.readers.forEach(readOne => readOne()));
  return { load: loading, construct, synth, read, peak, bytes: yaml.length };
}

async function timed(run: () => unknown): Promise<Time> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await run();
  const clock = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { clock, cpu: (user + system) / 1000 };
}

void measure(JSON.parse(process.argv[2]) as Job).then(measurement => console.log(JSON.stringify(measurement)));

import { build, Built, Layout, Modes } from './build';
import { load, Variant, Write } from './case';
import { Time, timed, WARM_UP } from './timed';

/** What one child process measures. */
export interface Job {
  readonly variant: Variant;
  readonly modes: Modes;
  readonly apps: number;
  readonly layout: Layout;
  readonly cold: boolean;
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

void measure(JSON.parse(process.argv[2]) as Job).then(measurement => console.log(JSON.stringify(measurement)));

import { createHash } from 'node:crypto';
import { Attached, below, Depth } from './attached';
import { build, Built } from './build';
import { timed, WARM_UP } from './timed';
import { write } from './variants/expose';

/** What one child process measures. */
export interface PlatformJob {
  readonly attached: Attached;
  readonly depth: Depth;
  readonly apps: number;
}

/** Milliseconds of CPU of all apps together. */
export interface PlatformMeasurement {
  readonly construct: number;
  readonly synth: number;
  /** What tells whether two wrote the same. */
  readonly digest: string;
}

async function measure({ attached, depth, apps }: PlatformJob): Promise<PlatformMeasurement> {
  const place = below(attached, depth);
  for (let round = 0; round < WARM_UP.rounds; round++) {
    build(write, 'every mode', WARM_UP.apps, 'one chart', place).app.synthYaml();
  }
  global.gc?.();

  let built: Built;
  let yaml = '';
  const construct = await timed(() => { built = build(write, 'every mode', apps, 'one chart', place); });
  const synth = await timed(() => { yaml = built.app.synthYaml(); });
  return { construct: construct.cpu, synth: synth.cpu, digest: createHash('sha256').update(yaml).digest('hex') };
}

void measure(JSON.parse(process.argv[2]) as PlatformJob).then(measurement => console.log(JSON.stringify(measurement)));

import { strictEqual } from 'node:assert';
import { cpus } from 'node:os';
import { Attached, ATTACHED, Depth, DEPTHS } from './attached';
import { PlatformJob, PlatformMeasurement } from './platform-measure';
import { inProcess, median, shuffled } from './rounds';

const APPS = 3000;

/** Each setting is measured so often. */
const ROUNDS = 9;

/** At most this share of construct and synth is what looking up a profile and a policy may cost, however deep the charts are. */
const GOAL = 0.03;

/** The measurements of one setting, in the order of the rounds. */
interface Measured {
  readonly job: PlatformJob;
  readonly measurements: PlatformMeasurement[];
}

type Value = (measurement: PlatformMeasurement) => number;

const construct: Value = measurement => measurement.construct;
const both: Value = measurement => measurement.construct + measurement.synth;

/** Measures what it costs that apps go by a ClusterProfile and an ExposurePolicy, which are looked up from scope to scope. */
async function main(rounds: number): Promise<void> {
  const all: Measured[] = DEPTHS.flatMap(depth => (Object.keys(ATTACHED) as Attached[])
    .map(attached => ({ job: { attached, depth, apps: APPS }, measurements: [] })));
  for (let round = 0; round < rounds; round++) {
    for (const { job, measurements } of shuffled(all)) {
      measurements.push(await inProcess<PlatformMeasurement>('platform-measure.js', job));
    }
    console.error(`round ${round + 1} of ${rounds} done`);
  }
  console.log(`Node ${process.version}, ${cpus().length} CPUs, ${APPS} apps of every mode in one chart, ${rounds} rounds.\n`);
  console.log(report(all));
}

function of(all: readonly Measured[], attached: Attached, depth: Depth): PlatformMeasurement[] {
  return all.find(({ job }) => job.attached === attached && job.depth === depth)!.measurements;
}

/** How much more the one costs than the other: of each round the quotient, and of the quotients the median and the quartiles. */
function more(over: readonly PlatformMeasurement[], under: readonly PlatformMeasurement[], value: Value): { median: number; text: string } {
  const quotients = over.map((measurement, index) => value(measurement) / value(under[index]) - 1).sort((a, b) => a - b);
  const quarter = Math.floor(quotients.length / 4);
  const [low, middle, high] = [quotients[quarter], median(quotients), quotients[quotients.length - 1 - quarter]].map(percent);
  return { median: median(quotients), text: `${middle} (${low} to ${high})` };
}

function percent(share: number): string {
  return `${share < 0 ? '−' : '+'}${Math.abs(100 * share).toFixed(1)} %`;
}

function report(all: readonly Measured[]): string {
  const rows = all.map(({ job: { attached, depth }, measurements }) => {
    const [plain, flat] = [of(all, 'nothing', depth), of(all, attached, 0)];
    strictEqual(measurements[0].digest, plain[0].digest, `with ${attached} something else is written`);
    return [
      attached, String(depth), ...[construct, both].map(value => (median(measurements.map(value)) / APPS).toFixed(3)),
      ...[construct, both].map(value => attached === 'nothing' ? '' : more(measurements, plain, value).text),
      depth === 0 ? '' : more(measurements, flat, both).text,
    ];
  });
  const head = ['attached to the App', 'scopes to the chart', 'construct', 'construct and synth', 'construct: more than nothing', 'both: more than nothing', 'both: more than without scopes'];
  const shares = DEPTHS.map(depth => more(of(all, 'profile and policy without limits', depth), of(all, 'nothing', depth), both).median);
  return [
    ...[head, head.map((_, index) => index < 1 ? '---' : '---:'), ...rows].map(row => `| ${row.join(' | ')} |`),
    '',
    `Looking up at most ${percent(GOAL)} of construct and synth: ${shares.every(share => share <= GOAL) ? 'reached' : 'not reached'}; ${shares.map(percent).join(' and ')}.`,
  ].join('\n');
}

void main(process.argv.includes('--quick') ? 3 : ROUNDS);

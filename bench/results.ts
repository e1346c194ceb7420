import { Variant, VARIANTS } from './case';
import { Measurement } from './measure';
import { GOALS, Setting } from './plan';
import { median } from './rounds';
import { Time } from './timed';

/** The measurements of one setting, for each variant in the order of the repetitions. */
export interface Result {
  readonly setting: Setting;
  readonly measured: Partial<Record<Variant, Measurement[]>>;
}

type Value = (measurement: Measurement) => number;

const cpuOf = (part: (measurement: Measurement) => Time): Value => measurement => part(measurement).cpu;
const construct = cpuOf(measurement => measurement.construct);
const synth = cpuOf(measurement => measurement.synth);
const read = cpuOf(measurement => measurement.read);
const both: Value = measurement => construct(measurement) + synth(measurement);
const bothByClock: Value = measurement => measurement.construct.clock + measurement.synth.clock;
const run: Value = measurement => measurement.load.cpu + both(measurement);
const runByClock: Value = measurement => measurement.load.clock + bothByClock(measurement);
const peak: Value = measurement => measurement.peak;

function of(result: Result, variant: Variant, value: Value): number {
  return median(result.measured[variant]!.map(value));
}

/** Of two neighbours in time the quotient, so that what disturbs the machine disturbs both; of all repetitions the median. */
function ratio({ measured }: Result, over: Variant, under: Variant, value: Value): number {
  return median(measured[over]!.map((measurement, index) => value(measurement) / value(measured[under]![index])));
}

function table(head: string[], rows: string[][]): string {
  return [head, head.map((_, index) => index < 2 ? '---' : '---:'), ...rows].map(row => `| ${row.join(' | ')} |`).join('\n');
}

/** One row for each variant of each setting. */
function compare(results: readonly Result[], name: (setting: Setting) => string): string {
  const head = ['apps', 'written with', 'construct', 'synth', 'both', '× plus', '× ApiObject', 'both by the clock', '× plus', 'peak MiB'];
  return table(head, results.flatMap(result => result.setting.variants.map((variant, index) => [
    index === 0 ? name(result.setting) : '',
    VARIANTS[variant],
    ...[construct, synth, both].map(value => (of(result, variant, value) / result.setting.apps).toFixed(3)),
    ratio(result, variant, 'plus', both).toFixed(2),
    ratio(result, variant, 'api-object', both).toFixed(2),
    (of(result, variant, bothByClock) / result.setting.apps).toFixed(3),
    ratio(result, variant, 'plus', bothByClock).toFixed(2),
    of(result, variant, peak).toFixed(0),
  ])));
}

function compareCold(results: readonly Result[]): string {
  const head = ['apps', 'written with', 'load', 'construct', 'synth', 'all', '× plus', 'all by the clock', '× plus', 'peak MiB'];
  return table(head, results.flatMap(result => result.setting.variants.map((variant, index) => [
    index === 0 ? String(result.setting.apps) : '',
    VARIANTS[variant],
    ...[cpuOf(({ load }) => load), construct, synth, run].map(value => of(result, variant, value).toFixed(0)),
    ratio(result, variant, 'plus', run).toFixed(2),
    of(result, variant, runByClock).toFixed(0),
    ratio(result, variant, 'plus', runByClock).toFixed(2),
    of(result, variant, peak).toFixed(0),
  ])));
}

interface Growth {
  readonly from: Result;
  readonly to: Result;
}

/** The settings that were measured with both numbers of apps. */
function growths(results: readonly Result[]): Growth[] {
  return results.filter(({ setting }) => setting.apps === GOALS.to).flatMap(to => results
    .filter(({ setting: { apps, modes, layout } }) => apps === GOALS.from && modes === to.setting.modes && layout === to.setting.layout)
    .map(from => ({ from, to })));
}

/** How much more an app costs among many than among few. */
function growth({ from, to }: Growth, variant: Variant, value: Value): number {
  return (of(to, variant, value) / to.setting.apps) / (of(from, variant, value) / from.setting.apps);
}

function growthTable(results: readonly Result[]): string {
  const head = ['modes', 'layout', 'ExposedService', 'its construct alone', 'by the clock', 'cdk8s-plus by hand', 'ApiObject by hand'];
  return table(head, growths(results).map(pair => [
    pair.to.setting.modes,
    pair.to.setting.layout,
    growth(pair, 'expose', both).toFixed(2),
    growth(pair, 'expose', construct).toFixed(2),
    growth(pair, 'expose', bothByClock).toFixed(2),
    growth(pair, 'plus', both).toFixed(2),
    growth(pair, 'api-object', both).toFixed(2),
  ]));
}

/** Whether the goals are reached, in CPU time, from the smaller number of apps on. */
function verdict(results: readonly Result[]): string {
  const ratios = results.filter(({ setting }) => setting.apps >= GOALS.from).map(result => ratio(result, 'expose', 'plus', both));
  const over = ratios.filter(value => value > GOALS.ratio).length;
  const pairs = growths(results);
  const growing = pairs.filter(pair => growth(pair, 'expose', both) > GOALS.growth)
    .map(pair => `${pair.to.setting.modes}, ${pair.to.setting.layout} (${growth(pair, 'expose', both).toFixed(2)})`);
  return [
    `- At most ${GOALS.ratio} × cdk8s-plus by hand: ${over === 0 ? 'reached' : `not reached in ${over} of ${ratios.length} settings`}; `
    + `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}, median ${median(ratios).toFixed(2)}.`,
    `- An app among ${GOALS.to} at most ${GOALS.growth} × one among ${GOALS.from}: ${pairs.length === 0 ? 'not measured' : growing.length === 0 ? 'reached' : `not reached with ${growing.join('; ')}`}.`,
  ].join('\n');
}

/** The whole report as Markdown. */
export function report(results: readonly Result[]): string {
  const warm = results.filter(({ setting }) => !setting.cold);
  const together = warm.filter(({ setting }) => setting.modes === 'every mode');
  const oneChart = together.filter(({ setting }) => setting.layout === 'one chart');
  const reads = oneChart.map(result => `${(of(result, 'expose', read) / result.setting.apps).toFixed(3)} at ${result.setting.apps} apps`);
  const apps = (setting: Setting) => String(setting.apps);
  return [
    '### Goals',
    verdict(warm),
    '### Every mode by turns, all apps in one chart',
    compare(oneChart, apps),
    `Reading \`accessPoints\` and \`requirements\` of every app comes on top where somebody does: ${reads.join(', ')}.`,
    '### Every mode by turns, a chart for every 10 apps',
    compare(together.filter(({ setting }) => setting.layout === 'charts of 10'), apps),
    '### Each mode by itself, all apps in one chart',
    compare(warm.filter(({ setting }) => setting.modes !== 'every mode'), setting => `${setting.modes}, ${setting.apps}`),
    `### Growth: an app among ${GOALS.to} by one among ${GOALS.from}`,
    growthTable(warm),
    '### Cold: a whole process without warm-up, as `cdk8s synth` is (milliseconds of all apps)',
    compareCold(results.filter(({ setting }) => setting.cold)),
  ].join('\n\n');
}

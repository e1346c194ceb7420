import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { Variant, VARIANTS } from './case';
import { assertEqual } from './equal';
import { Job, Measurement } from './measure';
import { plan, ROUNDS, Setting } from './plan';
import { report, Result } from './results';
import { inProcess, shuffled } from './rounds';

/**
 * Measures what ExposedService costs against the same objects written by hand. Every measurement is a process of its own. The
 * settings come in another order in each round, and the variants of one setting stand side by side in time.
 */
async function main(quick: boolean): Promise<void> {
  const equal: Variant[] = ['expose', 'plus', 'api-object'];
  const objects = await assertEqual(equal);
  console.error(`equal: ${objects} objects of every mode, written with ${equal.map(variant => VARIANTS[variant]).join(' / ')}`);

  const results: Result[] = plan(quick).map(setting => ({ setting, measured: {} }));
  for (let round = 0; round < ROUNDS; round++) {
    for (const { setting, measured } of shuffled(results)) {
      for (const variant of shuffled(setting.variants)) {
        (measured[variant] ??= []).push(await inProcess<Measurement>('measure.js', jobOf(setting, variant)));
      }
    }
    console.error(`round ${round + 1} of ${ROUNDS} done`);
    writeFileSync(join(__dirname, '..', 'results.json'), JSON.stringify(results));
  }
  console.log(`Node ${process.version}, ${cpus().length} CPUs, cdk8s ${versionOf('cdk8s')}, cdk8s-plus-27 ${versionOf('cdk8s-plus-27')}.`);
  console.log(report(results));
}

function jobOf({ modes, layout, apps, cold = false }: Setting, variant: Variant): Job {
  return { modes, layout, apps, cold, variant };
}

function versionOf(name: string): string {
  return (JSON.parse(readFileSync(require.resolve(`${name}/package.json`), 'utf8')) as { version: string }).version;
}

void main(process.argv.includes('--quick'));

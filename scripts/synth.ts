/**
 * Synthesizes every example, as `cdk8s synth` in its folder does but all in one process, and prints where everything is reachable.
 *
 * Run it with `npm run synth`; names of examples as arguments choose among them.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { App } from 'cdk8s';
import { AccessReport, Exposure } from 'cdk8s-expose';

const EXAMPLES = join(__dirname, '..', 'examples');

/** Runs an example; its main.ts makes the app, synthesizes it and exports it. */
function synthesize(example: string): App {
  const outdir = join(EXAMPLES, example, 'dist'); // as cdk8s.yaml says
  rmSync(outdir, { recursive: true, force: true }); // also what an earlier run wrote and this one does not
  process.env.CDK8S_OUTDIR = outdir;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- which example is known only now
  return require(join(EXAMPLES, example, 'main')).app;
}

function print(example: string, app: App): void {
  console.log(`===== examples/${example}\n`);
  console.log(AccessReport.of(app).toText());
  for (const file of readdirSync(app.outdir)) {
    console.log(`written: ${relative(process.cwd(), join(app.outdir, file))}`);
  }
  console.log();
}

const known = readdirSync(EXAMPLES).filter(folder => existsSync(join(EXAMPLES, folder, 'cdk8s.yaml')));
const wanted = process.argv.length > 2 ? process.argv.slice(2) : known;

let exposed = 0;
for (const example of wanted) {
  if (!known.includes(example)) {
    throw new Error(`there is no example '${example}'; choose from ${known.join(', ')}`);
  }
  const app = synthesize(example);
  print(example, app);
  exposed += app.node.findAll().filter(construct => construct instanceof Exposure).length;
}
console.log(`${exposed} apps are exposed by ${wanted.length} examples: ${wanted.join(', ')}`);

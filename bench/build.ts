import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { factsOf, Mode, MODES, Write } from './case';

/** How the apps are spread over charts: cdk8s looks at the whole App again for every chart, so this decides how it scales. */
export const LAYOUTS = { 'one chart': Infinity, 'charts of 10': 10 } as const;
export type Layout = keyof typeof LAYOUTS;

/** Which modes a run writes: each by turns, or one. */
export type Modes = Mode | 'every mode';

export interface Built {
  readonly app: App;
  /** What was handed out to be read afterwards. */
  readonly readers: (() => unknown)[];
}

/** @param place Where in the App the charts are. */
export function build(write: Write, modes: Modes, apps: number, layout: Layout, place: (app: App) => Construct = app => app): Built {
  const app = new App();
  const scope = place(app);
  const readers: (() => unknown)[] = [];
  let chart: Chart | undefined;
  for (let index = 0; index < apps; index++) {
    if (!chart || index % LAYOUTS[layout] === 0) {
      chart = new Chart(scope, `chart-${index}`, { namespace: 'shop' });
    }
    const written = write(chart, modes === 'every mode' ? MODES[index % MODES.length] : modes, factsOf(index));
    if (written) {
      readers.push(written.read);
    }
  }
  return { app, readers };
}

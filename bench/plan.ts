import { Layout, Modes } from './build';
import { MODES, Variant } from './case';

/** What is measured: these variants side by side. */
export interface Setting {
  readonly modes: Modes;
  readonly layout: Layout;
  readonly apps: number;
  /** Without a warm-up: what somebody waits for who runs `cdk8s synth` once. */
  readonly cold?: boolean;
  readonly variants: readonly Variant[];
}

const THREE: Variant[] = ['expose', 'plus', 'api-object'];
const FOUR: Variant[] = ['expose', 'plus', 'plus-bare', 'api-object'];

/** The goals: at most this many times hand-written cdk8s-plus, and this much more for each app at the second number than at the first. */
export const GOALS = { ratio: 1.15, growth: 1.2, from: 300, to: 3000 } as const;

/** Each setting is measured so often, and the median is taken. */
export const ROUNDS = 3;

export function plan(quick: boolean): Setting[] {
  const sizes = quick ? [100, 300, 1000] : [100, 300, 1000, 3000, 10000];
  const upToGoal = sizes.filter(apps => apps <= GOALS.to);
  const ofGoal = sizes.filter(apps => apps === GOALS.from || apps === GOALS.to);
  const together = { modes: 'every mode', layout: 'one chart' } as const;
  return [
    ...sizes.map(apps => ({ ...together, apps, variants: apps <= 1000 ? FOUR : THREE })),
    ...upToGoal.map(apps => ({ ...together, layout: 'charts of 10' as const, apps, variants: THREE })),
    ...MODES.flatMap(modes => ofGoal.map(apps => ({ ...together, modes, apps, variants: THREE }))),
    ...[7, 100, Math.max(...sizes)].map(apps => ({ ...together, apps, variants: THREE, cold: true })),
  ];
}

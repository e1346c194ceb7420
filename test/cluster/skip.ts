import { Addon, reasonToSkip } from './environment';
import { ExposureStrategy } from 'cdk8s-expose';

const ADDONS: Partial<Record<ExposureStrategy, Addon>> = {
  [ExposureStrategy.LOAD_BALANCER]: 'LOAD_BALANCER',
  [ExposureStrategy.INGRESS]: 'INGRESS',
  [ExposureStrategy.GATEWAY]: 'GATEWAY',
};

/** What a strategy needs of the cluster. */
export function addonOf(strategy: ExposureStrategy): Addon | undefined {
  return ADDONS[strategy];
}

/** Declares a group of tests, which is skipped where the cluster lacks an add-on and a variable says why. */
export function describeWith(addon: Addon | undefined, title: string, tests: () => void): void {
  const reason = reasonToSkip(addon);
  if (reason === undefined) {
    describe(title, tests);
  } else {
    describe.skip(`${title} (SKIP_${addon}: ${reason})`, tests);
  }
}

/** The strategies that this cluster can be asked for. */
export function strategiesHere(): ExposureStrategy[] {
  return Object.values(ExposureStrategy).filter(strategy => reasonToSkip(addonOf(strategy)) === undefined);
}

import { App } from 'cdk8s';
import { Construct } from 'constructs';
import { GATEWAY, INGRESS_CLASS, MODES, PORT, SOURCE_RANGE } from './case';
import { ClusterProfile, ExposurePolicy, ExposurePolicyProps, ExposureStrategy } from 'cdk8s-expose';

/** Limits that every app keeps to, so that nothing is reported. */
const LIMITS: Partial<ExposurePolicyProps> = {
  allowedStrategies: MODES.map(mode => mode as ExposureStrategy),
  allowedDomains: ['*.example.com'],
  allowedIngressClasses: [INGRESS_CLASS],
  allowedGateways: [`${GATEWAY.namespace}/${GATEWAY.name}`],
  hostPortBand: `${PORT}-${PORT}`,
  requiredSourceRanges: [SOURCE_RANGE],
};

function attach(app: App, limits: Partial<ExposurePolicyProps>): void {
  ClusterProfile.attach(app, ClusterProfile.custom({ name: 'bench', kubernetesVersion: '1.34' }));
  ExposurePolicy.attach(app, new ExposurePolicy({ name: 'bench', reason: 'it is measured', ...limits }));
}

/** What is attached to the App. Nothing of it changes what is written. */
export const ATTACHED = {
  'nothing': () => undefined,
  'profile and policy without limits': (app: App) => attach(app, {}),
  'profile and policy of six limits': (app: App) => attach(app, LIMITS),
};
export type Attached = keyof typeof ATTACHED;

/** How many scopes there are between the App and its charts. */
export const DEPTHS = [0, 50] as const;
export type Depth = typeof DEPTHS[number];

/** Attaches something to an App, and goes so many scopes down. */
export function below(attached: Attached, depth: Depth): (app: App) => Construct {
  return app => {
    ATTACHED[attached](app);
    return Array.from({ length: depth }).reduce<Construct>((scope, _, index) => new Construct(scope, `scope-${index}`), app);
  };
}

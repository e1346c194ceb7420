import { Chart, Testing } from 'cdk8s';
import {
  AppSpec, ClusterProfile, ClusterProfileProps, ExposedService, ExposedServiceProps, ExposureStrategy, LoadBalancerOptions, LoadBalancerProvider,
} from '../../../src';
import { WARNING_METADATA } from '../../../src/synth-notes';

export const WEB: AppSpec = { name: 'web', image: 'nginx:1.27', ports: [{ name: 'http', port: 8080, servicePort: 80 }] };

export interface Setting extends Omit<Partial<ExposedServiceProps>, 'app' | 'loadBalancer'> {
  readonly app?: Partial<AppSpec>;
  /** Of the profile, which is called `prod`. */
  readonly cluster?: ClusterProfileProps;
  readonly loadBalancerClass?: string;
}

/** A chart for apps of a cluster whose load balancers are a provider's. */
export function chartOf(provider: LoadBalancerProvider | undefined, { cluster, loadBalancerClass }: Setting = {}): Chart {
  const chart = new Chart(Testing.app(), 'team');
  ClusterProfile.attach(chart, ClusterProfile.custom({ name: 'prod', loadBalancer: { provider, loadBalancerClass }, ...cluster }));
  return chart;
}

/** An app with a load balancer. */
export function expose(
  provider: LoadBalancerProvider | undefined, loadBalancer: LoadBalancerOptions, setting: Setting = {}, chart = chartOf(provider, setting),
) {
  const { app, cluster: _, loadBalancerClass: __, ...props } = setting;
  return new ExposedService(chart, 'web', { strategy: ExposureStrategy.LOAD_BALANCER, ...props, loadBalancer, app: { ...WEB, ...app } });
}

/** The Service that is the door, as YAML has it. */
export function serviceOf(provider: LoadBalancerProvider | undefined, loadBalancer: LoadBalancerOptions, setting: Setting = {}) {
  const chart = chartOf(provider, setting);
  expose(provider, loadBalancer, setting, chart);
  return Testing.synth(chart).find(({ kind, spec }) => kind === 'Service' && spec.type === 'LoadBalancer');
}

export function annotationsOf(
  provider: LoadBalancerProvider | undefined, loadBalancer: LoadBalancerOptions, setting: Setting = {},
): { [key: string]: string } {
  return serviceOf(provider, loadBalancer, setting).metadata.annotations ?? {};
}

/** What is thrown, without the path of the construct. */
export function refusal(provider: LoadBalancerProvider | undefined, loadBalancer: LoadBalancerOptions, setting: Setting = {}): string[] {
  const chart = chartOf(provider, setting);
  try {
    expose(provider, loadBalancer, setting, chart);
  } catch (error) {
    expect(chart.node.children).toEqual([]);
    return (error as Error).message.split('\n').map(line => line.replace('[team/web] ', ''));
  }
  return [];
}

export function warnings(provider: LoadBalancerProvider | undefined, loadBalancer: LoadBalancerOptions, setting: Setting = {}): string[] {
  const { node } = expose(provider, loadBalancer, setting).exposure;
  return node.metadata.filter(({ type }) => type === WARNING_METADATA).map(({ data }) => `${data.rule}: ${data.message}`);
}

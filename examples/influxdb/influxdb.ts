import { Chart } from 'cdk8s';
import { ExposedService, ExposureStrategy, GatewayProtocol } from 'cdk8s-expose';
import * as kplus from 'cdk8s-plus-27';

/** What depends on the cluster. */
export interface InfluxdbSettings {
  readonly image: string;
  readonly hostname: string;
  /** The IngressClass; without one, the cluster's default. */
  readonly ingressClassName?: string;
  /** The Gateway that the platform team runs, in another namespace. */
  readonly gateway: { readonly name: string; readonly namespace: string };
  /** The port of every node; without one, the cluster chooses. */
  readonly nodePort?: number;
}

/** InfluxDB behind the door of a strategy. Nothing but `strategy` differs between the doors. */
export function exposeInfluxdb(chart: Chart, strategy: ExposureStrategy, settings: InfluxdbSettings): ExposedService {
  return new ExposedService(chart, 'influxdb', {
    app: {
      name: 'influxdb',
      image: settings.image,
      ports: [{ name: 'http', port: 8086 }],
      readiness: kplus.Probe.fromHttpGet('/ping'),
      // The image would run as root. Any other user will do that may write to the volume.
      securityContext: { user: 1500, group: 1500 },
      podSecurityContext: { fsGroup: 1500 },
      volumeMounts: [{ path: '/var/lib/influxdb', volume: kplus.Volume.fromEmptyDir(chart, 'data', 'data') }],
    },
    strategy,
    // A block for a door that is not chosen waits until it is.
    hostPort: { ports: { http: 8087 } }, // not 8086, which the pod of HOST_NETWORK takes on the same node
    nodePort: { ports: settings.nodePort === undefined ? {} : { http: settings.nodePort } },
    http: { hostnames: [settings.hostname] },
    ingress: { ingressClassName: settings.ingressClassName },
    gateway: {
      parentRefs: [{ ...settings.gateway, sectionName: 'http', listener: { protocol: GatewayProtocol.HTTP, port: 80 } }],
    },
    allow: { 'E-4': 'an example needs no certificate' },
  });
}

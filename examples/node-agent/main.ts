import { App, Chart } from 'cdk8s';
import { ExposedService, ExposureStrategy, WorkloadKind } from 'cdk8s-expose';
import * as kplus from 'cdk8s-plus-27';

const { env } = process;
const image = env.AGENT_IMAGE ?? 'quay.io/prometheus/node-exporter:v1.8.2';
const port = Number(env.AGENT_PORT ?? 9101);
const args = env.AGENT_ARGS?.split(' ') ?? [
  `--web.listen-address=:${port}`,
  '--path.procfs=/host/proc',
  '--path.sysfs=/host/sys',
  '--path.rootfs=/host/root',
];

export const app = new App();
const chart = new Chart(app, 'node-agent', { namespace: 'node-agent' });

// The node's network and file system are more than Pod Security baseline admits.
new kplus.Namespace(chart, 'namespace', {
  metadata: { name: 'node-agent', labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } },
});

const hostFolder = (name: string, path: string): kplus.VolumeMount => ({
  path: `/host/${name}`,
  volume: kplus.Volume.fromHostPath(chart, name, name, { path }),
  readOnly: true,
  // What is mounted on the node later on is seen too.
  propagation: kplus.MountPropagation.HOST_TO_CONTAINER,
});

// A Prometheus exporter that measures the node it runs on, on every node, in the node's own network.
new ExposedService(chart, 'agent', {
  app: {
    name: 'node-agent',
    image,
    args,
    workload: WorkloadKind.DAEMON_SET,
    // Not 9100, the exporter's own: another exporter may run on the node already, which is why HN-11 warns of that number.
    ports: [{ name: 'http-metrics', port }],
    readiness: kplus.Probe.fromHttpGet('/'),
    securityContext: { user: 65534, group: 65534 },
    volumeMounts: [hostFolder('proc', '/proc'), hostFolder('sys', '/sys'), hostFolder('root', '/')],
    tolerations: [kplus.NodeTaintQuery.any()], // every node, whatever its taints
  },
  strategy: ExposureStrategy.HOST_NETWORK,
});

app.synth();

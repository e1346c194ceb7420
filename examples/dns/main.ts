import { App, Chart } from 'cdk8s';
import { ExposedService, ExposureStrategy } from 'cdk8s-expose';
import * as kplus from 'cdk8s-plus-27';

const { env } = process;
const image = env.COREDNS_IMAGE ?? 'coredns/coredns:1.11.3';
const zone = env.DNS_ZONE ?? 'example.com';

export const app = new App();
const chart = new Chart(app, 'dns', { namespace: 'dns' });

new kplus.Namespace(chart, 'namespace', {
  metadata: { name: 'dns', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
});

const config = new kplus.ConfigMap(chart, 'config', {
  data: {
    Corefile: `${zone}:5353 {
    hosts {
        192.0.2.10 www.${zone}
    }
    ready :8181
    reload
    errors
}
`,
  },
});

// A name server: one number, two protocols. DNS asks by UDP, and by TCP when the answer is long.
new ExposedService(chart, 'dns', {
  app: {
    name: 'dns',
    image,
    args: ['-conf', '/etc/coredns/Corefile'],
    replicas: 2,
    // 53 is what clients see; the container is not root and listens above 1024.
    ports: [
      { name: 'dns', port: 5353, servicePort: 53, protocol: kplus.Protocol.UDP },
      { name: 'dns-tcp', port: 5353, servicePort: 53, protocol: kplus.Protocol.TCP },
    ],
    readiness: kplus.Probe.fromHttpGet('/ready', { port: 8181 }),
    securityContext: {
      user: 65532,
      group: 65532,
      // Not used here, but the image's binary carries this capability, and the kernel starts it nowhere where it is denied.
      capabilities: { add: [kplus.Capability.NET_BIND_SERVICE] },
    },
    volumeMounts: [{ path: '/etc/coredns', volume: kplus.Volume.fromConfigMap(chart, 'corefile', config), readOnly: true }],
  },
  strategy: ExposureStrategy.LOAD_BALANCER,
  allow: {
    'S-19': 'it is applied with --server-side',
    'LB-5': 'a name server has to answer both at one address',
  },
});

app.synth();

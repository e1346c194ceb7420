import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import * as facts from '../case';
import { ExposedService, ExposureStrategy } from 'cdk8s-expose';

export const write: facts.Write = (chart, mode, { name, hostname }) => {
  const data = kplus.Volume.fromEmptyDir(chart, `${name}-data`, 'data');
  const service = new ExposedService(chart, name, {
    app: {
      name,
      image: facts.IMAGE,
      ports: [{ name: 'http', port: facts.PORT, servicePort: facts.SERVICE_PORT }],
      env: { [facts.LOG_LEVEL.name]: kplus.EnvValue.fromValue(facts.LOG_LEVEL.value) },
      readiness: kplus.Probe.fromHttpGet(facts.HEALTH_PATH),
      resources: {
        cpu: { request: kplus.Cpu.millis(facts.CPU_MILLIS) },
        memory: { request: Size.mebibytes(facts.MEMORY_MEBIBYTES) },
      },
      securityContext: { user: facts.USER, group: facts.USER },
      volumeMounts: [{ path: facts.DATA_PATH, volume: data }],
    },
    strategy: mode as ExposureStrategy,
    loadBalancer: { loadBalancerSourceRanges: [facts.SOURCE_RANGE] },
    http: { hostnames: [hostname], tls: mode === 'Ingress' ? { clusterIssuer: facts.CLUSTER_ISSUER } : undefined },
    ingress: { ingressClassName: facts.INGRESS_CLASS },
    gateway: { parentRefs: [facts.GATEWAY] },
  });
  return { read: () => [service.accessPoints, service.requirements] };
};

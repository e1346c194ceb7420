import { ApiObject, JsonPatch, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import * as facts from '../case';

/**
 * What a careful engineer writes with cdk8s-plus: its own props wherever it has them, one JSON patch for each object whose fields it
 * has no props for.
 */
export const write: facts.Write = (chart, mode, app) => {
  const { deployment, services } = make(chart, mode, app);
  ApiObject.of(deployment).addJsonPatch(
    JsonPatch.add('/spec/template/spec/securityContext/seccompProfile', { type: 'RuntimeDefault' }),
    JsonPatch.add('/spec/template/spec/containers/0/securityContext/capabilities', { drop: ['ALL'] }), // kplus.Capability has no ALL
    JsonPatch.add('/spec/template/spec/enableServiceLinks', false),
  );
  for (const service of services) {
    ApiObject.of(service).addJsonPatch(JsonPatch.remove('/spec/externalIPs'));
  }
};

/** The same without the patches: cheaper, and not what Pod Security restricted asks for. */
export const writeBare: facts.Write = (chart, mode, app) => {
  make(chart, mode, app);
};

const SERVICE_TYPES: Partial<Record<facts.Mode, kplus.ServiceType>> = {
  NodePort: kplus.ServiceType.NODE_PORT,
  LoadBalancer: kplus.ServiceType.LOAD_BALANCER,
};

function make(chart: Construct, mode: facts.Mode, { name, hostname }: facts.AppFacts): { deployment: kplus.Deployment; services: kplus.Service[] } {
  const labels = { 'app.kubernetes.io/name': name };
  const metadata = { name, labels };
  const hostNetwork = mode === 'HostNetwork';
  const onNode = hostNetwork || mode === 'HostPort';
  const data = kplus.Volume.fromEmptyDir(chart, `${name}-data`, 'data');
  const deployment = new kplus.Deployment(chart, `${name}-deployment`, {
    metadata,
    podMetadata: { labels },
    replicas: 1,
    strategy: onNode ? kplus.DeploymentStrategy.rollingUpdate({
      maxSurge: kplus.PercentOrAbsolute.absolute(0),
      maxUnavailable: kplus.PercentOrAbsolute.absolute(1),
    }) : undefined,
    hostNetwork: hostNetwork || undefined,
    dns: hostNetwork ? { policy: kplus.DnsPolicy.CLUSTER_FIRST_WITH_HOST_NET } : undefined,
    containers: [{
      image: facts.IMAGE,
      imagePullPolicy: kplus.ImagePullPolicy.IF_NOT_PRESENT,
      ports: [{ name: 'http', number: facts.PORT, protocol: kplus.Protocol.TCP, hostPort: onNode ? facts.PORT : undefined }],
      envVariables: { [facts.LOG_LEVEL.name]: kplus.EnvValue.fromValue(facts.LOG_LEVEL.value) },
      readiness: kplus.Probe.fromHttpGet(facts.HEALTH_PATH, { port: facts.PORT }),
      resources: {
        cpu: { request: kplus.Cpu.millis(facts.CPU_MILLIS) },
        memory: { request: Size.mebibytes(facts.MEMORY_MEBIBYTES) },
      },
      securityContext: { user: facts.USER, group: facts.USER },
      volumeMounts: [{ path: facts.DATA_PATH, volume: data }],
    }],
  });
  const service = new kplus.Service(chart, `${name}-service`, {
    metadata,
    selector: deployment,
    type: SERVICE_TYPES[mode],
    ports: [{ name: 'http', port: facts.SERVICE_PORT, targetPort: facts.PORT, protocol: kplus.Protocol.TCP }],
    loadBalancerSourceRanges: mode === 'LoadBalancer' ? [facts.SOURCE_RANGE] : undefined,
  });
  if (mode === 'Ingress') {
    new kplus.Ingress(chart, `${name}-ingress`, {
      metadata: { ...metadata, annotations: { 'cert-manager.io/cluster-issuer': facts.CLUSTER_ISSUER } },
      className: facts.INGRESS_CLASS,
      rules: [{ host: hostname, path: '/', pathType: kplus.HttpIngressPathType.PREFIX, backend: kplus.IngressBackend.fromService(service, { port: facts.SERVICE_PORT }) }],
      tls: [{ hosts: [hostname], secret: kplus.Secret.fromSecretName(chart, `${name}-tls`, `${name}-tls`) }],
    });
  }
  if (mode === 'Gateway') {
    new ApiObject(chart, `${name}-route`, {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata,
      spec: {
        parentRefs: [facts.GATEWAY],
        hostnames: [hostname],
        rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/' } }], backendRefs: [{ name: service.name, port: facts.SERVICE_PORT }] }],
      },
    });
  }
  return { deployment, services: [service] };
}

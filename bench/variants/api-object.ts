import { ApiObject } from 'cdk8s';
import * as facts from '../case';

/** YAML as it stands, in TypeScript: nothing is checked and nothing is derived. The lower bound of what cdk8s itself costs. */
export const write: facts.Write = (chart, mode, { name, hostname }) => {
  const labels = { 'app.kubernetes.io/name': name };
  const selector = { 'cdk8s.io/metadata.addr': name };
  const metadata = { name, labels };
  const hostNetwork = mode === 'HostNetwork';
  const onNode = hostNetwork || mode === 'HostPort';
  new ApiObject(chart, `${name}-deployment`, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      minReadySeconds: 0,
      progressDeadlineSeconds: 600,
      replicas: 1,
      selector: { matchLabels: selector },
      strategy: { type: 'RollingUpdate', rollingUpdate: onNode ? { maxSurge: 0, maxUnavailable: 1 } : { maxSurge: '25%', maxUnavailable: '25%' } },
      template: {
        metadata: { labels: { ...labels, ...selector } },
        spec: {
          automountServiceAccountToken: false,
          containers: [{
            name: 'main',
            image: facts.IMAGE,
            imagePullPolicy: 'IfNotPresent',
            env: [facts.LOG_LEVEL],
            ports: [{ name: 'http', containerPort: facts.PORT, protocol: 'TCP', ...onNode ? { hostPort: facts.PORT } : {} }],
            readinessProbe: { failureThreshold: 3, httpGet: { path: facts.HEALTH_PATH, port: facts.PORT, scheme: 'HTTP' } },
            resources: { requests: { cpu: `${facts.CPU_MILLIS}m`, memory: `${facts.MEMORY_MEBIBYTES}Mi` } },
            securityContext: {
              allowPrivilegeEscalation: false,
              capabilities: { drop: ['ALL'] },
              privileged: false,
              readOnlyRootFilesystem: true,
              runAsGroup: facts.USER,
              runAsNonRoot: true,
              runAsUser: facts.USER,
            },
            volumeMounts: [{ name: 'data', mountPath: facts.DATA_PATH }],
          }],
          dnsPolicy: hostNetwork ? 'ClusterFirstWithHostNet' : 'ClusterFirst',
          enableServiceLinks: false,
          hostNetwork,
          restartPolicy: 'Always',
          securityContext: { fsGroupChangePolicy: 'Always', runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
          setHostnameAsFQDN: false,
          terminationGracePeriodSeconds: 30,
          volumes: [{ name: 'data', emptyDir: {} }],
        },
      },
    },
  });
  new ApiObject(chart, `${name}-service`, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: {
      type: mode === 'NodePort' || mode === 'LoadBalancer' ? mode : 'ClusterIP',
      selector,
      ports: [{ name: 'http', port: facts.SERVICE_PORT, targetPort: facts.PORT, protocol: 'TCP' }],
      ...mode === 'LoadBalancer' ? { loadBalancerSourceRanges: [facts.SOURCE_RANGE] } : {},
    },
  });
  if (mode === 'Ingress') {
    new ApiObject(chart, `${name}-ingress`, {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { ...metadata, annotations: { 'cert-manager.io/cluster-issuer': facts.CLUSTER_ISSUER } },
      spec: {
        ingressClassName: facts.INGRESS_CLASS,
        rules: [{
          host: hostname,
          http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name, port: { number: facts.SERVICE_PORT } } } }] },
        }],
        tls: [{ hosts: [hostname], secretName: `${name}-tls` }],
      },
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
        rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/' } }], backendRefs: [{ name, port: facts.SERVICE_PORT }] }],
      },
    });
  }
};

/** What the library does about a broken rule. */
export enum Severity {
  /** The API server refuses it, or it can never work: thrown. */
  ERR = 'ERR',
  /** The API server accepts it, and it is broken in silence or on some clusters: thrown, unless it is allowed with a written reason. */
  STRICT = 'STRICT',
  /** Right, with a consequence that one has to know: a warning at synth. */
  WARN = 'WARN',
  /** Known by the cluster alone: told with the requirements of an exposure. */
  DEPLOY = 'DEPLOY',
}

/** Where a rule can be seen. */
export enum Sight {
  CONSTRUCT = 'construct',
  SEVERAL = 'several objects',
  CLUSTER = 'cluster',
}

export interface Rule {
  readonly severity: Severity;
  readonly sight: Sight;
  /** What is right, as a sentence without a full stop. */
  readonly title: string;
  /** Where the rule comes from: a page of documentation, a function of the source, or an issue. */
  readonly source: string;
}

const { ERR, STRICT, WARN, DEPLOY } = Severity;
const { CONSTRUCT, SEVERAL, CLUSTER } = Sight;

const DOCS = 'https://kubernetes.io/docs';
const SERVICE = `${DOCS}/concepts/services-networking/service/`;
const INGRESS = `${DOCS}/concepts/services-networking/ingress/`;
const DUAL_STACK = `${DOCS}/concepts/services-networking/dual-stack/`;
const DNS = `${DOCS}/concepts/services-networking/dns-pod-service/`;
const DEPLOYMENT = `${DOCS}/concepts/workloads/controllers/deployment/`;
const DAEMON_SET = `${DOCS}/concepts/workloads/controllers/daemonset/`;
const PROBES = `${DOCS}/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/`;
const POD_SECURITY = `${DOCS}/concepts/security/pod-security-standards/`;
const POD_SECURITY_ADMISSION = `${DOCS}/concepts/security/pod-security-admission/`;
const PORTS_OF_NODES = `${DOCS}/reference/networking/ports-and-protocols/`;
const SERVER_SIDE_APPLY = `${DOCS}/reference/using-api/server-side-apply/`;
const SCHEDULING = `${DOCS}/concepts/scheduling-eviction/assign-pod-node/`;
const API_PROXY = `${DOCS}/tasks/access-application-cluster/access-cluster-services/`;
const PORT_FORWARD = `${DOCS}/tasks/access-application-cluster/port-forward-access-application-cluster/`;
const RBAC = `${DOCS}/reference/access-authn-authz/rbac/`;
const NETWORK_POLICIES = `${DOCS}/concepts/services-networking/network-policies/`;
const GATEWAY = 'https://gateway-api.sigs.k8s.io/reference/spec/';
const URI = 'https://www.rfc-editor.org/rfc/rfc3986';
const LIBRARY = 'cdk8s-expose';

const validation = (name: string) => `kubernetes/kubernetes validation.go ${name}`;
const storage = (name: string) => `kubernetes/kubernetes pkg/registry/core/service/storage ${name}`;
const issue = (number: number) => `kubernetes/kubernetes#${number}`;
const gatewayTypes = (file: string) => `kubernetes-sigs/gateway-api apis/v1/${file}`;

const CATALOGUE = {
  // Services
  'S-1': { severity: ERR, sight: CONSTRUCT, title: 'a Service name is a label of RFC 1035 with at most 63 characters; from Kubernetes 1.36 on it may begin with a digit', source: validation('ValidateServiceName') },
  'S-2': { severity: ERR, sight: CONSTRUCT, title: 'the name of a Service port is a DNS label with at most 63 characters', source: validation('validateServicePort') },
  'S-3': { severity: STRICT, sight: CONSTRUCT, title: 'the name of a Service port is also one that a container port could have, so that an Ingress and the API proxy can refer to it', source: validation('IsValidPortName') },
  'S-4': { severity: STRICT, sight: CONSTRUCT, title: 'a name that cdk8s makes for a Service begins with a letter', source: 'cdk8s Names.toDnsLabel' },
  'S-5': { severity: ERR, sight: CONSTRUCT, title: 'a Service has at least one port', source: validation('ValidateService') },
  'S-6': { severity: ERR, sight: CONSTRUCT, title: 'where a Service has several ports, each has a name of its own', source: `${SERVICE}#multi-port-services` },
  'S-7': { severity: ERR, sight: CONSTRUCT, title: 'no two ports of a Service have the same number and protocol', source: validation('ValidateService') },
  'S-8': { severity: ERR, sight: CONSTRUCT, title: 'no two ports of a Service have the same node port and protocol', source: validation('ValidateService') },
  'S-9': { severity: STRICT, sight: CONSTRUCT, title: 'a target port given by name is the name of a container port with the same protocol', source: 'kubernetes/kubernetes endpointslice FindPort' },
  'S-10': { severity: STRICT, sight: CONSTRUCT, title: 'the selector of a Service is not empty and selects the pods of its workload', source: SERVICE },
  'S-11': { severity: STRICT, sight: SEVERAL, title: 'the selector of a Service selects the pods of one workload only', source: SERVICE },
  'S-12': { severity: ERR, sight: CONSTRUCT, title: 'session affinity is None or ClientIP, and only ClientIP has a timeout, of 1 to 86400 seconds', source: `${DOCS}/reference/networking/virtual-ips/#session-affinity` },
  'S-13': { severity: ERR, sight: CONSTRUCT, title: 'an external traffic policy is Cluster or Local, and stands only on a Service of type NodePort or LoadBalancer', source: validation('validateServiceExternalTrafficPolicy') },
  'S-14': { severity: ERR, sight: CONSTRUCT, title: 'an internal traffic policy is Cluster or Local', source: `${DOCS}/concepts/services-networking/service-traffic-policy/` },
  'S-15': { severity: ERR, sight: CONSTRUCT, title: 'a Service of type ClusterIP has no node ports', source: validation('ValidateService') },
  'S-16': { severity: ERR, sight: CONSTRUCT, title: 'only a Service of type ClusterIP is headless', source: validation('ValidateServiceClusterIPsRelatedFields') },
  'S-17': { severity: ERR, sight: CONSTRUCT, title: 'a Service has at most two IP families, distinct, and with SingleStack one', source: DUAL_STACK },
  'S-18': { severity: ERR, sight: CONSTRUCT, title: 'addresses and ranges are in their canonical form', source: issue(137053) },
  'S-19': { severity: WARN, sight: CONSTRUCT, title: 'a Service with one port number for TCP and UDP is applied server-side, since client-side apply loses one of them', source: issue(105610) },
  'S-20': { severity: WARN, sight: CLUSTER, title: 'the number and the name of a Service port are changed by the one who manages it', source: issue(131147) },
  'S-21': { severity: ERR, sight: CLUSTER, title: 'the cluster IP of a Service stays what it is, also between headless and not', source: validation('validateUpgradeDowngradeClusterIPs') },
  'S-22': { severity: WARN, sight: CONSTRUCT, title: 'an Ingress, a route and the API proxy name the port of the Service, not the one of the container', source: INGRESS },

  // Workloads
  'W-1': { severity: ERR, sight: CONSTRUCT, title: 'a container port name has at most 15 lower-case letters, digits and single hyphens, with at least one letter', source: validation('IsValidPortName') },
  'W-2': { severity: ERR, sight: CONSTRUCT, title: 'a workload has a container with an image, restarts it always, and selects its own pods', source: validation('ValidateDeploymentSpec') },
  'W-3': { severity: ERR, sight: CONSTRUCT, title: 'the port names of a container are distinct', source: validation('validateContainerPorts') },
  'W-4': { severity: STRICT, sight: CONSTRUCT, title: 'the port names of all containers of a pod are distinct', source: 'kubernetes/kubernetes endpointslice FindPort' },
  'W-5': { severity: STRICT, sight: CONSTRUCT, title: 'a container lists a port and protocol once', source: issue(113482) },
  'W-6': { severity: STRICT, sight: CONSTRUCT, title: 'no two containers of a pod listen on the same port and protocol', source: 'kubernetes/kubernetes pkg/api/pod/warnings.go' },
  'W-7': { severity: ERR, sight: CONSTRUCT, title: 'the rollout of a Deployment can go on: maxSurge or maxUnavailable is above 0, neither is malformed, and Recreate has none of them', source: validation('ValidateRollingUpdateDeployment') },
  'W-8': { severity: ERR, sight: CONSTRUCT, title: 'exactly one of maxSurge and maxUnavailable of a DaemonSet is above 0', source: validation('ValidateRollingUpdateDaemonSet') },
  'W-9': { severity: ERR, sight: CONSTRUCT, title: 'a DaemonSet has no number of replicas', source: DAEMON_SET },
  'W-10': { severity: WARN, sight: CONSTRUCT, title: 'the selector of a workload has only labels that never change', source: `${DEPLOYMENT}#label-selector-updates` },
  'W-11': { severity: WARN, sight: CONSTRUCT, title: 'a pod gets no environment variables from the Services of its namespace', source: `${SERVICE}#environment-variables` },
  'W-12': { severity: WARN, sight: CONSTRUCT, title: 'an app that is reached through a Service has a readiness probe', source: PROBES },
  'W-13': { severity: STRICT, sight: CONSTRUCT, title: 'a probe names a port that exists, and no host', source: POD_SECURITY },

  // Host network
  'HN-1': { severity: ERR, sight: CONSTRUCT, title: 'on the host network a host port is the container port', source: validation('validatePodHostNetworkDeps') },
  'HN-2': { severity: STRICT, sight: CONSTRUCT, title: 'on the host network every host port is written out', source: issue(124417) },
  'HN-3': { severity: STRICT, sight: CONSTRUCT, title: 'on the host network no two containers of a pod have the same port and protocol', source: validation('AccumulateUniqueHostPorts') },
  'HN-4': { severity: ERR, sight: CONSTRUCT, title: 'a pod on the host network has no user namespace of its own', source: validation('validateHostUsers') },
  'HN-5': { severity: ERR, sight: CONSTRUCT, title: 'a pod on the host network sets no net sysctls', source: validation('ValidateHostSysctl') },
  'HN-6': { severity: STRICT, sight: CONSTRUCT, title: 'a pod on the host network has the DNS policy ClusterFirstWithHostNet, and one with the policy None has a nameserver', source: DNS },
  'HN-7': { severity: STRICT, sight: CONSTRUCT, title: 'on the host network there is no host IP, since it changes nothing but the mind of the scheduler', source: 'kubernetes/kubernetes pkg/scheduler/framework/plugins/nodeports' },
  'HN-8': { severity: STRICT, sight: CONSTRUCT, title: 'a DaemonSet with host ports has maxSurge 0, or its rollout never ends', source: issue(106417) },
  'HN-9': { severity: STRICT, sight: CONSTRUCT, title: 'a Deployment with host ports takes an old pod away before it adds a new one, or its rollout never ends', source: issue(90669) },
  'HN-10': { severity: STRICT, sight: CONSTRUCT, title: 'on the host network a port below 1024 is bound by root only', source: 'https://man7.org/linux/man-pages/man7/capabilities.7.html' },
  'HN-11': { severity: WARN, sight: CONSTRUCT, title: 'a port of a node is none of those that its daemons, node ports or outgoing connections use', source: PORTS_OF_NODES },
  'HN-12': { severity: WARN, sight: CONSTRUCT, title: 'a pod on the host network is kept to Linux nodes', source: `${DOCS}/concepts/windows/intro/` },
  'HN-13': { severity: WARN, sight: CONSTRUCT, title: 'an app on the host network that is probed listens on the address of its node', source: PROBES },

  // Host ports
  'HP-1': { severity: ERR, sight: CONSTRUCT, title: 'a host port is a number from 1 to 65535', source: validation('validateContainerPorts') },
  'HP-2': { severity: ERR, sight: CONSTRUCT, title: 'no two ports of a pod have the same host port, host IP and protocol', source: validation('AccumulateUniqueHostPorts') },
  'HP-3': { severity: STRICT, sight: CONSTRUCT, title: 'no two ports of a pod meet on one host port because one of them is on all addresses', source: 'kubernetes/kubernetes pkg/scheduler/framework HostPortInfo.CheckConflict' },
  'HP-4': { severity: STRICT, sight: CONSTRUCT, title: 'a host IP is a literal IP address in its canonical form', source: validation('validateContainerPorts') },
  'HP-5': { severity: ERR, sight: CONSTRUCT, title: 'a host IP has a host port beside it', source: 'kubernetes/kubernetes pkg/api/pod/warnings.go' },
  'HP-6': { severity: STRICT, sight: CONSTRUCT, title: 'a container port has one host port', source: issue(113482) },
  'HP-7': { severity: STRICT, sight: CONSTRUCT, title: 'a workload with host ports rolls out without a surge, as one on the host network does', source: issue(106417) },

  // Node ports
  'NP-1': { severity: ERR, sight: CONSTRUCT, title: 'a node port lies in the node port range of the cluster', source: `${SERVICE}#type-nodeport` },
  'NP-2': { severity: WARN, sight: CONSTRUCT, title: 'a node port that is asked for by number lies in the static band of the range', source: `${SERVICE}#avoid-nodeport-collisions` },
  'NP-3': { severity: ERR, sight: SEVERAL, title: 'no two Services have the same node port, whatever the protocol', source: 'kubernetes/kubernetes portallocator PortAllocator.Allocate' },
  'NP-4': { severity: ERR, sight: CONSTRUCT, title: 'two ports of a Service share a node port only if they differ in protocol and in nothing else', source: storage('initNodePorts') },
  'NP-5': { severity: WARN, sight: CONSTRUCT, title: 'a second protocol on a port gets the same node port only when both are there from the start', source: storage('updateNodePorts') },
  'NP-6': { severity: ERR, sight: CONSTRUCT, title: 'the options of a load balancer stand only on a Service of type LoadBalancer', source: validation('ValidateService') },
  'NP-7': { severity: ERR, sight: CONSTRUCT, title: 'a Service of type NodePort is not headless', source: validation('ValidateServiceClusterIPsRelatedFields') },
  'NP-8': { severity: WARN, sight: CLUSTER, title: 'the names of the ports of a Service stay, since a node port without a number is carried over by the name', source: storage('patchAllocatedValues') },

  // Load balancers
  'LB-1': { severity: ERR, sight: CONSTRUCT, title: 'a load balancer class is a qualified name, and never changes', source: `${SERVICE}#load-balancer-class` },
  'LB-2': { severity: ERR, sight: CONSTRUCT, title: 'the source ranges of a load balancer are ranges in their canonical form', source: SERVICE },
  'LB-3': { severity: ERR, sight: CONSTRUCT, title: 'a health check node port stands only with the external traffic policy Local, in the node port range', source: storage('allocHealthCheckNodePort') },
  'LB-4': { severity: ERR, sight: CONSTRUCT, title: 'only a Service of type LoadBalancer can go without node ports', source: `${SERVICE}#load-balancer-nodeport-allocation` },
  'LB-5': { severity: WARN, sight: CONSTRUCT, title: 'the ports of a load balancer have one protocol, or its provider takes several', source: `${SERVICE}#load-balancers-with-mixed-protocol-types` },
  'LB-6': { severity: ERR, sight: CONSTRUCT, title: 'a Service has neither loadBalancerIP nor externalIPs, which are deprecated', source: issue(137293) },
  'LB-7': { severity: WARN, sight: CONSTRUCT, title: 'a load balancer of AWS says whether it is internal or faces the internet', source: 'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/nlb/' },
  'LB-8': { severity: WARN, sight: CONSTRUCT, title: 'a port of a load balancer speaks TCP or UDP, since few providers take SCTP', source: `${DOCS}/reference/networking/service-protocols/` },

  // Ingress
  'IN-1': { severity: ERR, sight: CONSTRUCT, title: 'an Ingress has a rule or a default backend', source: validation('ValidateIngressSpec') },
  'IN-2': { severity: ERR, sight: CONSTRUCT, title: 'a path of an Ingress has a type: Exact, Prefix or ImplementationSpecific', source: `${INGRESS}#path-types` },
  'IN-3': { severity: ERR, sight: CONSTRUCT, title: 'an Exact or Prefix path begins with "/" and is without "//", "/./", "/../", "%2f" and blanks', source: validation('validateHTTPIngressPath') },
  'IN-4': { severity: ERR, sight: CONSTRUCT, title: 'an ImplementationSpecific path is empty or begins with "/"', source: validation('validateHTTPIngressPath') },
  'IN-5': { severity: ERR, sight: CONSTRUCT, title: 'a rule of an Ingress has at least one path', source: validation('validateHTTPIngressRuleValue') },
  'IN-6': { severity: ERR, sight: CONSTRUCT, title: 'a hostname is a lower-case DNS name, or "*." and one', source: `${INGRESS}#hostname-wildcards` },
  'IN-7': { severity: STRICT, sight: CONSTRUCT, title: 'each label of a hostname has at most 63 characters', source: 'https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4' },
  'IN-8': { severity: ERR, sight: CONSTRUCT, title: 'a backend of an Ingress is one Service with one port, by name or by number', source: validation('validateIngressBackend') },
  'IN-9': { severity: STRICT, sight: CONSTRUCT, title: 'the backend port of an Ingress is a port of the Service, in the same namespace', source: INGRESS },
  'IN-10': { severity: ERR, sight: CONSTRUCT, title: 'an Ingress class name is a DNS subdomain, and not empty', source: `${INGRESS}#ingress-class` },
  'IN-11': { severity: ERR, sight: CONSTRUCT, title: 'the class of an Ingress is given by its field, not by the old annotation', source: `${INGRESS}#deprecated-annotation` },
  'IN-12': { severity: ERR, sight: CONSTRUCT, title: 'the Secret of TLS has the name of a Secret, and the hosts of TLS are hostnames', source: validation('validateIngressTLS') },
  'IN-13': { severity: STRICT, sight: CONSTRUCT, title: 'the hosts of TLS cover the hostnames that are served, and no others', source: `${INGRESS}#tls` },
  'IN-14': { severity: ERR, sight: CONSTRUCT, title: 'an Ingress leads to HTTP only', source: INGRESS },
  'IN-15': { severity: STRICT, sight: CONSTRUCT, title: 'an Ingress has a hostname, path and path type once', source: 'kubernetes/ingress-nginx#8216' },
  'IN-16': { severity: WARN, sight: CONSTRUCT, title: 'an Exact or Prefix path has no sign of a pattern, a query or a fragment', source: `${INGRESS}#path-types` },
  'IN-17': { severity: WARN, sight: CONSTRUCT, title: 'an app that is served under a prefix answers there, since the prefix is not taken away', source: `${INGRESS}#path-types` },
  'IN-18': { severity: WARN, sight: CONSTRUCT, title: 'a wildcard of an Ingress stands for one label', source: `${INGRESS}#hostname-wildcards` },

  // The API server's proxy, fulfilled by how its URLs are built
  'CI-1': { severity: ERR, sight: CONSTRUCT, title: 'the port in a proxy URL is the name or the number of a port of the Service', source: API_PROXY },
  'CI-2': { severity: ERR, sight: CONSTRUCT, title: 'a proxy URL names the port, also where the Service has only one', source: storage('ResourceLocation') },
  'CI-3': { severity: ERR, sight: CONSTRUCT, title: 'a proxy URL gives the port by name, since a number finds the first port of any protocol', source: storage('ResourceLocation') },
  'CI-4': { severity: ERR, sight: CONSTRUCT, title: 'a port name in a proxy URL is not all digits', source: storage('ResourceLocation') },
  'CI-5': { severity: ERR, sight: CONSTRUCT, title: 'a proxy URL ends in "proxy/" with its slash', source: 'kubernetes/apimachinery proxyRedirectsforRootPath' },
  'CI-6': { severity: ERR, sight: CONSTRUCT, title: 'a proxy URL is not of the form that ended with Kubernetes 1.10', source: issue(59884) },
  'CI-7': { severity: ERR, sight: CONSTRUCT, title: 'only HTTP goes through the proxy, TCP goes by port-forward, and UDP by neither', source: PORT_FORWARD },
  'CI-8': { severity: ERR, sight: CONSTRUCT, title: 'what the proxy reaches is a ready pod in the namespace of the Service', source: storage('isValidAddress') },
  'CI-9': { severity: ERR, sight: CONSTRUCT, title: 'a proxy URL of an app that speaks TLS says https, and nobody verifies the certificate', source: API_PROXY },
  'CI-10': { severity: ERR, sight: CONSTRUCT, title: 'the proxy is not offered for an app that asks for an Authorization header, which never arrives', source: API_PROXY },
  'CI-11': { severity: ERR, sight: CONSTRUCT, title: 'an app that builds absolute URLs is reached by port-forward, not by the proxy', source: API_PROXY },
  'CI-12': { severity: ERR, sight: CONSTRUCT, title: 'a role for the proxy names whole addresses, such as http:web:http, in resourceNames', source: RBAC },
  'CI-13': { severity: ERR, sight: CONSTRUCT, title: 'the command that starts the proxy listens on the workstation alone', source: `${DOCS}/reference/kubectl/generated/kubectl_proxy/` },

  // Conflicts
  'X-0': { severity: WARN, sight: CLUSTER, title: 'after a change of the kind of workload the old one is deleted', source: `${DOCS}/tasks/manage-kubernetes-objects/declarative-config/` },
  'X-1': { severity: ERR, sight: SEVERAL, title: 'no two Services of the cluster claim the same node port', source: 'kubernetes/kubernetes portallocator PortAllocator.Allocate' },
  'X-2': { severity: ERR, sight: SEVERAL, title: 'no node port is the health check node port of another Service', source: storage('allocHealthCheckNodePort') },
  'X-3': { severity: ERR, sight: SEVERAL, title: 'no two pods that can meet on a node have the same host port, protocol and address', source: 'kubernetes/kubernetes pkg/scheduler/framework HostPortInfo.CheckConflict' },
  'X-4': { severity: ERR, sight: SEVERAL, title: 'no port on the host network is the host port of another workload', source: 'kubernetes/kubernetes pkg/scheduler/framework HostPortInfo.CheckConflict' },
  'X-5': { severity: ERR, sight: SEVERAL, title: 'no host port is a node port', source: `${DOCS}/reference/networking/virtual-ips/` },
  'X-6': { severity: WARN, sight: CLUSTER, title: 'no host port is one that a daemon of the node listens on', source: PORTS_OF_NODES },
  'X-7': { severity: WARN, sight: CONSTRUCT, title: 'a workload with host ports has no more replicas than there are nodes, as a DaemonSet does', source: SCHEDULING },
  'X-8': { severity: STRICT, sight: CONSTRUCT, title: 'a workload with host ports is written with maxSurge 0, so that its second rollout ends as well', source: issue(90669) },
  'X-9': { severity: ERR, sight: SEVERAL, title: 'no two Ingresses serve the same hostname and path', source: 'kubernetes/ingress-nginx#8216' },
  'X-10': { severity: ERR, sight: SEVERAL, title: 'no two routes of a Gateway have the same hostname and match', source: GATEWAY },
  'X-11': { severity: STRICT, sight: CONSTRUCT, title: 'the selector of a Service and the labels of its pods come from one place', source: SERVICE },
  'X-12': { severity: ERR, sight: CONSTRUCT, title: 'the target port of a Service is a port of the pods, with its protocol', source: 'kubernetes/kubernetes endpointslice FindPort' },
  'X-13': { severity: ERR, sight: CONSTRUCT, title: 'an Ingress or route leads to a port that the Service has', source: INGRESS },
  'X-14': { severity: DEPLOY, sight: CLUSTER, title: 'the Secret of TLS exists, in the right namespace and of type kubernetes.io/tls', source: `${INGRESS}#tls` },
  'X-15': { severity: DEPLOY, sight: CLUSTER, title: 'there is a controller for the Ingress class, Gateway class or load balancer class', source: `${INGRESS}#ingress-class` },
  'X-16': { severity: WARN, sight: CONSTRUCT, title: 'the namespace of a workload with host ports or on the host network enforces no more than Pod Security privileged', source: POD_SECURITY_ADMISSION },
  'X-17': { severity: ERR, sight: SEVERAL, title: 'no two objects of a kind have the same name in a namespace', source: `${DOCS}/concepts/overview/working-with-objects/names/` },
  'X-18': { severity: WARN, sight: CLUSTER, title: 'a workload of the old kind is pruned after a change of mode', source: `${DOCS}/tasks/manage-kubernetes-objects/declarative-config/` },
  'X-19': { severity: WARN, sight: CONSTRUCT, title: 'what has TCP and UDP on one port number is applied server-side', source: SERVER_SIDE_APPLY },
  'X-20': { severity: DEPLOY, sight: CLUSTER, title: 'the quota of the namespace leaves room for the load balancers and node ports', source: `${DOCS}/concepts/policy/resource-quotas/` },

  // Gateway API
  'GW-1': { severity: ERR, sight: CONSTRUCT, title: 'a route leads to a port of the Service by number', source: gatewayTypes('object_reference_types.go') },
  'GW-2': { severity: ERR, sight: CONSTRUCT, title: 'a route has at most 16 hostnames, each a lower-case DNS name or "*." and one', source: gatewayTypes('shared_types.go') },
  'GW-3': { severity: STRICT, sight: CONSTRUCT, title: 'a hostname of a route is not an IP address', source: gatewayTypes('shared_types.go') },
  'GW-4': { severity: ERR, sight: CONSTRUCT, title: 'a path of a route is one of an Ingress with at most 1024 characters of RFC 3986', source: gatewayTypes('httproute_types.go') },
  'GW-5': { severity: ERR, sight: CONSTRUCT, title: 'a route has at most 16 rules, 64 matches in a rule, 128 matches in all and 16 backends in a rule', source: gatewayTypes('httproute_types.go') },
  'GW-6': { severity: ERR, sight: CONSTRUCT, title: 'a rule that redirects has neither a backend nor a rewrite', source: gatewayTypes('httproute_types.go') },
  'GW-7': { severity: ERR, sight: CONSTRUCT, title: 'a route has at most 32 parents, and two references to one parent name different sections', source: gatewayTypes('shared_types.go') },
  'GW-8': { severity: ERR, sight: CONSTRUCT, title: 'a Gateway has 1 to 64 listeners with distinct names and distinct port, protocol and hostname', source: gatewayTypes('gateway_types.go') },
  'GW-9': { severity: ERR, sight: CONSTRUCT, title: 'a listener has TLS and a hostname only where its protocol has them', source: gatewayTypes('gateway_types.go') },
  'GW-10': { severity: ERR, sight: CONSTRUCT, title: 'a listener that terminates TLS has a certificate', source: gatewayTypes('gateway_types.go') },
  'GW-11': { severity: STRICT, sight: CONSTRUCT, title: 'an HTTPS listener has TLS', source: gatewayTypes('gateway_types.go') },
  'GW-12': { severity: ERR, sight: CONSTRUCT, title: 'a TCP or UDP route has one rule with 1 to 16 backends, and a TLS route at least one hostname', source: gatewayTypes('tlsroute_types.go') },
  'GW-13': { severity: ERR, sight: CONSTRUCT, title: 'the kind of route is that of the protocol, and there is none for SCTP', source: GATEWAY },
  'GW-14': { severity: STRICT, sight: CONSTRUCT, title: 'a hostname of a route is covered by its listener', source: gatewayTypes('gateway_types.go') },
  'GW-15': { severity: STRICT, sight: CONSTRUCT, title: 'a listener admits routes from the namespace of the route', source: gatewayTypes('gateway_types.go') },
  'GW-16': { severity: STRICT, sight: CONSTRUCT, title: 'a reference to a Service or Secret of another namespace is granted there', source: 'https://gateway-api.sigs.k8s.io/api-types/referencegrant/' },
  'GW-17': { severity: ERR, sight: CONSTRUCT, title: 'a Gateway has a class, with a name of 1 to 253 characters', source: gatewayTypes('gateway_types.go') },

  // URLs, fulfilled by how they are built
  'U-1': { severity: ERR, sight: CONSTRUCT, title: 'an IPv6 address stands in brackets', source: `${URI}#section-3.2.2` },
  'U-2': { severity: ERR, sight: CONSTRUCT, title: 'port 80 is left out for http and 443 for https, and no other', source: `${URI}#section-6.2.3` },
  'U-3': { severity: ERR, sight: CONSTRUCT, title: 'the scheme is that of the app, never guessed from the port number', source: `${SERVICE}#application-protocol` },
  'U-4': { severity: ERR, sight: CONSTRUCT, title: 'the cluster domain is that of the cluster', source: DNS },
  'U-5': { severity: ERR, sight: CONSTRUCT, title: 'a path begins with one slash and is encoded', source: `${URI}#section-3.3` },
  'U-6': { severity: ERR, sight: CONSTRUCT, title: 'what synth cannot know is a named placeholder, with the command that resolves it', source: LIBRARY },
  'U-7': { severity: ERR, sight: CONSTRUCT, title: 'a proxy URL gives the name of the Service and of the port, with the scheme where it is https', source: API_PROXY },
  'U-8': { severity: ERR, sight: CONSTRUCT, title: 'the address of a load balancer or Ingress is looked for as an IP address and as a hostname', source: SERVICE },
  'U-9': { severity: ERR, sight: CONSTRUCT, title: 'without a namespace the current one is meant, and not "default"', source: `${DOCS}/concepts/overview/working-with-objects/namespaces/` },

  // Controllers and providers
  'C-1': { severity: ERR, sight: CONSTRUCT, title: 'the controller of the door does what is asked for', source: LIBRARY },
  'C-2': { severity: ERR, sight: CONSTRUCT, title: 'what each controller is told in another way is asked for where it is known which one it is', source: LIBRARY },
  'C-3': { severity: ERR, sight: CONSTRUCT, title: 'the controller takes the value that is asked for', source: LIBRARY },
  'C-4': { severity: WARN, sight: CONSTRUCT, title: 'the controller is maintained', source: 'https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/' },
  'C-5': { severity: STRICT, sight: CONSTRUCT, title: 'clients that are kept from what is HTTP are kept from the other ports of the door too', source: LIBRARY },

  // Providers of load balancers
  'L-1': { severity: ERR, sight: CONSTRUCT, title: 'the provider of the load balancer does what is asked for', source: LIBRARY },
  'L-2': { severity: ERR, sight: CONSTRUCT, title: 'what each provider of load balancers is told in another way is asked for where it is known which one it is', source: LIBRARY },
  'L-3': { severity: ERR, sight: CONSTRUCT, title: 'the provider of the load balancer takes the value that is asked for', source: LIBRARY },
  'L-4': { severity: WARN, sight: CONSTRUCT, title: 'the source ranges of a load balancer are enforced', source: SERVICE },

  // What a platform team allows
  'P-1': { severity: ERR, sight: CONSTRUCT, title: 'the strategy is one that the policies allow', source: LIBRARY },
  'P-2': { severity: ERR, sight: CONSTRUCT, title: 'every hostname is inside the domains that the policies allow', source: LIBRARY },
  'P-3': { severity: ERR, sight: CONSTRUCT, title: 'what speaks HTTP or gRPC has TLS where a policy requires it', source: LIBRARY },
  'P-4': { severity: ERR, sight: CONSTRUCT, title: 'a load balancer is internal where a policy allows no public one', source: LIBRARY },
  'P-5': { severity: ERR, sight: CONSTRUCT, title: 'every node port is stated and inside the band of the policies', source: LIBRARY },
  'P-6': { severity: ERR, sight: CONSTRUCT, title: 'every port that pods open on their node is inside the band of the policies', source: LIBRARY },
  'P-7': { severity: ERR, sight: CONSTRUCT, title: 'the IngressClass is one that the policies allow', source: LIBRARY },
  'P-8': { severity: ERR, sight: CONSTRUCT, title: 'routes attach to Gateways that the policies allow', source: LIBRARY },
  'P-9': { severity: ERR, sight: CONSTRUCT, title: 'the class of an own Gateway is one that the policies allow', source: LIBRARY },
  'P-10': { severity: ERR, sight: CONSTRUCT, title: 'the class of a load balancer is one that the policies allow', source: LIBRARY },
  'P-11': { severity: ERR, sight: CONSTRUCT, title: 'the door has the annotations that the policies require', source: LIBRARY },
  'P-12': { severity: ERR, sight: CONSTRUCT, title: 'the app has the labels that the policies require', source: LIBRARY },
  'P-13': { severity: ERR, sight: CONSTRUCT, title: 'no more ports are exposed than the policies allow', source: LIBRARY },
  'P-14': { severity: ERR, sight: CONSTRUCT, title: 'a load balancer lets in only clients that the policies allow', source: LIBRARY },
  'P-15': { severity: ERR, sight: CONSTRUCT, title: 'the pods need no weaker level of Pod Security than the policies allow', source: LIBRARY },
  'P-16': { severity: ERR, sight: CONSTRUCT, title: 'a policy is attached once to a scope, before anything in it is exposed, with a name of its own and values that mean something', source: LIBRARY },
  'P-17': { severity: ERR, sight: CONSTRUCT, title: 'a policy narrows what those of the scopes above it allow', source: LIBRARY },
  'P-18': { severity: ERR, sight: CONSTRUCT, title: 'an exemption is from an existing limit, was granted by somebody and has not ended', source: LIBRARY },
  'P-19': { severity: ERR, sight: CONSTRUCT, title: 'the door has a NetworkPolicy where a policy requires it', source: LIBRARY },

  // NetworkPolicies
  'N-1': { severity: ERR, sight: CONSTRUCT, title: 'pods on the host network have no NetworkPolicy, since it is not defined what one does there', source: `${NETWORK_POLICIES}#networkpolicy-and-hostnetwork-pods` },
  'N-2': { severity: STRICT, sight: CONSTRUCT, title: 'the pod network enforces the NetworkPolicy that is asked for', source: `${NETWORK_POLICIES}#prerequisites` },
  'N-3': { severity: ERR, sight: CONSTRUCT, title: 'it is known where the traffic of a door with a NetworkPolicy comes from', source: `${NETWORK_POLICIES}#behavior-of-to-and-from-selectors` },
  'N-4': { severity: ERR, sight: CONSTRUCT, title: 'a NetworkPolicy lets in a range of addresses in its canonical form, or pods by labels of theirs and of their namespace', source: validation('ValidateNetworkPolicyPeer') },
  'N-5': { severity: WARN, sight: CONSTRUCT, title: 'a NetworkPolicy lets in the API server where its proxy is the door', source: API_PROXY },
  'N-6': { severity: WARN, sight: CONSTRUCT, title: 'ranges of clients are given for a NetworkPolicy where the pods see the addresses of clients', source: `${NETWORK_POLICIES}#behavior-of-to-and-from-selectors` },
  'N-7': { severity: WARN, sight: CONSTRUCT, title: 'a port that is not exposed is reached by a client that the NetworkPolicy names for it', source: LIBRARY },
  'N-8': { severity: ERR, sight: CONSTRUCT, title: 'every door of an app has a NetworkPolicy, or none has, since each keeps out whom it does not let in', source: NETWORK_POLICIES },

  // The library's own
  'E-1': { severity: STRICT, sight: CONSTRUCT, title: 'a port that is not exposed is not in a pod on the host network, where the process binds it on the node', source: LIBRARY },
  'E-2': { severity: ERR, sight: CONSTRUCT, title: 'options have the right type, none that is required is missing, and none is unknown', source: LIBRARY },
  'E-3': { severity: STRICT, sight: CONSTRUCT, title: 'every exposed port is led to by the door', source: LIBRARY },
  'E-4': { severity: WARN, sight: CONSTRUCT, title: 'an HTTP door to the outside has TLS, without which what passes is readable on the way', source: `${INGRESS}#tls` },
  'E-5': { severity: WARN, sight: CONSTRUCT, title: 'a port below 1024 is bound by a user other than root only on nodes with containerd 2.0 or Docker, which set net.ipv4.ip_unprivileged_port_start to 0', source: `${DOCS}/tasks/administer-cluster/sysctl-cluster/` },
  'E-6': { severity: ERR, sight: CONSTRUCT, title: 'the workload is one that the exposure can change as it has to', source: LIBRARY },
  'E-7': { severity: ERR, sight: CONSTRUCT, title: 'what is allowed is an existing STRICT or WARN rule, with a written reason', source: LIBRARY },
  'E-8': { severity: WARN, sight: CONSTRUCT, title: 'the Ingress controller is told that a backend speaks TLS or gRPC', source: INGRESS },
  'E-9': { severity: ERR, sight: CONSTRUCT, title: 'no two options contradict each other', source: LIBRARY },
  'E-10': { severity: ERR, sight: CONSTRUCT, title: 'a cluster profile is attached once to a scope, with facts that exist', source: LIBRARY },
  'E-11': { severity: ERR, sight: CONSTRUCT, title: 'at least one port is exposed', source: LIBRARY },
  'E-12': { severity: ERR, sight: CONSTRUCT, title: 'the Gateway API that is installed serves the kind of route that a port needs', source: 'https://gateway-api.sigs.k8s.io/concepts/versioning/' },
  'E-13': { severity: ERR, sight: CONSTRUCT, title: 'a route names a Gateway that it attaches to', source: 'https://gateway-api.sigs.k8s.io/concepts/api-overview/#attaching-routes-to-gateways' },
  'E-14': { severity: STRICT, sight: CONSTRUCT, title: 'a hostname leads to HTTP or to gRPC, not to both over one listener', source: 'https://gateway-api.sigs.k8s.io/api-types/grpcroute/#cross-serving' },
  'E-15': { severity: WARN, sight: CONSTRUCT, title: 'the Secret of http.tls is used by the door: at an existing Gateway TLS ends with the certificate of its listener', source: 'https://gateway-api.sigs.k8s.io/guides/tls/' },
  'E-16': { severity: WARN, sight: CONSTRUCT, title: 'with internalTrafficPolicy Local every node that sends requests has a pod of the app', source: `${DOCS}/concepts/services-networking/service-traffic-policy/` },
  'E-17': { severity: ERR, sight: CONSTRUCT, title: 'the nodes and the pod network of the cluster have what the door needs', source: LIBRARY },
  'E-18': { severity: STRICT, sight: CONSTRUCT, title: 'the pods keep to the Pod Security level that the namespaces of the cluster enforce', source: POD_SECURITY_ADMISSION },
  'E-19': { severity: ERR, sight: CONSTRUCT, title: 'a name in DNS is one hostname, and is asked for where the cluster makes its record', source: 'https://kubernetes-sigs.github.io/external-dns/latest/docs/sources/service/' },

  // Several doors of one app
  'E-20': { severity: ERR, sight: CONSTRUCT, title: 'at most one door of an app opens ports of the node, since its pods have them once', source: LIBRARY },
  'E-21': { severity: ERR, sight: CONSTRUCT, title: 'the id of a further door is a DNS label, since names are made from it, and no other construct of the app has it', source: LIBRARY },
} satisfies Record<string, Rule>;

/** The id of a rule, as in messages and in docs/rules.md. */
export type RuleId = keyof typeof CATALOGUE;

/** Every rule, once. */
export const RULES: Readonly<Record<RuleId, Rule>> = CATALOGUE;

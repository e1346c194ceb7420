import { GatewayApiChannel } from 'cdk8s-expose';

/**
 * Everything that the cluster suite takes from its environment. Which cluster it is, KUBECONFIG says; `kubectl` and `curl` are
 * found in the PATH. The defaults fit a kind cluster with an Ingress controller, a Gateway and MetalLB installed.
 *
 * | variable | what it is |
 * |---|---|
 * | INFLUXDB_IMAGE | an InfluxDB 1.x, which answers 204 at /ping on 8086 |
 * | ECHO_IMAGE | a server told by arguments what to speak where: `http=:8080 https=:8443 h2c=:50051 tcp=:9000 udp=:5353`; every answer names the protocol |
 * | CLIENT_IMAGE | the client inside the cluster: an image with `sh`, `timeout` and `wget` |
 * | INGRESS_CLASS | the IngressClass to use |
 * | GATEWAY_NAME, GATEWAY_NAMESPACE | a Gateway whose listeners take routes of every namespace; its HTTP listener is named `http` |
 * | INGRESS_CONTROLLER, GATEWAY_CONTROLLER | what serves the class and the Gateway: a value of IngressController |
 * | INGRESS_LISTENERS | the entry points for others than HTTP at 80 and HTTPS at 443, as `name:protocol:port` with commas |
 * | INGRESS_NGINX_CLASS | a second IngressClass, whose controller takes the annotations of ingress-nginx |
 * | CLUSTER_DOMAIN | the domain of the cluster's DNS |
 * | GATEWAY_API_CHANNEL | `standard` or `experimental` |
 * | EXAMPLE_DOMAIN | the domain of the hostnames; the Gateway and the Ingress controller serve it, DNS need not |
 * | NODE_SHELL | what to put before a command to run it on the node `{node}` |
 * | HOST_PORT | the first of ten free ports of every node, for the apps that open ports there |
 * | METAL_LB_NAMESPACE | the namespace of MetalLB and of its pools |
 * | METAL_LB_RANGE | addresses that the suite makes a pool of, as `from-to`: they lead to a node, and no other pool has them |
 * | NAMESPACE_PREFIX | what the names of the suite's namespaces begin with |
 * | CYCLONUS | the simulator of NetworkPolicies, for clusters that do not enforce them: the command, or the path of the file (`go install github.com/mattfenwick/cyclonus/cmd/cyclonus@v0.5.6`) |
 * | SKIP_LOAD_BALANCER, SKIP_METAL_LB, SKIP_INGRESS, SKIP_GATEWAY, SKIP_GATEWAY_HTTPS, SKIP_GATEWAY_TLS, SKIP_GATEWAY_TCP, SKIP_FEATURES, SKIP_INGRESS_NGINX, SKIP_CYCLONUS | why a cluster without these is good enough: their tests are skipped with this reason, and fail without one |
 */
export const environment = {
  influxdbImage: variable('INFLUXDB_IMAGE', 'influxdb:1.8'),
  echoImage: variable('ECHO_IMAGE', 'echo:1'),
  clientImage: variable('CLIENT_IMAGE', 'busybox:1.36'),
  ingressClass: variable('INGRESS_CLASS', 'nginx'),
  ingressController: variable('INGRESS_CONTROLLER', 'IngressNginx'),
  ingressListeners: variable('INGRESS_LISTENERS', ''),
  ingressNginxClass: variable('INGRESS_NGINX_CLASS', 'nginx'),
  clusterDomain: variable('CLUSTER_DOMAIN', 'cluster.local'),
  gatewayController: variable('GATEWAY_CONTROLLER', 'EnvoyGateway'),
  gatewayApiChannel: variable('GATEWAY_API_CHANNEL', 'standard') as GatewayApiChannel,
  gatewayName: variable('GATEWAY_NAME', 'shared'),
  gatewayNamespace: variable('GATEWAY_NAMESPACE', 'infra'),
  domain: variable('EXAMPLE_DOMAIN', 'example.com'),
  nodeShell: variable('NODE_SHELL', 'docker exec {node}'),
  hostPort: Number(variable('HOST_PORT', '18080')),
  metalLbNamespace: variable('METAL_LB_NAMESPACE', 'metallb-system'),
  metalLbRange: variable('METAL_LB_RANGE', '172.18.254.200-172.18.254.209'),
  cyclonus: variable('CYCLONUS', 'cyclonus'),
  namespacePrefix: variable('NAMESPACE_PREFIX', 'cdk8s-expose-'),
};

/** What a cluster, or the machine of the suite, may lack, with a reason. */
export type Addon = 'LOAD_BALANCER' | 'METAL_LB' | 'INGRESS' | 'GATEWAY' | 'GATEWAY_HTTPS' | 'GATEWAY_TLS' | 'GATEWAY_TCP' | 'FEATURES' | 'INGRESS_NGINX' | 'CYCLONUS';

/** Why the tests of an add-on are skipped; undefined where they are not. */
export function reasonToSkip(addon: Addon | undefined): string | undefined {
  const inherited = addon?.startsWith('GATEWAY_') ? process.env.SKIP_GATEWAY : undefined;
  return addon && (process.env[`SKIP_${addon}`] || inherited || undefined);
}

function variable(name: string, otherwise: string): string {
  return process.env[name] || otherwise;
}

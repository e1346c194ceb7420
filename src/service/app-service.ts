import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ServiceOptions, SessionAffinity } from '../service-options';
import { DoorServiceSpec, ExposureContext } from '../strategies/strategy';
import { DoorPort } from '../workload/door-port';

/** A cdk8s-plus Service with the fields that cdk8s-plus has no props for. */
class AppService extends kplus.Service {
  public constructor(
    scope: Construct, id: string, props: kplus.ServiceProps,
    private readonly appPorts: readonly DoorPort[], private readonly fields: Partial<kplus.k8s.ServiceSpec>,
  ) {
    super(scope, id, props);
  }

  /** @internal */
  public _toKube(): kplus.k8s.ServiceSpec {
    const spec = super._toKube();
    return {
      ...spec,
      externalIPs: undefined, // LB-6
      ports: spec.ports?.map(port => ({ ...port, appProtocol: this.appPorts.find(({ name }) => name === port.name)?.appProtocol })),
      ...this.fields,
    };
  }
}

/** Makes the Service `name` for some ports of the app. */
export function makeService(context: ExposureContext, id: string, name: string, ports: readonly DoorPort[], door: DoorServiceSpec): kplus.Service {
  const options = context.options.service ?? {};
  return new AppService(context.scope, id, {
    metadata: {
      name,
      namespace: context.namespace,
      labels: { ...context.labels, ...options.labels, ...door.labels },
      annotations: { ...options.annotations, ...door.annotations },
    },
    selector: context.workload,
    type: door.type,
    ports: ports.map(port => ({
      name: port.name,
      port: door.ports?.[port.name] ?? port.servicePort,
      targetPort: port.port,
      protocol: port.protocol,
      nodePort: door.nodePorts?.[port.name],
    })),
  }, ports, { ...commonFields(options), ...door.fields });
}

function commonFields(options: ServiceOptions): Partial<kplus.k8s.ServiceSpec> {
  return {
    sessionAffinity: options.sessionAffinity,
    sessionAffinityConfig: options.sessionAffinity === SessionAffinity.CLIENT_IP && options.sessionAffinityTimeout
      ? { clientIp: { timeoutSeconds: options.sessionAffinityTimeout.toSeconds() } }
      : undefined,
    internalTrafficPolicy: options.internalTrafficPolicy,
    ipFamilyPolicy: options.ipFamilyPolicy,
    ipFamilies: options.ipFamilies,
    publishNotReadyAddresses: options.publishNotReadyAddresses,
  };
}

import * as kplus from 'cdk8s-plus-27';
import { isTcp } from './listening';

/**
 * A container with nothing invented: cdk8s-plus' default of a whole CPU and half a GiB does not come through, the pull policy is
 * Kubernetes' own, and a probe without a port asks a TCP port of the container instead of port 80.
 */
export class AppContainer extends kplus.Container {
  public readonly portNumber?: number;

  /** @param isExposed Whether the door leads to a port: such a port is asked before others, which may be bound to 127.0.0.1. */
  public constructor(props: kplus.ContainerProps, isExposed: (port: kplus.ContainerPort) => boolean = () => false) {
    super(uninvented(props));
    const ports = this.ports.filter(isTcp);
    this.portNumber = (ports.find(isExposed) ?? ports[0])?.number;
  }
}

/** The same for the props of a container that cdk8s-plus makes itself. */
export function uninvented({ port, portNumber, ...props }: kplus.ContainerProps): kplus.ContainerProps {
  return {
    ...props,
    ports: declaredPorts({ port, portNumber, ports: props.ports }),
    resources: props.resources ?? {},
    imagePullPolicy: props.imagePullPolicy ?? pullPolicy(props.image),
  };
}

/** The ports of a container, whichever of cdk8s-plus' options they are given with. */
export function declaredPorts({ port, portNumber = port, ports = [] }: Pick<kplus.ContainerProps, 'port' | 'portNumber' | 'ports'>): kplus.ContainerPort[] {
  return portNumber === undefined ? ports : [{ number: portNumber }, ...ports];
}

/** Kubernetes' own default: `Always` for the tag `latest` or none, otherwise `IfNotPresent`. */
function pullPolicy(image: string): kplus.ImagePullPolicy {
  const [repository, digest] = image.split('@');
  const tag = /:([^/:]+)$/.exec(repository)?.[1];
  return digest === undefined && (tag === undefined || tag === 'latest') ? kplus.ImagePullPolicy.ALWAYS : kplus.ImagePullPolicy.IF_NOT_PRESENT;
}

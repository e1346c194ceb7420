import { Protocol } from 'cdk8s-plus-27';

/** The protocol of a port, which is TCP where none is stated. */
export function protocolOf({ protocol }: { readonly protocol?: Protocol }): Protocol {
  return protocol ?? Protocol.TCP;
}

export function isTcp(port: { readonly protocol?: Protocol }): boolean {
  return protocolOf(port) === Protocol.TCP;
}

/** Whether a port that a container declares is that port of the app. */
export function isPort(
  declared: { readonly number: number; readonly protocol?: Protocol },
  port: { readonly port: number; readonly protocol?: Protocol },
): boolean {
  return declared.number === port.port && protocolOf(declared) === protocolOf(port);
}

import { PlatformGateway, PlatformIngress } from './cluster-facts';
import { ExposureContext } from '../strategies/strategy';

/** The doors that a controller stands behind. */
export type ControlledDoor = 'ingress' | 'gateway';

/** What the platform says of a door. */
type Platform<D extends ControlledDoor> = { ingress: PlatformIngress; gateway: PlatformGateway }[D];

/** What the platform says of the controller of a door, unless the app uses another one: by another class, or another Gateway. */
export function platformOf<D extends ControlledDoor>(context: ExposureContext, door: D): Platform<D> | undefined {
  return IS_OTHER[door](context) ? undefined : context.cluster[door] as Platform<D> | undefined;
}

const IS_OTHER: Record<ControlledDoor, (context: ExposureContext) => boolean> = {
  ingress: ({ options: { ingress }, cluster }) => differs(ingress?.ingressClassName, cluster.ingress?.ingressClassName),
  gateway: ({ options: { gateway }, cluster: { gateway: platform } }) =>
    differs(gateway?.ownGateway?.gatewayClassName, platform?.gatewayClassName)
    || (platform?.name !== undefined && gateway?.parentRefs?.some(({ name }) => name === platform.name) === false),
};

function differs(stated: string | undefined, known: string | undefined): boolean {
  return stated !== undefined && known !== undefined && stated !== known;
}

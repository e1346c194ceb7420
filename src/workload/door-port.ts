import { Protocol } from 'cdk8s-plus-27';
import { Application } from '../kubernetes/application';

/** A port of the app, with everything decided. */
export interface DoorPort {
  readonly name: string;
  /** What the container listens on. */
  readonly port: number;
  /** What the Service offers it under. */
  readonly servicePort: number;
  readonly protocol: Protocol;
  /** As stated, for the Service. */
  readonly appProtocol?: string;
  /** What is spoken, stated or told from the name. */
  readonly application: Application;
  readonly exposed: boolean;
  /** What keeps it in where it is not exposed, as messages say it. */
  readonly keptInBy: string;
  /** The name of the container that listens. */
  readonly container: string;
}

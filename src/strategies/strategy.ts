import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { AccessPoint } from '../access/access-point';
import { Requirement } from '../access/requirement';
import { ExposureOptions } from '../exposure-options';
import { ClusterProfile } from '../platform/cluster-profile';
import { Findings } from '../rules/findings';
import { DoorPort } from '../workload/door-port';
import { HostPorts } from '../workload/host-ports';

/** Everything a strategy is told: what is to be exposed, and how. */
export interface ExposureContext {
  /** The Exposure: the scope of new objects. */
  readonly scope: Construct;
  /** The name of the door's objects: for the first door of an app that of the app and of its Service. */
  readonly name: string;
  /** The name of the Service that gives the app its address inside the cluster. */
  readonly serviceName: string;
  /** The namespace of all of it; unknown where the chart has none (U-9). */
  readonly namespace?: string;
  readonly labels: { [key: string]: string };
  readonly workload: kplus.Workload;
  /** Every port of the app. */
  readonly ports: readonly DoorPort[];
  /** Those that the door leads to. */
  readonly exposed: readonly DoorPort[];
  /** What the app says itself. */
  readonly stated: ExposureOptions;
  /** The same, completed by what the platform says. */
  readonly options: ExposureOptions;
  readonly cluster: ClusterProfile;
  readonly findings: Findings;
  /** The doors of the app that were opened before. */
  readonly before: readonly ExposureContext[];
}

/** What was made. */
export interface Door {
  /** The Service that gives the app its address inside the cluster. */
  readonly service: kplus.Service;
  /** The Service that the door goes through: the same, unless the app has ports that it must not open. */
  readonly doorService: kplus.Service;
  readonly objects: DoorObjects;
  /** What lets the door in and nobody else, where it is asked for. */
  readonly networkPolicy?: ApiObject;
}

/** The objects beside workload and Services. */
export interface DoorObjects {
  readonly ingress?: kplus.Ingress;
  /** Routes of the Gateway API, the main one first. */
  readonly routes?: ApiObject[];
  readonly gateway?: ApiObject;
  readonly referenceGrants?: ApiObject[];
  readonly proxyRole?: ApiObject;
  /** What the controller of the door is told by objects of its own kinds. */
  readonly extras?: ApiObject[];
}

/** The fields of a Service that a strategy sets on the one that is its door. */
export interface DoorServiceSpec {
  readonly type: kplus.ServiceType;
  readonly annotations?: { [key: string]: string };
  readonly labels?: { readonly [key: string]: string };
  /** The number that the Service offers a port under, by port name, where that is not the app's `servicePort`. */
  readonly ports?: { [portName: string]: number };
  /** Node port by port name. */
  readonly nodePorts?: { [portName: string]: number };
  readonly fields?: Partial<kplus.k8s.ServiceSpec>;
}

/** One mode: what it checks, what it makes, how it is reached and what it needs. */
export interface Strategy {
  /** Whether the block `http` is the mode's too. */
  readonly readsHttp?: boolean;

  /** Whether the mode puts the pods on the network of their node. */
  readonly onHostNetwork?: boolean;

  /** What is wrong by itself in the mode's own options, chosen or dormant. */
  check(context: ExposureContext): void;

  /** What does not fit between this app and this door. Asked only of the chosen mode. */
  fit(context: ExposureContext): void;

  /** What the pods have to open on their node. */
  hostPorts?(context: ExposureContext): HostPorts;

  /** The Service that is the door. */
  serviceSpec(context: ExposureContext): DoorServiceSpec;

  /** The objects beside workload and Services. */
  open?(context: ExposureContext, doorService: kplus.Service): DoorObjects;

  /** How the exposed ports are reached through the door; the address inside the cluster is the same in every mode and not among them. */
  accessPoints(context: ExposureContext, door: Door): AccessPoint[];

  /** What the door needs from outside the app. */
  requirements(context: ExposureContext, door: Door): Requirement[];
}

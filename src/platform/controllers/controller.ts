import { Requirement } from '../../access/requirement';
import { HttpFeatures } from '../../http/http-features';
import { HttpLead } from '../../http/http-lead';
import { HttpTls } from '../../http/http-options';
import { RouteKind } from '../../strategies/gateway-plan';
import { DoorPort } from '../../workload/door-port';
import { PlatformListener } from '../cluster-facts';
import type { ClusterProfile } from '../cluster-profile';

export type Json = { readonly [key: string]: unknown };

/** What an app may ask a controller for, with what it says of it. The first group is `http`; the others follow from the ports and from `http.tls`. */
export interface FeatureValues extends Required<HttpFeatures> {
  /** Hostnames and paths, which every controller has. */
  readonly routing: true;
  /** TLS that ends at the controller. */
  readonly tls: HttpTls;
  /** TLS that is handed to the app as it is. */
  readonly tlsPassthrough: readonly DoorPort[];
  /** The ports that speak WebSocket. */
  readonly webSockets: readonly DoorPort[];
  /** The ports that speak gRPC. */
  readonly grpc: readonly DoorPort[];
  /** The ports that speak TLS, which the controller has to speak to them. */
  readonly backendTls: readonly DoorPort[];
  readonly tcp: readonly DoorPort[];
  readonly udp: readonly DoorPort[];
}

export type FeatureName = keyof FeatureValues;

/** Every feature, in the order in which a request meets them; what controllers are told in a list, they are told in this order. */
export const FEATURES: Readonly<Record<FeatureName, string>> = {
  routing: 'HTTP routing by hostname and path',
  tls: 'TLS termination',
  tlsPassthrough: 'TLS passthrough',
  tcp: 'TCP load balancing',
  udp: 'UDP load balancing',
  webSockets: 'WebSocket',
  grpc: 'gRPC',
  backendTls: 'TLS to the app',
  redirectToHttps: 'HTTP to HTTPS redirect',
  allowSourceRanges: 'allow list of addresses',
  rateLimit: 'rate limit',
  maxBodySize: 'largest request body',
  cors: 'CORS',
  basicAuth: 'basic authentication',
  externalAuth: 'external authentication',
  requestHeaders: 'headers of the request',
  responseHeaders: 'headers of the answer',
  rewritePath: 'path rewrite',
  timeouts: 'timeouts',
  stickySessions: 'sticky sessions',
  canary: 'canary weight',
};

/** What a controller is told about: the door that is being made. */
export interface FeatureContext {
  /** The name of the door's objects: for the first door of an app that of its Service, for a further one with the id of the door. */
  readonly name: string;
  /** The name of the Service that the door goes through: mostly that of the app. */
  readonly service: string;
  /** The namespace of the door's objects; unknown where the chart has none (U-9). */
  readonly namespace?: string;
  /** The namespace of the app, which is another one where its routes are. */
  readonly appNamespace?: string;
  readonly cluster: ClusterProfile;
  readonly leads: readonly HttpLead[];
  /** The port that answers what no lead matches, where the app states one. */
  readonly fallback?: DoorPort;
  /** Every hostname of the leads. */
  readonly hostnames: readonly string[];
  readonly tls?: HttpTls;
  /** The Secret with the certificate, where it is one of the app's. */
  readonly tlsSecret?: string;
  readonly ingressClassName?: string;
  /** The routes of GATEWAY, which policies attach to. */
  readonly routes: readonly { readonly kind: RouteKind; readonly name: string }[];
  /** What `http` asks for, for features that have to know of one another. */
  readonly http: HttpFeatures;
  /** Whether the Gateway is the app's own, so that what it is told is told of no other app. */
  readonly ownsGateway: boolean;
  /** The entry points or listeners that the platform states. */
  readonly listeners: readonly PlatformListener[];
  /** The rules of an Ingress for every lead, to the app's Service or to another. */
  ingressRules(backend?: { readonly service: string; readonly port?: number }): Json[];
}

/** An object beside the door. */
export interface RenderedObject {
  readonly apiVersion: string;
  readonly kind: string;
  /** What follows the name of the door in the object's, after a hyphen; the name alone where it is empty. */
  readonly suffix: string;
  /** Whether it is about the Service: in its namespace, with its name in place of the door's, and once for all doors that go through it. */
  readonly isBesideService?: boolean;
  /** Labels beside those of the app. */
  readonly labels?: { readonly [key: string]: string };
  readonly annotations?: { readonly [key: string]: string };
  /** Everything beside `apiVersion`, `kind` and `metadata`: mostly `spec`. */
  readonly body: Json;
}

/** Another Service that a route leads to. */
export interface Backend {
  readonly name: string;
  readonly port?: number;
  readonly weight: number;
}

/** What a feature adds to the door. What several features say of one object or one list is put together. */
export interface Rendering {
  /** Annotations of the Ingress, or of the routes. */
  readonly annotations?: { readonly [key: string]: string };
  /** Entries of annotations that are lists with commas. */
  readonly lists?: { readonly [key: string]: readonly string[] };
  /** Annotations of the Service. */
  readonly serviceAnnotations?: { readonly [key: string]: string };
  /** Objects beside. */
  readonly objects?: readonly RenderedObject[];
  /** Filters of every rule of an HTTPRoute. */
  readonly filters?: readonly Json[];
  /** Fields of every rule of an HTTPRoute, such as `timeouts`. */
  readonly rule?: Json;
  /** Further backends of every rule of a route, at the port of the app's own where none is given, and the weight of the app itself beside them. */
  readonly backends?: { readonly others: readonly Backend[]; readonly ownWeight: number };
  /** The name that the paths of the Ingress lead to in place of the number of the Service's port. */
  readonly backendPort?: string;
  /** Where the certificate is that is not in a Secret of the app's namespace; without it and without a Secret it is the controller's default one. */
  readonly certificate?: Requirement;
  readonly requirements?: readonly Requirement[];
}

/** How a controller does a feature. */
export interface Cell<V> {
  /** The annotation, kind or field, for the table of the documentation. */
  readonly by: string;
  /** Where its maker documents it. */
  readonly source: string;
  /** What keeps this value, or this door, from working, with what would be right; undefined where nothing does. */
  readonly check?: (value: V, context: FeatureContext) => string | undefined;
  /** Whether it counts for all that comes through the door, and not for what is HTTP alone. */
  readonly isOfWholeDoor?: boolean;
  /** How a rule of an Ingress states a lead, where the controller reads paths in a way of its own. */
  readonly ruled?: (lead: HttpLead) => HttpLead;
  /** Nothing where the controller does it by itself. */
  readonly render?: (value: V, context: FeatureContext) => Rendering;
}

/** How a controller does each of the features that it has. */
export type Row = { readonly [F in FeatureName]?: Cell<FeatureValues[F]> };

/** What is known of a controller. */
export interface Controller {
  /** As its makers write it. */
  readonly title: string;
  readonly website: string;
  /** For Ingresses; undefined where it serves none. */
  readonly ingress?: Row;
  /** For routes of the Gateway API; undefined where it serves none. */
  readonly gateway?: Row;
  /** What users of it have to know, as a warning. */
  readonly warning?: string;
}

/** What a thing outside the app is that the door needs. */
export enum RequirementKind {
  /** A Kubernetes object of the cluster, such as an IngressClass, a Gateway or a Secret. */
  OBJECT = 'Object',

  /** An ability of the cluster: a load balancer, a CNI plugin, an API that is served. */
  CAPABILITY = 'Capability',

  /** The Pod Security level that the namespace has to admit. */
  POD_SECURITY = 'PodSecurity',

  /** Something about the network outside: DNS, firewalls. */
  NETWORK = 'Network',

  /** Something about the container image. */
  IMAGE = 'Image',
}

/** Something that the door needs and that the app cannot bring along. Nothing is assumed silently. */
export interface Requirement {
  /** What it is. */
  readonly kind: RequirementKind;

  /** One sentence: what has to be there, and what happens when it is not. */
  readonly description: string;

  /**
   * The command that looks whether it is there.
   *
   * @default - it cannot be looked up by a command
   */
  readonly check?: string;
}

import { ClusterProfile, ExposedService, ExposureStrategy } from 'cdk8s-expose';
import { Construct } from 'constructs';
import { webSources } from './acme-platform';

/** What a team says of its web service. */
export interface PublicWebServiceProps {
  /** The container image. It runs as user 10001, on a read-only root file system. */
  readonly image: string;

  /** The port that the container speaks HTTP on, above 1023. */
  readonly port: number;

  /** The hostname, under `acme.example`. */
  readonly hostname: string;

  /** The team that answers for it, as in the directory of teams. */
  readonly team: string;

  /**
   * How many pods run.
   *
   * @default 2
   */
  readonly replicas?: number;

  /**
   * Whether the pods take what comes through the door and nothing else, not even from pods of the cluster.
   *
   * @default false
   */
  readonly isolated?: boolean;
}

/** A web service that the internet reaches over HTTPS. Its id is the name of its objects. */
export class PublicWebService extends Construct {
  /** Everything that was made, for what the props do not cover. */
  public readonly exposed: ExposedService;

  public constructor(scope: Construct, id: string, props: PublicWebServiceProps) {
    super(scope, id);
    const hasSharedGateway = ClusterProfile.of(this).gateway?.name !== undefined;
    const strategy = hasSharedGateway ? ExposureStrategy.GATEWAY : ExposureStrategy.INGRESS;
    const sources = webSources(this);

    this.exposed = new ExposedService(this, 'Default', {
      app: {
        name: id,
        image: props.image,
        ports: [{ name: 'http', port: props.port }],
        replicas: props.replicas ?? 2,
        securityContext: { user: 10001 }, // whatever the image says, which often is root
        labels: { 'acme.example/team': props.team },
      },
      strategy,
      http: { hostnames: [props.hostname], tls: {} },
      networkPolicy: props.isolated ? { from: sources && { [strategy]: sources } } : undefined,
    });
  }
}

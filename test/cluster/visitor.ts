import { get } from 'node:http';

/** Where a hostname leads to. */
export interface Place {
  readonly address: string;
  readonly port: number;
}

/** What became of the requests of a while. */
export interface Visited {
  readonly answered: number;
  readonly lost: number;
  /** The longest time between two answers, in milliseconds. */
  readonly gap: number;
  /** When each request was made that was lost, and why it was. */
  readonly reasons: string[];
}

const INTERVAL = 50;
const PATIENCE = 3000;

/** Somebody outside who asks for a hostname every 50 milliseconds, each time over a new connection, whether the one before was answered or not. */
export class Visitor {
  private readonly timer: NodeJS.Timeout;
  private readonly waiting = new Set<Promise<void>>();
  private answered = 0;
  private gap = 0;
  private last = Date.now();
  private reasons: string[] = [];

  public constructor(private readonly hostname: string, private place: Place) {
    this.timer = setInterval(() => this.ask(), INTERVAL);
  }

  /** From here on the hostname leads to another place, as when DNS is changed. */
  public moveTo(place: Place): void {
    this.place = place;
  }

  /** What became of the requests since the last time, those that are on their way among them. */
  public async read(): Promise<Visited> {
    await Promise.all(this.waiting);
    const { answered, gap, reasons } = this;
    Object.assign(this, { answered: 0, gap: 0, reasons: [] });
    return { answered, lost: reasons.length, gap, reasons };
  }

  public async end(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.waiting);
  }

  private ask(): void {
    const asked = new Date().toISOString();
    const outcome = statusOf(this.hostname, this.place).then(status => this.told(status === 200, `${asked} status ${status}`), error => this.told(false, `${asked} ${error}`));
    this.waiting.add(outcome);
    void outcome.finally(() => this.waiting.delete(outcome));
  }

  private told(isAnswered: boolean, why: string): void {
    if (!isAnswered) {
      this.reasons.push(why);
      return;
    }
    const now = Date.now();
    this.answered += 1;
    this.gap = Math.max(this.gap, now - this.last);
    this.last = now;
  }
}

/** The status that a hostname answers at a place. */
export async function statusOf(hostname: string, { address, port }: Place): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = get({ host: address, port, path: '/', headers: { host: hostname }, agent: false, timeout: PATIENCE }, answer => {
      answer.on('error', reject);
      answer.on('end', () => resolve(answer.statusCode!));
      answer.resume();
    });
    request.on('timeout', () => request.destroy(new Error(`no answer within ${PATIENCE} ms`)));
    request.on('error', reject);
  });
}

import { ChildProcess } from 'node:child_process';
import { Client } from './client';

/** What became of the requests of a while. */
export interface Watched {
  readonly answered: number;
  readonly lost: number;
  /** The longest time between two answers, in milliseconds. */
  readonly gap: number;
  /** When each lost answer was noticed, and why it was lost. */
  readonly reasons: string[];
}

/** Requests that go on while something changes. */
export class Watch {
  private readonly child: ChildProcess;
  private answered = 0;
  private gap = 0;
  private last = Date.now();
  private reasons: string[] = [];

  public constructor(client: Client, url: string) {
    this.child = client.watch(url, (isAnswered, why) => {
      const now = Date.now();
      if (!isAnswered) {
        this.reasons.push(`${new Date(now).toISOString()} ${why}`);
        return;
      }
      this.answered += 1;
      this.gap = Math.max(this.gap, now - this.last);
      this.last = now;
    });
  }

  /** Counts from here. */
  public begin(): void {
    this.answered = 0;
    this.gap = 0;
    this.reasons = [];
  }

  public read(): Watched {
    const { answered, reasons, last } = this;
    return { answered, lost: reasons.length, gap: Math.max(this.gap, Date.now() - last), reasons };
  }

  public end(): void {
    this.child.kill();
  }
}
